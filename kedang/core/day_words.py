"""Days as people say them in a note: 明天, 下周三, 3天后, 12月1日, 月底, tomorrow, 2026-12-01 (requirement A4)."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from kedang.core.clock import today

_NUMBERS = {
    "一": 1,
    "二": 2,
    "两": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
    "十": 10,
}
_WEEKDAYS = {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6}
_NEAR = {
    "大前天": -3, "前天": -2, "昨天": -1, "昨日": -1, "今天": 0, "今日": 0, "明天": 1, "明日": 1, "后天": 2, "大后天": 3,
    "yesterday": -1, "today": 0, "tomorrow": 1,
}  # fmt: skip
_COUNT = r"(\d{1,3}|[一二两三四五六七八九十]{1,3}|半)"


@dataclass(frozen=True)
class SaidDay:
    """A day and where in the text it was said."""

    day: date
    start: int
    end: int

    @property
    def is_ahead(self) -> bool:
        return self.day > today()


def find_days(text: str) -> list[SaidDay]:
    """All that are said, in their order; those that do not exist (2月30日) are no days."""
    found: list[SaidDay] = []
    for match in _ANY.finditer(text):
        day = _meant(match)
        if day is not None:
            found.append(SaidDay(day, *match.span()))
    return found


def read_day(text: str) -> date | None:
    """The day, when `text` is nothing else."""
    text = text.strip()
    found = find_days(text)
    return found[0].day if len(found) == 1 and (found[0].start, found[0].end) == (0, len(text)) else None


def _near(match: re.Match[str]) -> date:
    return today() + timedelta(days=_NEAR[match["near"].lower()])


def _in_a_while(match: re.Match[str]) -> date | None:
    word = match["count"]
    unit = match["unit"].removeprefix("个")
    if word == "半":
        return today() + timedelta(days=15) if unit == "月" else None
    count = _number(word) * (-1 if match["back"] else 1)
    if unit in "天日":
        return today() + timedelta(days=count)
    if unit in ("周", "星期", "礼拜"):
        return today() + timedelta(weeks=count)
    return _months_on(count)


def _weekday(match: re.Match[str]) -> date:
    """周五 is the coming one; 下周五 that of the next week, 上周五 that of the last."""
    now = today()
    monday = now - timedelta(days=now.weekday())
    day = monday + timedelta(days=_WEEKDAYS[match["weekday"]])
    which = match["which"] or ""
    if "下" in which:
        return day + timedelta(weeks=which.count("下"))
    if "上" in which:
        return day - timedelta(weeks=which.count("上"))
    return day if which or day >= now else day + timedelta(weeks=1)


def _full(match: re.Match[str]) -> date | None:
    return _date(int(match["year"]), int(match["month"]), int(match["dayno"]))


def _short(match: re.Match[str]) -> date | None:
    """Without a year: the next time it comes, unless it was less than half a year ago."""
    this = _date(today().year, int(match["month2"]), int(match["day2"]))
    if this is None or (today() - this).days < 183:
        return this
    return _date(this.year + 1, this.month, this.day)


def _of_month(match: re.Match[str]) -> date | None:
    which = match["whichmonth"] or ""
    first = _months_on(which.count("下") - which.count("上")).replace(day=1)
    if match["end"]:
        return first.replace(day=monthrange(first.year, first.month)[1])
    day = _date(first.year, first.month, int(match["day3"]))
    if day is not None and not which and day < today() - timedelta(days=15):
        following = _months_on(1)
        return _date(following.year, following.month, day.day)
    return day


def _months_on(count: int) -> date:
    now = today()
    year, month = divmod(now.year * 12 + now.month - 1 + count, 12)
    return date(year, month + 1, min(now.day, monthrange(year, month + 1)[1]))


def _number(word: str) -> int:
    if word.isdecimal():
        return int(word)
    tens, sign, ones = word.partition("十")
    if not sign:
        return _NUMBERS.get(word[0], 1)
    return _NUMBERS.get(tens, 1) * 10 + (_NUMBERS.get(ones, 0) if ones else 0)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


_KINDS: tuple[tuple[str, str, Callable[[re.Match[str]], date | None]], ...] = (
    ("is_full", r"(?P<year>(?:19|20)\d\d)[-/.年](?P<month>\d{1,2})[-/.月](?P<dayno>\d{1,2})日?", _full),
    ("is_short", r"(?<![\d.])(?P<month2>\d{1,2})月(?P<day2>\d{1,2})[日号]?", _short),
    ("is_near", "(?P<near>" + "|".join(sorted(_NEAR, key=len, reverse=True)) + ")", _near),
    (
        "is_while",
        rf"(?P<count>{_COUNT[1:-1]})(?P<unit>天|日|周|星期|礼拜|个月)(?:之?后|以后|(?P<back>之?前|以前))",
        _in_a_while,
    ),
    (
        "is_weekday",
        r"(?P<which>(?:下+|上+|本|这)个?)?(?:周|星期|礼拜)(?P<weekday>[一二三四五六日天])(?!期)",
        _weekday,
    ),
    (
        "is_of_month",
        r"(?P<whichmonth>(?:下+|上+|本|这)个?(?=月))?(?:(?P<end>月底|月末)|月?(?<!\d)(?P<day3>\d{1,2})号)",
        _of_month,
    ),
)
_ANY = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern, _read in _KINDS), re.IGNORECASE)
_READ = {name: read for name, _pattern, read in _KINDS}


def _meant(match: re.Match[str]) -> date | None:
    name = next(name for name in _READ if match[name])
    try:
        return _READ[name](match)
    except (OverflowError, ValueError):
        return None
