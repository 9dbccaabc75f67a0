"""Numbers and amounts as people write them: `1,000`, `3.5万`, `¥20k`, `1000..5000`."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from kedang.core.folding import fold


class Span(NamedTuple):
    """From `least` to `most`, both included; None is open."""

    least: Decimal | None
    most: Decimal | None


_NUMBER = re.compile(
    r"[¥$€]?([+-]?(?:\d{1,3}(?:,\d{3})+|\d{1,15})(?:\.\d{1,6})?)([十百千万亿km]?)(?:元|块|rmb|cny)?"
)
_UNITS = {"": 1, "十": 10, "百": 100, "千": 1000, "k": 1000, "万": 10_000, "m": 1_000_000, "亿": 100_000_000}


def number(written: str) -> Decimal | None:
    match = _NUMBER.fullmatch(re.sub(r"\s", "", fold(written)))
    if match is None:
        return None
    return Decimal(match[1].replace(",", "")) * _UNITS[match[2].strip()]


def span(written: str) -> Span | None:
    """`a..b`, `a..`, `..b` or one number; None when it is none of these."""
    first, dots, last = written.partition("..")
    least, most = number(first), number(last if dots else first)
    if (first.strip() and least is None) or (dots and last.strip() and most is None):
        return None
    return None if least is None and most is None else Span(least, most)
