"""Values that many papers have in common: names of companies, credit codes, amounts and dates after their labels."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from kedang.core.errors import Invalid
from kedang.core.formats import parse_id_number, parse_uscc
from kedang.understanding.papers.amounts import CAPITALS, MONEY, parse_capitals, parse_money
from kedang.understanding.papers.days import DAY, parse_day
from kedang.understanding.papers.words import Found, after, tight

_ENDINGS = (
    "公司|集团|厂|商行|商店|经营部|事务所|合作社|银行|学校|大学|学院|医院|研究院|研究所|中心|委员会|协会|"
    "酒店|管理局|基金会|工作室|门诊部|药房|超市"
)
COMPANY = rf"[\u4e00-\u9fffA-Za-z0-9()·&\- \t]{{2,45}}?(?:{_ENDINGS})(?:[\u4e00-\u9fff()]{{0,12}}(?:分公司|分店|支行|分行|分院))?"
NAME = r"[^\s:;,、。|][^\n\t:;,。|]{1,60}"
_CODE = r"[0-9A-Za-z][0-9A-Za-z \t]{16,22}[0-9A-Za-z]"
CODE_LABELS = ("统一社会信用代码/纳税人识别号", "纳税人识别号", "统一社会信用代码", "社会信用代码", "税号")
_MISREAD = str.maketrans("OISZVoisl", "015200151")
# A remark in brackets, the end of one, 为, a colon, the end of the line.
_TO_MONEY = r"[ \t]*\)?[ \t]*(?:\([^()\n]{0,12}\))?[ \t]*为?[ \t]*:?[ \t]*\n?[ \t]*"
NUMBER = r"[A-Za-z0-9\u4e00-\u9fff(\[][A-Za-z0-9\u4e00-\u9fff()\[\]\-_/.#]{3,39}"


def text_after(
    text: str, key: str, names: Sequence[str], value: str, *, sure: float = 0.9, between: str | None = None
) -> Found | None:
    """The first value behind one of the labels."""
    found = after(text, names, value, between) if between else after(text, names, value)
    for match in found:
        words = tight(match["value"])
        if words:
            return Found(key, words, match.start("value"), match.end("value"), sure, tight(match["label"]))
    return None


def day_after(text: str, key: str, names: Sequence[str], *, sure: float = 0.93) -> Found | None:
    for match in after(text, names, DAY):
        if day := parse_day(match["value"]):
            return Found(
                key, day.isoformat(), match.start("value"), match.end("value"), sure, tight(match["label"])
            )
    return None


def money_after(
    text: str, key: str, names: Sequence[str], *, sure: float = 0.93, last: bool = False
) -> Found | None:
    matches = after(text, names, MONEY, _TO_MONEY)
    matches = [each for each in matches if text[each.start() - 1 : each.start()] != "不"]
    for match in reversed(matches) if last else matches:
        if (amount := parse_money(match["value"])) is not None and amount < 10**13:
            value = f"{amount:.2f}"
            return Found(key, value, match.start("value"), match.end("value"), sure, tight(match["label"]))
    return None


def capitals_in(text: str) -> tuple[Decimal, int, int] | None:
    """The first amount in 大写 of the text."""
    for match in re.finditer(CAPITALS, text):
        words = match.group()
        if not re.search(r"[元圆整正]", words):
            continue
        if (amount := parse_capitals(words)) is not None and amount > 0:
            return amount, match.start(), match.end()
    return None


def codes_in(text: str) -> list[Found]:
    """Every valid credit code, in order; what a scanner mistook for a letter that does not occur is put right."""
    marks = re.finditer(r"(?<![0-9A-Za-z])[0-9A-Za-z]{18}(?![0-9A-Za-z])", text)
    read = ((mark, valid_code(mark.group())) for mark in marks)
    found = [Found("uscc", code, mark.start(), mark.end(), 0.99, code[:2]) for mark, code in read if code]
    for match in after(text, CODE_LABELS, _CODE):
        code = valid_code(match["value"])
        if code and all(each.start != match.start("value") for each in found):
            found.append(
                Found("uscc", code, match.start("value"), match.end("value"), 0.97, tight(match["label"]))
            )
    return sorted(found, key=lambda each: each.start)


def valid_code(raw: str) -> str:
    for candidate in (raw, re.sub(r"\s", "", raw).upper().translate(_MISREAD)):
        try:
            return parse_uscc(candidate)
        except Invalid:
            continue
    return ""


def id_numbers_in(text: str) -> list[Found]:
    marks = re.finditer(r"(?<!\d)\d{6}[ ]?\d{8}[ ]?\d{3}[\dXx](?!\d)", text)
    read = ((mark, _identity(mark.group())) for mark in marks)
    return [Found("id_number", number, mark.start(), mark.end(), 0.99) for mark, number in read if number]


def _identity(raw: str) -> str:
    try:
        return parse_id_number(raw)
    except Invalid:
        return ""


def companies_in(text: str) -> list[re.Match[str]]:
    return list(re.finditer(COMPANY, text))


def as_company(words: str) -> str:
    """Only the name of a company at the start of `words`, if one stands there; else the words without what follows."""
    plain = tight(words)
    found = re.match(COMPANY, plain)
    if found:
        return found.group().strip(" -")
    return re.split(r"\s{2,}|[(（](?:以下|盖章|签章|下称|公章)", plain)[0].strip(" -()")
