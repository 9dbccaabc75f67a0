"""Invoices: VAT on paper, 数电 in one line, in columns, and from XML."""

from __future__ import annotations

from decimal import Decimal

from kedang.understanding.papers.amounts import in_capitals
from scripts.business_papers.words import CITIES, GOODS, Dice, Sample


def invoice(dice: Dice) -> Sample:
    buyer, seller, day = dice.company(), dice.company(), dice.day()
    codes = dice.code(), dice.code()
    net = dice.amount().quantize(Decimal("0.01"))
    tax = (net * Decimal(dice.choice(("0.13", "0.06", "0.01")))).quantize(Decimal("0.01"))
    total = net + tax
    layout = dice.choice(("paper", "full", "columns", "xml"))
    facts = {
        "buyer": buyer,
        "seller": seller,
        "buyer_tax_id": codes[0],
        "seller_tax_id": codes[1],
        "issued_on": day.isoformat(),
        "net_amount": f"{net:.2f}",
        "tax": f"{tax:.2f}",
        "amount": f"{total:.2f}",
    }
    goods, written = dice.choice(GOODS), f"{day.year}年{day.month:02d}月{day.day:02d}日"
    if layout == "paper":
        number, code, check = dice.digits(8), dice.digits(dice.choice((10, 12))), dice.digits(20)
        facts |= {"invoice_no": number, "invoice_code": code, "check_code": check}
        lines = [
            f"{dice.choice(CITIES)}增值税{dice.choice(('专用', '普通'))}发票",
            f"发票代码：{code}",
            f"发票号码：{number}",
            f"开票日期：{written}",
            f"校 验 码：{' '.join(check[n : n + 5] for n in range(0, 20, 5))}",
            f"购买方 名    称：{buyer}",
            f"纳税人识别号：{codes[0]}",
            "地址、电话：略",
            "开户行及账号：略",
            "货物或应税劳务、服务名称  规格型号  单位  数量  单价  金额  税率  税额",
            f"*{goods[:2]}*{goods}    项    1    {net}    {net}    13%    {tax}",
            f"合    计    ¥{net}    ¥{tax}",
            f"价税合计（大写）  {in_capitals(total)}    （小写）¥{total}",
            f"销售方 名    称：{seller}",
            f"纳税人识别号：{codes[1]}",
            f"收款人：{dice.person()} 复核：{dice.person()} 开票人：{dice.person()}",
        ]
    elif layout == "full":
        number = f"2{dice.randrange(3, 7)}{dice.digits(18)}"
        facts |= {"invoice_no": number}
        lines = [
            "电子发票（增值税专用发票）",
            f"发票号码：{number}",
            f"开票日期：{written}",
            f"购 名称：{buyer}    销 名称：{seller}",
            f"买 统一社会信用代码/纳税人识别号：{codes[0]}    售 统一社会信用代码/纳税人识别号：{codes[1]}",
            "项目名称 规格型号 单位 数量 单价 金额 税率/征收率 税额",
            f"*服务*{goods} 次 1 {net} {net} 6% {tax}",
            f"合 计 ¥{net} ¥{tax}",
            f"价税合计（大写） {in_capitals(total)} （小写）¥{total}",
            f"开票人：{dice.person()}",
        ]
    elif layout == "columns":
        number = f"2{dice.randrange(3, 7)}{dice.digits(18)}"
        facts |= {"invoice_no": number}
        lines = [
            "电子发票（普通发票）",
            "发票号码：",
            "开票日期：",
            number,
            written,
            "购买方信息",
            "销售方信息",
            "统一社会信用代码/纳税人识别号：",
            "名称：",
            "统一社会信用代码/纳税人识别号：",
            "名称：",
            buyer,
            codes[0],
            seller,
            codes[1],
            f"*服务*{goods} {net} {tax}",
            "合 计",
            f"¥{net}",
            f"¥{tax}",
            "价税合计（大写）",
            in_capitals(total),
            "（小写）",
            f"¥{total}",
        ]
    else:
        number = f"2{dice.randrange(3, 7)}{dice.digits(18)}"
        facts |= {"invoice_no": number}
        lines = [
            "电子发票",
            f"发票号码: {number}",
            f"开票日期: {day}",
            f"购买方名称: {buyer}",
            f"购买方纳税人识别号: {codes[0]}",
            f"销售方名称: {seller}",
            f"销售方纳税人识别号: {codes[1]}",
            f"不含税金额: {net}",
            f"合计税额: {tax}",
            f"价税合计: {total}",
        ]
    return Sample(
        "invoice",
        layout,
        "\n".join(lines),
        f"{dice.choice(('发票', 'dzfp_', '票据', number))}{dice.randrange(99)}.{dice.choice(('pdf', 'ofd'))}",
        facts,
    )
