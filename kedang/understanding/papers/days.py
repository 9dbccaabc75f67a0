"""Dates as papers write them: 2026年5月3日, 2026-05-03, 二〇二六年五月三日, 20260503."""

from __future__ import annotations

import re
from datetime import date

_CHINESE = "〇零一二三四五六七八九"
_FIGURES = r"(?:19|20)[0-9Oo]{2}[ \t]*[年./-][ \t]*[0-9OolI]{1,2}[ \t]*[月./-][ \t]*[0-9OolI]{1,2}[ \t]*日?"
_WORDS = (
    r"二[〇零○0]{1}[〇零○一二三四五六七八九]{2}年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日"
)
DAY = rf"(?:{_FIGURES}|{_WORDS}|(?:19|20)[0-9]{{6}}(?![0-9]))"
_MISREAD = str.maketrans("OolI", "0011")


def parse_day(text: str) -> date | None:
    plain = re.sub(r"\s", "", text)
    if "年" in plain and plain[:1] in "二一":
        return _in_words(plain)
    parts = re.findall(r"[0-9]+", plain.translate(_MISREAD))
    if len(parts) == 1 and len(parts[0]) == 8:
        parts = [parts[0][:4], parts[0][4:6], parts[0][6:]]
    return _day(parts)


def _in_words(text: str) -> date | None:
    found = re.match(r"(.{4})年(.{1,2})月(.{1,3})日", text.replace("○", "〇"))
    if not found:
        return None
    year = "".join(str(max(0, _CHINESE.index(c) - 1)) for c in found.group(1) if c in _CHINESE)
    return _day([year, str(_small(found.group(2))), str(_small(found.group(3)))])


def _small(words: str) -> int:
    """十二 → 12, 三十一 → 31."""
    digits = {c: max(0, n - 1) for n, c in enumerate(_CHINESE)}
    tens, sign, ones = words.partition("十")
    if not sign:
        return digits.get(words, 0)
    return (digits.get(tens, 1) if tens else 1) * 10 + digits.get(ones, 0)


def _day(parts: list[str]) -> date | None:
    try:
        year, month, day = map(int, parts[:3])
        return date(year, month, day)
    except ValueError:
        return None
