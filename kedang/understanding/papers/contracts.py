"""Contracts, quotes and orders."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

from kedang.understanding.papers.days import DAY, parse_day
from kedang.understanding.papers.pieces import (
    COMPANY,
    NAME,
    NUMBER,
    as_company,
    capitals_in,
    day_after,
    money_after,
    text_after,
)
from kedang.understanding.papers.words import Found, tight

_A = (
    "甲方",
    "委托方",
    "发包方",
    "发包人",
    "买方",
    "需方",
    "采购方",
    "定作方",
    "出租方",
    "委托人",
    "购货单位",
)
_B = (
    "乙方",
    "受托方",
    "承包方",
    "承包人",
    "卖方",
    "供方",
    "供应方",
    "供货方",
    "承揽方",
    "承租方",
    "受托人",
    "销货单位",
)
_PARTY_GAP = r"[ \t]*(?:\([^()\n]{0,14}\)|[A-Za-z]+)?[ \t]*(?:名称)?[ \t]*:[ \t]*\n?[ \t]*"
_AMOUNTS = (
    "合同总金额", "合同总价款", "合同总价", "合同金额", "合同价款", "合同总额", "合同价", "总价款", "服务费总额", "服务费用总计",
    "费用总额", "含税总价", "价税合计", "总金额", "总价", "总计", "合计", "金额",
)  # fmt: skip
_NUMBERS = (
    "合同编号",
    "合同号",
    "协议编号",
    "协议号",
    "合同书编号",
    "编号",
    "Contract No.",
    "Contract No",
    "No.",
)
_SIGNED = ("签订日期", "签署日期", "签约日期", "签订时间", "签约时间", "签署时间", "订立日期", "日期")
_RANGE = re.compile(rf"(?P<from>{DAY})[ \t]*(?:起)?[ \t]*(?:至|到|-|~)[ \t\n]*(?P<to>{DAY})")
_SIGNED_IN_TEXT = re.compile(rf"(?:于|在)[ \t]*(?P<day>{DAY})[^\n。]{{0,20}}(?:签订|签署|订立)")


def contract(text: str) -> list[Found]:
    found = [
        text_after(text, "contract_no", _NUMBERS, NUMBER),
        _party(text, "party_a", _A),
        _party(text, "party_b", _B),
        _amount(text, "amount"),
        _signed(text),
        *_validity(text),
    ]
    return [each for each in found if each]


def quote(text: str) -> list[Found]:
    numbers = (
        "报价单编号",
        "报价单号",
        "报价编号",
        "报价号",
        "Quotation No.",
        "Quote No.",
        "询价编号",
        "编号",
        "No.",
    )
    quoted = day_after(text, "quoted_on", ("报价日期", "报价时间", "日期", "Date"))
    found = [
        text_after(text, "quote_no", numbers, NUMBER),
        _amount(text, "amount"),
        quoted,
        day_after(
            text,
            "valid_until",
            ("有效期至", "报价有效期至", "有效期限至", "有效期截至", "有效至", "Valid until", "有效期"),
        )
        or _valid_for(text, quoted),
    ]
    return [each for each in found if each]


def contradiction(text: str) -> tuple[str, str] | None:
    """(amount in figures, amount in 大写) where the two that stand together do not agree."""
    figures, capitals = _amount(text, "amount", agreeing=False), capitals_in(text)
    if figures is None or capitals is None:
        return None
    amount, start, _end = capitals
    near = money_near(text, start)
    stated = near if near is not None else Decimal(figures.value)
    if near is None and abs(figures.start - start) > 120:
        return None
    return None if stated == amount else (f"{stated:.2f}", f"{amount:.2f}")


def money_near(text: str, place: int) -> Decimal | None:
    """The amount in figures beside the 大写 at `place`: 小写 or ¥ within a line or two."""
    around = text[max(0, place - 90) : place + 120]
    marked = money_after(around, "amount", ("小写", "¥", "人民币"), last=False)
    return Decimal(marked.value) if marked else None


def _party(text: str, key: str, labels: tuple[str, ...]) -> Found | None:
    for names in (labels[:1], labels[1:]):
        found = text_after(text, key, names, NAME, between=_PARTY_GAP, sure=0.9)
        if found and (name := as_company(found.value)) and 2 <= len(name) <= 60:
            sure = 0.96 if re.fullmatch(COMPANY, name) else 0.75
            return replace(found, value=name, confidence=sure)
    return None


def _amount(text: str, key: str, *, agreeing: bool = True) -> Found | None:
    """What 大写 says as well is sure; a contradiction halves the confidence."""
    found = next(
        (one for name in _AMOUNTS if (one := money_after(text, key, (name,), sure=0.9, last=name in ("合计", "总计")))
         and Decimal(one.value) > 0),
        None,
    )  # fmt: skip
    capitals = capitals_in(text)
    if capitals is None or not agreeing:
        return found
    amount, start, end = capitals
    near = money_near(text, start)
    if (near is not None and near == amount) or (found and Decimal(found.value) == amount):
        return Found(key, f"{amount:.2f}", start, end, 0.99, text[start:end].strip())
    if near is not None or found:
        return replace(found, confidence=0.5) if found else None
    return Found(key, f"{amount:.2f}", start, end, 0.9, text[start:end].strip())


def _signed(text: str) -> Found | None:
    if found := day_after(text, "signed_on", _SIGNED):
        return found
    match = _SIGNED_IN_TEXT.search(text)
    if match and (day := parse_day(match["day"])):
        return Found(
            "signed_on",
            day.isoformat(),
            match.start("day"),
            match.end("day"),
            0.85,
            tight(match.group()[-2:]),
        )
    return None


def _validity(text: str) -> list[Found]:
    """有效期自…起至…止, or the labels of either end."""
    for match in _RANGE.finditer(text):
        begins, ends = parse_day(match["from"]), parse_day(match["to"])
        if begins and ends and begins < ends:
            return [
                Found("valid_from", begins.isoformat(), match.start("from"), match.end("from"), 0.92, "自"),
                Found("valid_until", ends.isoformat(), match.start("to"), match.end("to"), 0.92, "至"),
            ]
    found = [
        day_after(text, "valid_from", ("生效日期", "生效日", "起始日期", "开始日期"), sure=0.9),
        day_after(
            text,
            "valid_until",
            ("有效期至", "到期日期", "截止日期", "终止日期", "到期日", "有效期限至"),
            sure=0.9,
        ),
    ]
    return [each for each in found if each]


def _valid_for(text: str, quoted: Found | None) -> Found | None:
    """有效期：30天 counts from the date of the quote."""
    match = re.search(r"有[ \t]*效[ \t]*期[^\n0-9]{0,8}(\d{1,3})[ \t]*(天|日|个月)", text)
    if not match or quoted is None:
        return None
    days = int(match.group(1)) * (30 if match.group(2) == "个月" else 1)
    until = date.fromordinal(date.fromisoformat(quoted.value).toordinal() + days)
    return Found("valid_until", until.isoformat(), match.start(), match.end(), 0.7, tight(match.group()))
