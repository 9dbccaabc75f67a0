"""Contracts and quotes."""

from __future__ import annotations

from datetime import timedelta

from kedang.understanding.papers.amounts import in_capitals
from scripts.business_papers.words import CITIES, CLAUSES, GOODS, Dice, Sample


def contract(dice: Dice) -> Sample:
    a, b, day, amount = dice.company(), dice.company(), dice.day(), dice.amount()
    begins, ends = day, day + timedelta(days=dice.choice((364, 365, 729)))
    number, goods, c = dice.number("HT"), dice.choice(GOODS), dice.colon()
    title = dice.choice(
        (
            "销售合同",
            "技术服务合同",
            "采购合同",
            f"{goods}合同",
            "战略合作协议",
            "房屋租赁协议书",
            "委托加工合同",
        )
    )
    facts = {
        "contract_no": number,
        "party_a": a,
        "party_b": b,
        "amount": f"{amount:.2f}",
        "signed_on": day.isoformat(),
        "valid_from": begins.isoformat(),
        "valid_until": ends.isoformat(),
    }
    capital = in_capitals(amount)
    layout = dice.choice(("plain", "framed", "roles", "prose"))
    clauses = dice.sample(CLAUSES, 4)
    if layout == "plain":
        lines = [
            title,
            f"合同编号{c}{number}",
            f"甲方{c}{a}",
            f"乙方{c}{b}",
            f"签订日期{c}{dice.written(day)}",
            f"一、合作内容：乙方向甲方提供{goods}，期限自{dice.written(begins)}起至{dice.written(ends)}止。",
            f"二、合同金额：{dice.money(amount)}（大写：{capital}）。",
            *clauses,
        ]
    elif layout == "framed":
        lines = [
            f"      {' '.join(title)}",
            f"编号{c}{number}          签订地点{c}{dice.choice(CITIES)}",
            "",
            f"甲方（买方）{c}{a}",
            f"地址{c}{dice.choice(CITIES)}市中山路{dice.randrange(1, 900)}号",
            f"乙方（卖方）{c}{b}",
            f"联系人{c}{dice.person()}",
            "一、标的",
            f"{goods}\t{dice.randrange(1, 60)}\t台",
            f"合同总价{c}{dice.money(amount)}",
            *clauses,
            f"有效期{c}{dice.written(begins)}至{dice.written(ends)}",
            "甲方（盖章）          乙方（盖章）",
            f"签订日期{c}{dice.written(day)}",
        ]
    elif layout == "roles":
        lines = [
            title,
            f"合同号{c}{number}",
            f"委托方{c}{a}",
            f"受托方{c}{b}",
            f"法定代表人{c}{dice.person()}",
            f"第一条 服务费总额为{dice.money(amount)}，大写人民币{capital}。",
            f"第二条 本合同有效期自{dice.written(begins)}至{dice.written(ends)}。",
            *clauses,
            f"签署日期{c}{dice.written(day)}",
        ]
    else:
        lines = [
            title,
            f"合同编号{c}{number}",
            "甲方：",
            a,
            "乙方：",
            b,
            f"鉴于甲方拟采购{goods}，双方于{dice.written(day)}在{dice.choice(CITIES)}签订本合同，合同总金额{c}{dice.money(amount)}。",
            f"本合同期限为{dice.written(begins)}至{dice.written(ends)}。",
            *clauses,
        ]
    return Sample(
        "contract",
        layout,
        "\n".join(lines),
        f"{dice.choice((title, '定稿', a + title))}.{dice.choice(('pdf', 'docx'))}",
        facts,
    )


def quote(dice: Dice) -> Sample:
    day, amount, number, c = dice.day(), dice.amount(), dice.number("BJ"), dice.colon()
    until = day + timedelta(days=dice.choice((15, 30, 60)))
    facts = {
        "quote_no": number,
        "amount": f"{amount:.2f}",
        "quoted_on": day.isoformat(),
        "valid_until": until.isoformat(),
    }
    goods = dice.sample(GOODS, 2)
    layout = dice.choice(("table", "letter", "days"))
    rows = [
        f"{n}\t{g}\t{dice.randrange(1, 20)}\t{dice.randrange(100, 9000)}.00" for n, g in enumerate(goods, 1)
    ]
    if layout == "table":
        lines = [
            "报价单",
            f"报价单号{c}{number}",
            f"客户{c}{dice.company()}",
            f"报价日期{c}{dice.written(day)}",
            f"有效期至{c}{dice.written(until)}",
            "序号\t品名\t数量\t单价",
            *rows,
            f"合计{c}{dice.money(amount)}",
            "以上价格含税含运费。",
        ]
    elif layout == "letter":
        lines = [
            dice.company(),
            "报 价 函",
            f"致{c}{dice.company()}",
            f"编号{c}{number}",
            f"日期{c}{dice.written(day)}",
            "感谢贵司垂询，现就贵公司所需产品报价如下：",
            *rows,
            f"总价{c}{dice.money(amount)}（大写：{in_capitals(amount)}）",
            f"报价有效期至{c}{dice.written(until)}",
            f"联系人{c}{dice.person()}",
        ]
    else:
        span = (until - day).days
        lines = [
            f"{dice.choice(goods)}报价单",
            f"报价编号{c}{number}    报价日期{c}{dice.written(day)}",
            "名称\t数量\t单价\t金额",
            *rows,
            f"总计{c}{dice.money(amount)}",
            f"备注：本报价有效期{span}天。",
        ]
    return Sample(
        "quote",
        layout,
        "\n".join(lines),
        f"{dice.choice(('报价', '报价单', '价格'))}{dice.randrange(99)}.{dice.choice(('xlsx', 'pdf'))}",
        facts,
    )
