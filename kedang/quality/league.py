"""The table of owners or departments as the page draws it: the commonest rules as columns, the trend as a line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kedang.quality.scoring import band
from kedang.quality.tallying import Standing
from kedang.quality.words import rule_label

COLUMNS = 5
SHOWN = 100
_WIDTH, _HEIGHT = 96, 24


@dataclass(frozen=True)
class Line:
    standing: Standing
    counts: tuple[tuple[str, int], ...]  # of the rules in the columns
    others: int
    path: str

    @property
    def band(self) -> str:
        return band(self.standing.score) if self.standing.score is not None else ""


@dataclass(frozen=True)
class Table:
    rules: tuple[tuple[str, str], ...]
    lines: Sequence[Line]
    left_out: int


def table_of(rows: Sequence[Standing]) -> Table:
    """The first hundred; `left_out` says how many follow."""
    every: Counter[str] = Counter()
    for one in rows:
        every.update(one.counts)
    rules = [code for code, _count in every.most_common(COLUMNS)]
    lines = [
        Line(
            one,
            tuple((code, one.counts[code]) for code in rules),
            one.findings - sum(one.counts[code] for code in rules),
            spark(one.trend),
        )
        for one in rows[:SHOWN]
    ]
    return Table(tuple((code, rule_label(code)) for code in rules), lines, max(0, len(rows) - SHOWN))


def spark(trend: Sequence[tuple[date, int]]) -> str:
    """The points of a line, 0 to 100 from bottom to top; empty for less than two weeks."""
    if len(trend) < 2:
        return ""
    step = _WIDTH / (len(trend) - 1)
    return " ".join(
        f"{place * step:.1f},{_HEIGHT - 2 - (_HEIGHT - 4) * score / 100:.1f}"
        for place, (_week, score) in enumerate(trend)
    )
