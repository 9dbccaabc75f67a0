"""Invoices: VAT invoices on paper (code and number) and 数电 e-invoices (a number of twenty digits)."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from kedang.understanding.papers.amounts import MONEY, parse_money
from kedang.understanding.papers.contracts import money_near
from kedang.understanding.papers.days import DAY, parse_day
from kedang.understanding.papers.pieces import (
    COMPANY,
    NAME,
    as_company,
    capitals_in,
    codes_in,
    companies_in,
    day_after,
    money_after,
    text_after,
)
from kedang.understanding.papers.words import Found, after

_DIGITS = r"[0-9OoIl][0-9OoIl \t]{6,24}[0-9OoIl]"
_MISREAD = str.maketrans("OoIl", "0011")
_BUYER = ("购买方信息", "购买方", "购方", "购货单位", "受票方", "购 买 方")
_SELLER = ("销售方信息", "销售方", "销方", "销货单位", "收款单位", "开票方")
_KINDS = (
    (r"电子发票\(增值税专用发票\)|数电票\(增值税专用发票\)|电子专用发票", "电子发票"),
    (r"电子发票|电子普通发票|数电", "电子发票"),
    (r"增值税专用发票|专用发票", "增值税专用发票"),
    (r"增值税普通发票|普通发票", "增值税普通发票"),
)


@dataclass(frozen=True)
class Sums:
    net: Decimal | None
    tax: Decimal | None
    total: Decimal | None

    @property
    def agree(self) -> bool:
        return (
            self.net is not None
            and self.tax is not None
            and self.total is not None
            and self.net + self.tax == self.total
        )


def invoice(text: str) -> list[Found]:
    number, code = _number(text), _code(text)
    found = [number, code, _issued(text), _kind(text), _check(text), *_sums(text), *_parties(text)]
    return [each for each in found if each]


def same_invoice(found: dict[str, str]) -> str:
    """By what one invoice is known wherever it turns up: number (with its code) and seller; empty when unknown."""
    number, seller = found.get("invoice_no", ""), found.get("seller_tax_id", "")
    if len(number) == 20:
        return number
    return (
        f"{found.get('invoice_code', '')}|{number}|{seller}"
        if number and (seller or found.get("invoice_code"))
        else ""
    )


def contradiction(text: str) -> tuple[str, str] | None:
    """(figures, 大写) of the total, where they differ."""
    total = _total(text)
    capitals = capitals_in(text)
    if total is None or capitals is None or Decimal(total.value) == capitals[0]:
        return None
    return total.value, f"{capitals[0]:.2f}"


def _number(text: str) -> Found | None:
    for match in after(
        text, ("发票号码", "电子发票号码", "数电票号码", "号码", "No.", "№", "NO", "No"), _DIGITS
    ):
        digits = _figures(match["value"])
        for length in (20, 8):
            if len(digits) == length or (
                len(digits) > length
                and match["value"].strip()[:length].isdigit()
                and length == 8
                and len(digits) < 20
            ):
                return Found(
                    "invoice_no",
                    digits[:length],
                    match.start("value"),
                    match.end("value"),
                    0.98,
                    match["label"],
                )
    bare = re.search(r"(?<!\d)2[3-9]\d{18}(?!\d)", text)
    if bare:
        return Found("invoice_no", bare.group(), bare.start(), bare.end(), 0.9, "发票")
    return _number_apart(text)


def _number_apart(text: str) -> Found | None:
    """Labels and values of a scan in columns of their own: eight digits that stand alone."""
    if "票" not in text:
        return None
    alone = [m for m in re.finditer(r"(?m)(?:^|[ \t])(\d{8})(?=[ \t]*$)", text) if not parse_day(m.group(1))]
    return (
        Found("invoice_no", alone[0].group(1), alone[0].start(1), alone[0].end(1), 0.7, "发票")
        if alone
        else None
    )


def _code(text: str) -> Found | None:
    for match in after(text, ("发票代码", "代码"), _DIGITS):
        digits = _figures(match["value"])
        if len(digits) in (10, 12):
            return Found(
                "invoice_code", digits, match.start("value"), match.end("value"), 0.98, match["label"]
            )
    return None


def _check(text: str) -> Found | None:
    for match in after(text, ("校验码",), r"[0-9][0-9 \t]{4,28}[0-9]"):
        digits = _figures(match["value"])
        if len(digits) in (6, 20):
            return Found("check_code", digits, match.start("value"), match.end("value"), 0.95, match["label"])
    return None


def _issued(text: str) -> Found | None:
    found = day_after(text, "issued_on", ("开票日期", "开具日期", "填开日期", "日期"), sure=0.98)
    if found:
        return found
    days = [(m, d) for m in re.finditer(DAY, text) if (d := parse_day(m.group()))]
    return (
        Found("issued_on", days[0][1].isoformat(), days[0][0].start(), days[0][0].end(), 0.7, "日")
        if days
        else None
    )


def _kind(text: str) -> Found | None:
    head = text[:600]
    for pattern, name in _KINDS:
        if match := re.search(pattern.replace("", ""), head) or re.search(pattern, text):
            return Found("invoice_kind", name, match.start(), match.end(), 0.93, match.group())
    return None


def _sums(text: str) -> list[Found]:
    total = _total(text)
    net, tax = _net_and_tax(text, Decimal(total.value) if total else None)
    sums = Sums(
        Decimal(net.value) if net else None,
        Decimal(tax.value) if tax else None,
        Decimal(total.value) if total else None,
    )
    found = [each for each in (total, net, tax) if each]
    return [replace(each, confidence=0.99) for each in found] if sums.agree else found


def _total(text: str) -> Found | None:
    small = money_after(text, "amount", ("小写",), sure=0.97) or money_after(
        text, "amount", ("价税合计", "含税金额", "合计金额(小写)"), sure=0.95
    )
    if small and Decimal(small.value) != 0:
        return small
    capitals = capitals_in(text)
    if capitals is None:
        return None
    amount, start, end = capitals
    near = money_near(text, start)
    return Found("amount", f"{near if near is not None else amount:.2f}", start, end, 0.9, "大写")


def _net_and_tax(text: str, total: Decimal | None) -> tuple[Found | None, Found | None]:
    """合计 ¥1000.00 ¥130.00; or two amounts anywhere that add up to the total."""
    net = money_after(text, "net_amount", ("合计金额", "不含税金额", "金额合计"), sure=0.9)
    tax = money_after(text, "tax", ("合计税额", "税额合计"), sure=0.9)
    if net and tax:
        return net, tax
    row = re.search(rf"合[ \t]*计[ \t\n]*(?P<net>{MONEY})[ \t\n]+(?P<tax>{MONEY})", text)
    if (
        row
        and (both := _pair(row))
        and (total is None or Decimal(both[0].value) + Decimal(both[1].value) == total)
    ):
        return both
    return _adding_up(text, total) if total else (None, None)


def _pair(row: re.Match[str]) -> tuple[Found, Found] | None:
    net, tax = parse_money(row["net"]), parse_money(row["tax"])
    if net is None or tax is None:
        return None
    return (
        Found("net_amount", f"{net:.2f}", row.start("net"), row.end("net"), 0.93, "合计"),
        Found("tax", f"{tax:.2f}", row.start("tax"), row.end("tax"), 0.93, "合计"),
    )


def _adding_up(text: str, total: Decimal) -> tuple[Found | None, Found | None]:
    sums = [(m, Decimal(m.group().replace(",", ""))) for m in re.finditer(r"\d[\d,]*\.\d{2}(?!\d|%)", text)][
        :60
    ]
    for first, net in sums:
        for second, tax in sums:
            if first is not second and net + tax == total and 0 < tax < net:
                return (
                    Found("net_amount", f"{net:.2f}", first.start(), first.end(), 0.85, "合计"),
                    Found("tax", f"{tax:.2f}", second.start(), second.end(), 0.85, "合计"),
                )
    return None, None


def _parties(text: str) -> list[Found]:
    """By the headings of the two blocks; else in their order: who buys comes first, on paper above, on 数电 票 left."""
    found: list[Found] = []
    names, codes = _names(text), _unique(codes_in(text))
    for place, (key, heads) in enumerate((("buyer", _BUYER), ("seller", _SELLER))):
        name = _direct(text, key, heads) or (names[place] if place < len(names) else None)
        if name:
            found.append(replace(name, key=key))
    direct = {key: _direct_code(text, key, labels) for key, labels in _CODE_LABELS.items()}
    for place, key in enumerate(("buyer_tax_id", "seller_tax_id")):
        code = direct[key] or (codes[place] if len(codes) > place and len(codes) >= 2 else None)
        if code is None and key == "seller_tax_id" and len(codes) == 1:
            code = codes[0]
        if code:
            found.append(replace(code, key=key))
    return found


_CODE_LABELS = {
    "buyer_tax_id": (
        "购买方纳税人识别号",
        "购方税号",
        "购买方税号",
        "购方纳税人识别号",
        "购买方统一社会信用代码",
    ),
    "seller_tax_id": (
        "销售方纳税人识别号",
        "销方税号",
        "销售方税号",
        "销方纳税人识别号",
        "销售方统一社会信用代码",
    ),
}


def _direct_code(text: str, key: str, labels: tuple[str, ...]) -> Found | None:
    for match in after(text, labels, r"[0-9A-Za-z]{18}"):
        if codes := codes_in(match["value"]):
            return replace(codes[0], key=key, start=match.start("value"), end=match.end("value"))
    return None


def _direct(text: str, key: str, heads: tuple[str, ...]) -> Found | None:
    labels = [f"{head}名称" for head in heads] + list(heads)
    found = text_after(text, key, labels, COMPANY, between=r"[ \t]*:[ \t]*", sure=0.97)
    return replace(found, value=as_company(found.value)) if found else None


def _names(text: str) -> list[Found]:
    found = []
    for match in after(text, ("名称",), NAME, r"[ \t]*:[ \t]*"):
        if (match.start() and text[match.start() - 1] in "目务") or not (name := as_company(match["value"])):
            continue
        found.append(Found("name", name, match.start("value"), match.end("value"), 0.95, "名称"))
    if len(found) >= 2:
        return found
    seen: dict[str, Found] = {}
    for match in companies_in(text):
        name = as_company(re.sub(r"^(?:.*(?:名称|购买方|销售方)[:]?)", "", match.group()))
        seen.setdefault(name, Found("name", name, match.start(), match.end(), 0.75, "公司"))
    return list(seen.values())


def _unique(codes: list[Found]) -> list[Found]:
    return list({code.value: code for code in codes}.values())


def _figures(words: str) -> str:
    return re.sub(r"\s", "", words).translate(_MISREAD)
