"""Dates as people write them: `2026-05`, `5月3日`, `今天`, `本月`, `30天内`, `2026-05-01..2026-06-30`."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import NamedTuple

from kedang.core.clock import today
from kedang.core.folding import fold


class Span(NamedTuple):
    """Days from `first` to before `end`; None is open."""

    first: date | None
    end: date | None


_DAY = timedelta(days=1)
_DATE = re.compile(r"(\d{4})(?:[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?|月)?|年)?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_MONTH_DAY = re.compile(r"(\d{1,2})月(?:(\d{1,2})日?)?")
_WITHIN = re.compile(
    r"(?:最近|近|过去|last|past)?(\d{1,4})(个?[天日周月年]|days?|weeks?|months?|years?|[dwmy])(?:内|以内|之内)?"
)
_AHEAD = re.compile(
    r"(?:未来|今后|next)(\d{1,4})(个?[天日周月年]|days?|weeks?|months?|years?|[dwmy])(?:内|以内|之内)?"
)
_UNITS = {"天": "d", "日": "d", "周": "w", "月": "m", "年": "y"}
_LONGEST_DAYS = 36500

WORDS = (
    "今天", "昨天", "明天", "本周", "上周", "下周", "本月", "上月", "下月", "本季度", "上季度", "今年", "去年",
)  # fmt: skip
_ENGLISH = {
    "today": "今天", "yesterday": "昨天", "tomorrow": "明天", "thisweek": "本周", "lastweek": "上周", "nextweek": "下周",
    "thismonth": "本月", "lastmonth": "上月", "nextmonth": "下月", "thisquarter": "本季度", "lastquarter": "上季度",
    "thisyear": "今年", "lastyear": "去年", "今日": "今天", "昨日": "昨天", "这周": "本周", "这个月": "本月", "当月": "本月",
    "上个月": "上月", "下个月": "下月", "本年": "今年",
}  # fmt: skip


def span(written: str) -> Span | None:
    """The days `written` means; None when it is no date."""
    text = re.sub(r"[\s_]", "", fold(written))
    first, dots, last = text.partition("..")
    if dots:
        return _between(first, last)
    try:
        return _word(_ENGLISH.get(text, text)) or _written(text) or _around(text)
    except (ValueError, OverflowError):
        return None


def days(written: str) -> int | None:
    """A length of time in days: `90天`, `3个月`, `2w`; a bare number is days."""
    text = re.sub(r"\s", "", fold(written))
    if text.isascii() and text.isdigit():
        return min(int(text), _LONGEST_DAYS)
    match = _WITHIN.fullmatch(text)
    if match is None:
        return None
    return min(int(match[1]) * {"d": 1, "w": 7, "m": 30, "y": 365}[_unit(match[2])], _LONGEST_DAYS)


def _between(first: str, last: str) -> Span | None:
    begin = span(first) if first else Span(None, None)
    finish = span(last) if last else Span(None, None)
    if begin is None or finish is None or (not first and not last):
        return None
    return Span(begin.first, finish.end)


def _word(text: str) -> Span | None:
    now = today()
    monday = now - timedelta(days=now.weekday())
    quarter = (now.month - 1) // 3
    spans = {
        "今天": lambda: _days_from(now, 1),
        "昨天": lambda: _days_from(now - _DAY, 1),
        "明天": lambda: _days_from(now + _DAY, 1),
        "本周": lambda: _days_from(monday, 7),
        "上周": lambda: _days_from(monday - 7 * _DAY, 7),
        "下周": lambda: _days_from(monday + 7 * _DAY, 7),
        "本月": lambda: _months(now.year, now.month, 1),
        "上月": lambda: _months(now.year, now.month - 1, 1),
        "下月": lambda: _months(now.year, now.month + 1, 1),
        "本季度": lambda: _months(now.year, quarter * 3 + 1, 3),
        "上季度": lambda: _months(now.year, quarter * 3 - 2, 3),
        "今年": lambda: _months(now.year, 1, 12),
        "去年": lambda: _months(now.year - 1, 1, 12),
    }
    return spans[text]() if text in spans else None


def _written(text: str) -> Span | None:
    if match := _COMPACT.fullmatch(text):
        return _days_from(date(int(match[1]), int(match[2]), int(match[3])), 1)
    if match := _DATE.fullmatch(text):
        return _calendar(int(match[1]), match[2], match[3])
    if match := _MONTH_DAY.fullmatch(text):
        return _calendar(today().year, match[1], match[2])
    return None


def _calendar(year: int, month: str | None, day: str | None) -> Span:
    if month is None:
        return _months(year, 1, 12)
    if not 1 <= int(month) <= 12:
        raise ValueError(month)
    if day is None:
        return _months(year, int(month), 1)
    return _days_from(date(year, int(month), int(day)), 1)


def _around(text: str) -> Span | None:
    """`30天内` reaches back from today, `未来30天` ahead; today is counted in."""
    if match := _AHEAD.fullmatch(text):
        return Span(today(), _shift(today(), int(match[1]), _unit(match[2])) + _DAY)
    if (match := _WITHIN.fullmatch(text)) and not text.isdigit():
        return Span(_shift(today(), -int(match[1]), _unit(match[2])), today() + _DAY)
    return None


def _unit(word: str) -> str:
    return _UNITS.get(word.lstrip("个"), word[0])


def _shift(day: date, count: int, unit: str) -> date:
    if unit in "dw":
        return day + timedelta(days=count * (7 if unit == "w" else 1))
    months = day.year * 12 + day.month - 1 + count * (12 if unit == "y" else 1)
    first = date(months // 12, months % 12 + 1, 1)
    following = date((months + 1) // 12, (months + 1) % 12 + 1, 1)
    return min(first + timedelta(days=day.day - 1), following - _DAY)


def _days_from(first: date, count: int) -> Span:
    return Span(first, first + timedelta(days=count))


def _months(year: int, month: int, count: int) -> Span:
    start = year * 12 + month - 1
    end = start + count
    return Span(date(start // 12, start % 12 + 1, 1), date(end // 12, end % 12 + 1, 1))
