"""The score: 100 less the points of what is open. Pure, so that the page can say every step of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kedang.quality.rules import RULES
from kedang.quality.settings import COUNTED, Settings

FULL = 100


@dataclass(frozen=True)
class Loss:
    """What one rule costs: `count` findings of `each` points, of which at most three are counted."""

    rule: str
    count: int
    each: int

    @property
    def points(self) -> int:
        return min(self.count, COUNTED) * self.each

    @property
    def is_capped(self) -> bool:
        return self.count > COUNTED

    @property
    def label(self) -> str:
        return str(RULES[self.rule].label)


def losses(counts: Mapping[str, int], kept: Settings) -> list[Loss]:
    """The dearest first."""
    found = [
        Loss(rule, count, kept.points_of(rule)) for rule, count in counts.items() if count and rule in RULES
    ]
    return sorted(found, key=lambda one: (-one.points, one.rule))


def score_of(counts: Mapping[str, int], kept: Settings) -> int:
    return max(0, FULL - sum(one.points for one in losses(counts, kept)))


def band(score: int) -> str:
    """ok, warn or bad: as the house colours them."""
    return "ok" if score >= 85 else "warn" if score >= 60 else "bad"
