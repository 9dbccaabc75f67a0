"""Amounts in figures and in 大写 (财会〔1996〕19 号 and everyday forms)."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

# Figures as scanned: O for 0, l for 1 are read as what they must be.
FIGURES = r"(?:[0-9OoIl]{1,3}(?:,[ ]?[0-9OoIl]{3})+|[0-9OoIl]+)(?:\.[ ]?[0-9OoIl]{1,4})?"
MONEY = rf"(?:人民币|RMB|CNY|¥|Y(?=[0-9]))?[ \t]*[:]?[ \t]*{FIGURES}[ \t]*(?:万元|亿元|元)?"
_DIGITS = {
    **{c: n for n, c in enumerate("零壹贰叁肆伍陆柒捌玖")},
    **{c: n for n, c in enumerate("〇一二三四五六七八九")},
}
_DIGITS |= {"两": 2, "貳": 2, "陸": 6, "弍": 2, "肄": 4, "参": 3}
_UNITS = {"拾": 10, "十": 10, "佰": 100, "百": 100, "仟": 1000, "千": 1000}
CAPITALS = r"[零壹贰叁肆伍陆柒捌玖拾佰仟万亿貳陸弍肄参][零壹贰叁肆伍陆柒捌玖拾佰仟万亿元圆角分整正貳陸弍肄参 \t]{2,60}"
_MISREAD = str.maketrans("OoIl", "0011")


def parse_money(text: str) -> Decimal | None:
    """¥1,234.50 · 12.5万元 · RMB 300元; None when it is no amount."""
    found = re.search(rf"({FIGURES})[ \t]*(万元|亿元|元)?", text)
    if not found:
        return None
    try:
        amount = Decimal(re.sub(r"[, ]", "", found.group(1)).translate(_MISREAD))
    except InvalidOperation:
        return None
    return amount * {"万元": 10_000, "亿元": 100_000_000}.get(found.group(2) or "", 1)


def parse_capitals(text: str) -> Decimal | None:
    """壹万贰仟叁佰元伍角整 → 12300.50; None when it is no amount."""
    plain = re.sub(r"[\s]", "", text).removeprefix("人民币")
    whole, _sign, rest = _parted(plain)
    amount = _whole(whole)
    if amount is None:
        return None
    cents = 0
    for digit, unit in re.findall(r"([^\d角分整正零])([角分])", rest):
        if digit not in _DIGITS:
            return None
        cents += _DIGITS[digit] * (10 if unit == "角" else 1)
    return Decimal(amount) + Decimal(cents) / 100


def _parted(plain: str) -> tuple[str, str, str]:
    for sign in "元圆":
        if sign in plain:
            return plain.partition(sign)
    return plain.rstrip("整正"), "", ""


def _whole(text: str) -> int | None:
    """壹亿贰仟万零叁拾 → 120000030."""
    total = section = digit = 0
    if not text:
        return None
    for character in text:
        if character in _DIGITS:
            digit = _DIGITS[character]
        elif character in _UNITS:
            section += (digit or 1) * _UNITS[character]
            digit = 0
        elif character == "万":
            total += (section + digit) * 10_000
            section = digit = 0
        elif character == "亿":
            total = (total + section + digit) * 100_000_000
            section = digit = 0
        else:
            return None
    return total + section + digit


def in_capitals(amount: Decimal) -> str:
    """1234.50 → 壹仟贰佰叁拾肆元伍角整."""
    cents = int((amount * 100).to_integral_value())
    whole, jiao, fen = cents // 100, cents // 10 % 10, cents % 10
    words = f"{_capital_whole(whole)}元"
    if not jiao and not fen:
        return f"{words}整"
    words += f"{_CAPITAL[jiao]}角" if jiao else "零"
    return words + (f"{_CAPITAL[fen]}分" if fen else "整")


_CAPITAL = "零壹贰叁肆伍陆柒捌玖"


def _capital_whole(number: int) -> str:
    if not number:
        return "零"
    words, sections = "", [(10**8, "亿"), (10**4, "万"), (1, "")]
    for size, unit in sections:
        section, number = divmod(number, size)
        if section:
            if words and section < 1000:
                words += "零"
            words += _capital_section(section) + unit
    return words


def _capital_section(number: int) -> str:
    words, gap = "", False
    for size, unit in ((1000, "仟"), (100, "佰"), (10, "拾"), (1, "")):
        digit, number = divmod(number, size)
        if digit:
            words += ("零" if gap and words else "") + _CAPITAL[digit] + unit
            gap = False
        else:
            gap = True
    return words
