"""Business papers made up for measuring: for a seed always the same, with what they say known. Nobody in them exists."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from stdnum.cn import ric, uscc

from kedang.understanding.papers.amounts import in_capitals

_CITIES = "上海 杭州 苏州 深圳 广州 成都 武汉 南京 青岛 厦门 长沙 西安".split()
_WORDS = "永丰 华信 联创 恒泰 瑞康 德盛 中科 金桥 博远 新锐 宏图 百川 天启 嘉禾 利安 正阳 启明 东方 海纳 鼎新".split()
_TRADES = "精密机械 网络科技 医疗器械 商贸 物流 教育咨询 食品 电子 新材料 建筑工程 文化传播 环保设备".split()
_ENDINGS = "有限公司 股份有限公司 有限责任公司".split()
_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
_GIVEN = "伟 芳 娜 敏 静 丽 强 磊 洋 勇 艳 杰 娟 涛 明 超 秀英 霞 平 建国 志强 晓东 雨桐 子涵".split()
_GOODS = "数控车床 客服外包服务 档案整理服务 服务器 输液泵 办公家具 包装材料 培训课程 软件许可 检测设备".split()
_CLAUSES = (
    "三、付款方式：甲方于本合同生效后十个工作日内支付百分之三十作为预付款。",
    "四、交付与验收：乙方交付后甲方应在五个工作日内完成验收。",
    "五、保密：双方对合作中知悉的对方商业秘密负有保密义务。",
    "六、违约责任：逾期一日按未履行部分的万分之五支付违约金。",
    "七、争议解决：协商不成的，提交原告所在地人民法院诉讼解决。",
    "八、本合同一式两份，双方各执一份，自双方盖章之日起生效。",
)
# Pairs that scanners mix up.
_MISREADINGS = {
    "日": "曰", "未": "末", "己": "已", "人": "入", "大": "太", "土": "士", "合": "台", "同": "问", "甲": "申", "方": "万",
    "签": "笺", "期": "朗", "公": "厶", "司": "同", "元": "无", "额": "颔", "有": "冇", "限": "眼", "票": "栗", "务": "各",
}  # fmt: skip


@dataclass(frozen=True)
class Sample:
    """A paper, its type's code, and the values that a perfect reader would find."""

    code: str
    layout: str
    text: str
    name: str
    fields: dict[str, str] = field(default_factory=dict)
    scanned: bool = False

    @property
    def extension(self) -> str:
        return self.name.rpartition(".")[2]


class Dice(random.Random):
    """What papers are made of."""

    def company(self) -> str:
        place = self.choice(_CITIES) if self.random() < 0.8 else ""
        branch = f"{self.choice(_CITIES)}分公司" if self.random() < 0.06 else ""
        inner = f"({self.choice(_CITIES)})" if self.random() < 0.08 else ""
        return f"{place}{self.choice(_WORDS)}{inner}{self.choice(_TRADES)}{self.choice(_ENDINGS)}{branch}"

    def person(self) -> str:
        return self.choice(_SURNAMES) + self.choice(_GIVEN)

    def code(self) -> str:
        start = f"91{self.choice(('310115', '330106', '440305', '320594', '510104'))}{self._letters(9)}"
        return start + uscc.calc_check_digit(start)

    def identity(self) -> str:
        born = date(1960, 1, 1) + timedelta(days=self.randrange(16_000))
        start = f"{self.choice(('310115', '330106', '440305'))}{born:%Y%m%d}{self.randrange(100, 999)}"
        return start + ric.calc_check_digit(start + "0")

    def day(self) -> date:
        return date(2021, 1, 1) + timedelta(days=self.randrange(1900))

    def amount(self) -> Decimal:
        whole = self.choice((self.randrange(500, 9_999), self.randrange(10_000, 999_999), self.randrange(1, 300) * 10_000))
        return Decimal(whole) + (Decimal(self.randrange(100)) / 100 if self.random() < 0.5 else 0)

    def digits(self, count: int) -> str:
        return str(self.randrange(1, 10)) + "".join(str(self.randrange(10)) for _ in range(count - 1))

    def number(self, sign: str) -> str:
        year, serial = self.randrange(2021, 2027), self.randrange(1, 9999)
        return self.choice((f"{sign}-{year}-{serial:04d}", f"{sign}{year}{serial:05d}", f"({year}){sign}字第{serial:03d}号"))

    def written(self, day: date) -> str:
        return self.choice(
            (f"{day.year}年{day.month}月{day.day}日", f"{day:%Y-%m-%d}", f"{day:%Y/%m/%d}", f"{day:%Y年%m月%d日}", f"{day:%Y.%m.%d}")
        )

    def money(self, amount: Decimal) -> str:
        return self.choice((f"¥{amount:,.2f}", f"￥{amount:.2f}", f"人民币{amount:,.2f}元", f"{amount:,.2f}元", f"RMB {amount:,.2f}"))

    def colon(self) -> str:
        return self.choice(("：", ":", "： "))

    def _letters(self, count: int) -> str:
        return "".join(self.choice("0123456789ABCDEFGHJKLMNPQRTUWXY") for _ in range(count))


def papers(count: int, *, seed: int, scanned: float = 0.3) -> Iterator[Sample]:
    """`count` of them, every type as often; a share `scanned` badly."""
    dice = Dice(seed)
    makers = list(_MAKERS)
    for number in range(count):
        sample = _MAKERS[makers[number % len(makers)]](dice)
        yield worn(sample, dice) if dice.random() < scanned else sample


def worn(sample: Sample, dice: Dice, rate: float = 0.02) -> Sample:
    """As a scanner would read it: characters mistaken, spaces put in, blank lines, punctuation of another width."""
    out: list[str] = []
    for character in sample.text:
        luck = dice.random()
        if luck < rate and character in _MISREADINGS:
            out.append(_MISREADINGS[character])
        elif luck < rate and "\u4e00" <= character <= "\u9fff":
            out.append(character + " ")
        elif luck < rate * 2 and character == "：":
            out.append(":")
        elif luck < rate and character == "0":
            out.append("O")
        elif luck < rate / 4 and character not in "\n0123456789":
            continue
        else:
            out.append(character)
    name = f"扫描件{dice.randrange(1, 999):03d}.{dice.choice(('pdf', 'jpg'))}"
    return Sample(sample.code, sample.layout, "".join(out), name, sample.fields, True)


def contract(dice: Dice) -> Sample:
    a, b, day, amount = dice.company(), dice.company(), dice.day(), dice.amount()
    begins, ends = day, day + timedelta(days=dice.choice((364, 365, 729)))
    number, goods, c = dice.number("HT"), dice.choice(_GOODS), dice.colon()
    title = dice.choice(("销售合同", "技术服务合同", "采购合同", f"{goods}合同", "战略合作协议", "房屋租赁协议书", "委托加工合同"))
    facts = {
        "contract_no": number, "party_a": a, "party_b": b, "amount": f"{amount:.2f}", "signed_on": day.isoformat(),
        "valid_from": begins.isoformat(), "valid_until": ends.isoformat(),
    }  # fmt: skip
    capital = in_capitals(amount)
    layout = dice.choice(("plain", "framed", "roles", "prose"))
    clauses = dice.sample(_CLAUSES, 4)
    if layout == "plain":
        lines = [
            title, f"合同编号{c}{number}", f"甲方{c}{a}", f"乙方{c}{b}", f"签订日期{c}{dice.written(day)}",
            f"一、合作内容：乙方向甲方提供{goods}，期限自{dice.written(begins)}起至{dice.written(ends)}止。",
            f"二、合同金额：{dice.money(amount)}（大写：{capital}）。", *clauses,
        ]  # fmt: skip
    elif layout == "framed":
        lines = [
            f"      {' '.join(title)}", f"编号{c}{number}          签订地点{c}{dice.choice(_CITIES)}", "",
            f"甲方（买方）{c}{a}", f"地址{c}{dice.choice(_CITIES)}市中山路{dice.randrange(1, 900)}号", f"乙方（卖方）{c}{b}",
            f"联系人{c}{dice.person()}", "一、标的", f"{goods}\t{dice.randrange(1, 60)}\t台", f"合同总价{c}{dice.money(amount)}", *clauses,
            f"有效期{c}{dice.written(begins)}至{dice.written(ends)}", "甲方（盖章）          乙方（盖章）", f"签订日期{c}{dice.written(day)}",
        ]  # fmt: skip
    elif layout == "roles":
        lines = [
            title, f"合同号{c}{number}", f"委托方{c}{a}", f"受托方{c}{b}", f"法定代表人{c}{dice.person()}",
            f"第一条 服务费总额为{dice.money(amount)}，大写人民币{capital}。",
            f"第二条 本合同有效期自{dice.written(begins)}至{dice.written(ends)}。", *clauses, f"签署日期{c}{dice.written(day)}",
        ]  # fmt: skip
    else:
        lines = [
            title, f"合同编号{c}{number}", "甲方：", a, "乙方：", b,
            f"鉴于甲方拟采购{goods}，双方于{dice.written(day)}在{dice.choice(_CITIES)}签订本合同，合同总金额{c}{dice.money(amount)}。",
            f"本合同期限为{dice.written(begins)}至{dice.written(ends)}。", *clauses,
        ]  # fmt: skip
    return Sample("contract", layout, "\n".join(lines), f"{dice.choice((title, '定稿', a + title))}.{dice.choice(('pdf', 'docx'))}", facts)


def quote(dice: Dice) -> Sample:
    day, amount, number, c = dice.day(), dice.amount(), dice.number("BJ"), dice.colon()
    until = day + timedelta(days=dice.choice((15, 30, 60)))
    facts = {"quote_no": number, "amount": f"{amount:.2f}", "quoted_on": day.isoformat(), "valid_until": until.isoformat()}
    goods = dice.sample(_GOODS, 2)
    layout = dice.choice(("table", "letter", "days"))
    rows = [f"{n}\t{g}\t{dice.randrange(1, 20)}\t{dice.randrange(100, 9000)}.00" for n, g in enumerate(goods, 1)]
    if layout == "table":
        lines = ["报价单", f"报价单号{c}{number}", f"客户{c}{dice.company()}", f"报价日期{c}{dice.written(day)}", f"有效期至{c}{dice.written(until)}",
                 "序号\t品名\t数量\t单价", *rows, f"合计{c}{dice.money(amount)}", "以上价格含税含运费。"]  # fmt: skip
    elif layout == "letter":
        lines = [dice.company(), "报 价 函", f"致{c}{dice.company()}", f"编号{c}{number}", f"日期{c}{dice.written(day)}",
                 "感谢贵司垂询，现就贵公司所需产品报价如下：", *rows, f"总价{c}{dice.money(amount)}（大写：{in_capitals(amount)}）",
                 f"报价有效期至{c}{dice.written(until)}", f"联系人{c}{dice.person()}"]  # fmt: skip
    else:
        span = (until - day).days
        lines = [f"{dice.choice(goods)}报价单", f"报价编号{c}{number}    报价日期{c}{dice.written(day)}", "名称\t数量\t单价\t金额", *rows,
                 f"总计{c}{dice.money(amount)}", f"备注：本报价有效期{span}天。"]  # fmt: skip
    return Sample("quote", layout, "\n".join(lines), f"{dice.choice(('报价', '报价单', '价格'))}{dice.randrange(99)}.{dice.choice(('xlsx', 'pdf'))}", facts)


def invoice(dice: Dice) -> Sample:
    buyer, seller, day = dice.company(), dice.company(), dice.day()
    codes = dice.code(), dice.code()
    net = dice.amount().quantize(Decimal("0.01"))
    tax = (net * Decimal(dice.choice(("0.13", "0.06", "0.01")))).quantize(Decimal("0.01"))
    total = net + tax
    layout = dice.choice(("paper", "full", "columns", "xml"))
    facts = {
        "buyer": buyer, "seller": seller, "buyer_tax_id": codes[0], "seller_tax_id": codes[1], "issued_on": day.isoformat(),
        "net_amount": f"{net:.2f}", "tax": f"{tax:.2f}", "amount": f"{total:.2f}",
    }  # fmt: skip
    goods, written = dice.choice(_GOODS), f"{day.year}年{day.month:02d}月{day.day:02d}日"
    if layout == "paper":
        number, code, check = dice.digits(8), dice.digits(dice.choice((10, 12))), dice.digits(20)
        facts |= {"invoice_no": number, "invoice_code": code, "check_code": check}
        lines = [f"{dice.choice(_CITIES)}增值税{dice.choice(('专用', '普通'))}发票", f"发票代码：{code}", f"发票号码：{number}",
                 f"开票日期：{written}", f"校 验 码：{' '.join(check[n : n + 5] for n in range(0, 20, 5))}",
                 f"购买方 名    称：{buyer}", f"纳税人识别号：{codes[0]}", "地址、电话：略", "开户行及账号：略",
                 "货物或应税劳务、服务名称  规格型号  单位  数量  单价  金额  税率  税额",
                 f"*{goods[:2]}*{goods}    项    1    {net}    {net}    13%    {tax}", f"合    计    ¥{net}    ¥{tax}",
                 f"价税合计（大写）  {in_capitals(total)}    （小写）¥{total}",
                 f"销售方 名    称：{seller}", f"纳税人识别号：{codes[1]}", f"收款人：{dice.person()} 复核：{dice.person()} 开票人：{dice.person()}"]  # fmt: skip
    elif layout == "full":
        number = f"2{dice.randrange(3, 7)}{dice.digits(18)}"
        facts |= {"invoice_no": number}
        lines = ["电子发票（增值税专用发票）", f"发票号码：{number}", f"开票日期：{written}",
                 f"购 名称：{buyer}    销 名称：{seller}", f"买 统一社会信用代码/纳税人识别号：{codes[0]}    售 统一社会信用代码/纳税人识别号：{codes[1]}",
                 "项目名称 规格型号 单位 数量 单价 金额 税率/征收率 税额", f"*服务*{goods} 次 1 {net} {net} 6% {tax}",
                 f"合 计 ¥{net} ¥{tax}", f"价税合计（大写） {in_capitals(total)} （小写）¥{total}", f"开票人：{dice.person()}"]  # fmt: skip
    elif layout == "columns":
        number = f"2{dice.randrange(3, 7)}{dice.digits(18)}"
        facts |= {"invoice_no": number}
        lines = ["电子发票（普通发票）", "发票号码：", "开票日期：", number, written, "购买方信息", "销售方信息",
                 "统一社会信用代码/纳税人识别号：", "名称：", "统一社会信用代码/纳税人识别号：", "名称：", buyer, codes[0], seller, codes[1],
                 f"*服务*{goods} {net} {tax}", "合 计", f"¥{net}", f"¥{tax}", "价税合计（大写）", in_capitals(total), "（小写）", f"¥{total}"]  # fmt: skip
    else:
        number = f"2{dice.randrange(3, 7)}{dice.digits(18)}"
        facts |= {"invoice_no": number}
        lines = ["电子发票", f"发票号码: {number}", f"开票日期: {day}", f"购买方名称: {buyer}", f"购买方纳税人识别号: {codes[0]}",
                 f"销售方名称: {seller}", f"销售方纳税人识别号: {codes[1]}", f"不含税金额: {net}", f"合计税额: {tax}", f"价税合计: {total}"]  # fmt: skip
    return Sample("invoice", layout, "\n".join(lines), f"{dice.choice(('发票', 'dzfp_', '票据', number))}{dice.randrange(99)}.{dice.choice(('pdf', 'ofd'))}", facts)


def licence(dice: Dice) -> Sample:
    name, code, person, day = dice.company(), dice.code(), dice.person(), dice.day()
    until = day + timedelta(days=3650)
    capital = Decimal(dice.randrange(1, 500) * 100_000)
    forever = dice.random() < 0.4
    facts = {"uscc": code, "licence_name": name, "legal_person": person, "capital": f"{capital:.2f}"}
    if not forever:
        facts["valid_until"] = until.isoformat()
    term = "长期" if forever else f"{until.year}年{until.month:02d}月{until.day:02d}日"
    start = f"{day.year}年{day.month:02d}月{day.day:02d}日"
    layout = dice.choice(("colons", "spaced"))
    if layout == "colons":
        lines = ["营业执照", f"统一社会信用代码：{code}", f"名称：{name}", "类型：有限责任公司", f"法定代表人：{person}", f"注册资本：{capital / 10000:.0f}万元",
                 f"成立日期：{start}", f"营业期限：{start}至{term}", "经营范围：许可项目以外的经营活动", "登记机关"]  # fmt: skip
    else:
        lines = ["营 业 执 照", "（副 本）", f"统一社会信用代码  {code}", f"名    称  {name}", "类    型  有限责任公司(自然人投资或控股)", f"法定代表人  {person}",
                 f"注册资本  {in_capitals(capital)}", f"成立日期  {start}", f"营业期限  {start} 至 {term}", "经营范围  机械设备销售", "登 记 机 关"]  # fmt: skip
    return Sample("business_licence", layout, "\n".join(lines), f"{dice.choice(('执照', '证照', 'IMG_'))}{dice.randrange(99)}.jpg", facts)


def identity(dice: Dice) -> Sample:
    number, person, day = dice.identity(), dice.person(), dice.day()
    until = day.replace(year=day.year + 20, day=min(day.day, 28))
    facts = {"holder": person, "id_number": number, "valid_until": until.isoformat()}
    born = f"{int(number[6:10])}年{int(number[10:12])}月{int(number[12:14])}日"
    lines = [f"姓名 {person}", "性别 男 民族 汉", f"出生 {born}", f"住址 {dice.choice(_CITIES)}市人民路{dice.randrange(1, 300)}号", f"公民身份号码 {number}",
             "中华人民共和国", "居民身份证", f"签发机关 {dice.choice(_CITIES)}市公安局", f"有效期限 {day:%Y.%m.%d}-{until:%Y.%m.%d}"]  # fmt: skip
    if dice.random() < 0.5:
        lines = lines[5:] + lines[:5]
    return Sample("id_card", "card", "\n".join(lines), f"{dice.choice(('身份证', 'IMG_', '证件'))}{dice.randrange(99)}.jpg", facts)


def minutes(dice: Dice) -> Sample:
    day, c = dice.day(), dice.colon()
    people = "、".join(dice.person() for _ in range(dice.randrange(3, 6)))
    place = f"{dice.choice(_CITIES)}办公室{dice.randrange(1, 9)}号会议室"
    facts = {"met_on": day.isoformat(), "place": place, "participants": people}
    names = dice.choice((("会议时间", "会议地点", "参会人员"), ("时间", "地点", "与会人员"), ("会议日期", "地点", "出席人员")))
    lines = [dice.choice(("会议纪要", f"{dice.choice(_GOODS)}项目启动会议纪要", "季度业务回顾会会议记录")), f"{names[0]}{c}{dice.written(day)}", f"{names[1]}{c}{place}",
             f"主持人{c}{dice.person()}", f"{names[2]}{c}{people}", "会议内容：", f"1. 讨论{dice.choice(_GOODS)}的交付计划。", "2. 确认下季度目标。",
             "会议决议：", "一、下周五前提交方案。", f"二、由{dice.person()}负责跟进。"]  # fmt: skip
    return Sample("minutes", "minutes", "\n".join(lines), f"{dice.choice(('纪要', '会议', '记录'))}{day:%Y%m%d}.docx", facts)


def mail(dice: Dice) -> Sample:
    subject = dice.choice((f"关于{dice.choice(_GOODS)}的报价", "合同盖章事宜", "发票已开具，请查收", "周五会议安排"))
    sender = f"{dice.person()} <user{dice.randrange(99)}@example.com>"
    to = f"user{dice.randrange(99)}@example.net"
    lines = [f"主题: {subject}", f"发件人: {sender}", f"收件人: {to}", f"日期: {dice.day()}", "", "您好！", f"附件是{dice.choice(_GOODS)}的资料，请查收。", "如有问题随时联系。", dice.person()]
    return Sample("email", "mail", "\n".join(lines), f"{subject}.{dice.choice(('eml', 'eml', 'pdf'))}", {"subject": subject, "sender": sender, "recipients": to})


def chat(dice: Dice) -> Sample:
    one, two, day = dice.person(), dice.person(), dice.day()
    said = ("在吗，上次的方案看了吗", "看了，价格还能再谈谈吗", "我问一下领导", "[图片]", "好的，合同什么时候寄出", "今天下午就寄", "收到，谢谢")
    layout = dice.choice(("wechat", "bracket"))
    lines = [dice.choice(("微信聊天记录", "与客户的聊天记录", ""))]
    for minute, words in enumerate(dice.sample(said, 5)):
        who = one if minute % 2 else two
        stamp = f"{dice.randrange(9, 19)}:{minute + 10}"
        lines += [f"{who} {day} {stamp}:05", words] if layout == "wechat" else [f"[{stamp}] {who}：{words}"]
    return Sample("chat", layout, "\n".join(lines), f"{dice.choice(('聊天', '导出', 'chat'))}{dice.randrange(99)}.txt")


def communication(dice: Dice) -> Sample:
    c = dice.colon()
    lines = [dice.choice(("客户沟通记录", "电话记录", "客户拜访记录表")), f"沟通时间{c}{dice.written(dice.day())}", f"沟通方式{c}{dice.choice(('电话', '上门拜访', '视频会议'))}", f"沟通对象{c}{dice.person()}",
             f"沟通内容{c}客户表示对{dice.choice(_GOODS)}感兴趣，希望了解价格。", "下一步计划：发送资料并约下次见面。", f"记录人{c}{dice.person()}"]  # fmt: skip
    return Sample("communication", "form", "\n".join(lines), f"{dice.choice(('记录', '拜访', '跟进'))}{dice.randrange(99)}.docx")


def feedback(dice: Dice) -> Sample:
    c, topic = dice.colon(), f"{dice.choice(_GOODS)}交付延迟"
    lines = [dice.choice(("客户反馈表", "客户投诉处理单", "客户满意度意见表")), f"客户名称{c}{dice.company()}", f"反馈事项{c}{topic}", f"反馈日期{c}{dice.written(dice.day())}", "客户意见：希望改进响应速度。", "满意度：不满意", "处理结果：已致歉并补发。"]
    return Sample("feedback", "form", "\n".join(lines), f"{dice.choice(('反馈', '表', '客诉'))}{dice.randrange(99)}.docx", {"topic": topic})


def _essay(code: str, titles: tuple[str, ...], sentences: tuple[str, ...], names: tuple[str, ...]) -> Callable[[Dice], Sample]:
    def make(dice: Dice) -> Sample:
        goods = dice.choice(_GOODS)
        lines = [dice.choice(titles).format(goods), *(each.format(goods) for each in dice.sample(sentences, 4))]
        return Sample(code, "essay", "\n".join(lines), f"{dice.choice(names)}{dice.randrange(99)}.{dice.choice(('pptx', 'docx', 'pdf'))}")

    return make


_MAKERS: dict[str, Callable[[Dice], Sample]] = {
    "contract": contract, "quote": quote, "invoice": invoice, "business_licence": licence, "id_card": identity, "minutes": minutes,
    "email": mail, "chat": chat, "communication": communication, "feedback": feedback,
    "sales": _essay("sales", ("{}产品介绍", "{}解决方案", "{}产品手册"), ("核心功能：稳定可靠。", "应用场景：制造与贸易。", "客户价值：降低成本。", "成功案例：某大型集团。", "产品参数见附表，为什么选择{}。"), ("介绍", "手册", "ppt")),
    "marketing": _essay("marketing", ("{}推广方案", "春季营销活动策划", "品牌宣传计划"), ("目标受众：中小企业主。", "传播渠道：公众号与短视频。", "活动预算：十万元。", "投放节奏：每周两次。", "预计曝光五十万次。"), ("方案", "活动", "策划")),
    "research": _essay("research", ("{}市场调研报告", "行业调研报告", "客户需求调研报告"), ("调研目的：了解市场规模。", "调研方法：问卷与访谈。", "样本量：回收有效问卷三百份。", "受访者多为采购负责人。", "增长率约百分之八。"), ("报告", "调研", "final")),
    "competitors": _essay("competitors", ("竞争对手分析", "{}竞品分析报告", "主要竞争对手对比"), ("竞品概况：三家主要厂商。", "市场份额：第一名占三成。", "优势与劣势对比见下。", "SWOT 如下。", "差异化策略：服务响应。"), ("分析", "对比", "v2")),
    "qualification": _essay("qualification", ("质量管理体系认证证书", "高新技术企业证书", "资质证书"), ("证书编号：GR20263100{}", "发证机关：认证中心", "认证范围：{}的销售", "兹证明符合 ISO 9001 标准", "有效期至：2028年5月1日"), ("证", "ISO", "扫描")),
    "authorisation": _essay("authorisation", ("授权委托书", "法人授权委托书", "授权书"), ("兹授权我公司员工办理{}事宜。", "委托权限：签署合同。", "委托期限：一年。", "委托人（盖章）", "被授权人签字："), ("委托", "授权", "文件")),
}  # fmt: skip


def strange(dice: Dice) -> Sample:
    """A form that no rule knows: a company's own, called by a name of its own (an unseen layout of a quote)."""
    rows = [f"{g} × {dice.randrange(1, 30)} / {dice.randrange(100, 9000)}" for g in dice.sample(_GOODS, 3)]
    lines = ["商务往来函件 第三联", f"函复单位 {dice.company()}", "兹按来函所列，开列各项如后：", *rows, "此联由财务存查，盖骑缝章后生效。", f"经办 {dice.person()}"]
    return Sample("quote", "strange", "\n".join(lines), f"函{dice.randrange(999)}.pdf")
