"""Minutes, mails, chats, notes of talks, feedback, and a form that no rule knows."""

from __future__ import annotations

from scripts.business_papers.words import CITIES, GOODS, Dice, Sample


def minutes(dice: Dice) -> Sample:
    day, c = dice.day(), dice.colon()
    people = "、".join(dice.person() for _ in range(dice.randrange(3, 6)))
    place = f"{dice.choice(CITIES)}办公室{dice.randrange(1, 9)}号会议室"
    facts = {"met_on": day.isoformat(), "place": place, "participants": people}
    names = dice.choice(
        (("会议时间", "会议地点", "参会人员"), ("时间", "地点", "与会人员"), ("会议日期", "地点", "出席人员"))
    )
    lines = [
        dice.choice(("会议纪要", f"{dice.choice(GOODS)}项目启动会议纪要", "季度业务回顾会会议记录")),
        f"{names[0]}{c}{dice.written(day)}",
        f"{names[1]}{c}{place}",
        f"主持人{c}{dice.person()}",
        f"{names[2]}{c}{people}",
        "会议内容：",
        f"1. 讨论{dice.choice(GOODS)}的交付计划。",
        "2. 确认下季度目标。",
        "会议决议：",
        "一、下周五前提交方案。",
        f"二、由{dice.person()}负责跟进。",
    ]
    return Sample(
        "minutes",
        "minutes",
        "\n".join(lines),
        f"{dice.choice(('纪要', '会议', '记录'))}{day:%Y%m%d}.docx",
        facts,
    )


def mail(dice: Dice) -> Sample:
    subject = dice.choice(
        (f"关于{dice.choice(GOODS)}的报价", "合同盖章事宜", "发票已开具，请查收", "周五会议安排")
    )
    sender = f"{dice.person()} <user{dice.randrange(99)}@example.com>"
    to = f"user{dice.randrange(99)}@example.net"
    lines = [
        f"主题: {subject}",
        f"发件人: {sender}",
        f"收件人: {to}",
        f"日期: {dice.day()}",
        "",
        "您好！",
        f"附件是{dice.choice(GOODS)}的资料，请查收。",
        "如有问题随时联系。",
        dice.person(),
    ]
    return Sample(
        "email",
        "mail",
        "\n".join(lines),
        f"{subject}.{dice.choice(('eml', 'eml', 'pdf'))}",
        {"subject": subject, "sender": sender, "recipients": to},
    )


def chat(dice: Dice) -> Sample:
    one, two, day = dice.person(), dice.person(), dice.day()
    said = (
        "在吗，上次的方案看了吗",
        "看了，价格还能再谈谈吗",
        "我问一下领导",
        "[图片]",
        "好的，合同什么时候寄出",
        "今天下午就寄",
        "收到，谢谢",
    )
    layout = dice.choice(("wechat", "bracket"))
    lines = [dice.choice(("微信聊天记录", "与客户的聊天记录", ""))]
    for minute, words in enumerate(dice.sample(said, 5)):
        who = one if minute % 2 else two
        stamp = f"{dice.randrange(9, 19)}:{minute + 10}"
        lines += [f"{who} {day} {stamp}:05", words] if layout == "wechat" else [f"[{stamp}] {who}：{words}"]
    return Sample(
        "chat", layout, "\n".join(lines), f"{dice.choice(('聊天', '导出', 'chat'))}{dice.randrange(99)}.txt"
    )


def communication(dice: Dice) -> Sample:
    c = dice.colon()
    lines = [
        dice.choice(("客户沟通记录", "电话记录", "客户拜访记录表")),
        f"沟通时间{c}{dice.written(dice.day())}",
        f"沟通方式{c}{dice.choice(('电话', '上门拜访', '视频会议'))}",
        f"沟通对象{c}{dice.person()}",
        f"沟通内容{c}客户表示对{dice.choice(GOODS)}感兴趣，希望了解价格。",
        "下一步计划：发送资料并约下次见面。",
        f"记录人{c}{dice.person()}",
    ]
    return Sample(
        "communication",
        "form",
        "\n".join(lines),
        f"{dice.choice(('记录', '拜访', '跟进'))}{dice.randrange(99)}.docx",
    )


def feedback(dice: Dice) -> Sample:
    c, topic = dice.colon(), f"{dice.choice(GOODS)}交付延迟"
    lines = [
        dice.choice(("客户反馈表", "客户投诉处理单", "客户满意度意见表")),
        f"客户名称{c}{dice.company()}",
        f"反馈事项{c}{topic}",
        f"反馈日期{c}{dice.written(dice.day())}",
        "客户意见：希望改进响应速度。",
        "满意度：不满意",
        "处理结果：已致歉并补发。",
    ]
    return Sample(
        "feedback",
        "form",
        "\n".join(lines),
        f"{dice.choice(('反馈', '表', '客诉'))}{dice.randrange(99)}.docx",
        {"topic": topic},
    )


def strange(dice: Dice) -> Sample:
    """A form that no rule knows: a company's own, called by a name of its own (an unseen layout of a quote)."""
    rows = [f"{g} × {dice.randrange(1, 30)} / {dice.randrange(100, 9000)}" for g in dice.sample(GOODS, 3)]
    lines = [
        "商务往来函件 第三联",
        f"函复单位 {dice.company()}",
        "兹按来函所列，开列各项如后：",
        *rows,
        "此联由财务存查，盖骑缝章后生效。",
        f"经办 {dice.person()}",
    ]
    return Sample("quote", "strange", "\n".join(lines), f"函{dice.randrange(999)}.pdf")
