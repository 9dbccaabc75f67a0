"""RFM: how recently, how often and for how much somebody bought, each from 1 to 5, and eight segments of it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeVar

VERSION = "1"
SCORES = 5
Key = TypeVar("Key")
# High or low recency, frequency, money.
SEGMENTS = {
    (True, True, True): "champion",
    (False, True, True): "at_risk",
    (True, False, True): "promising",
    (False, False, True): "win_back",
    (True, True, False): "loyal",
    (False, True, False): "keep",
    (True, False, False): "new",
    (False, False, False): "lapsed",
}


@dataclass(frozen=True)
class Bought:
    """`days`: since the last purchase; `count` and `amount`: of the period."""

    days: int
    count: int
    amount: Decimal


@dataclass(frozen=True)
class Fixed:
    """What is used with fewer than five customers. Ascending: each limit reached is worth a point more."""

    days: tuple[int, int, int, int] = (30, 90, 180, 365)
    count: tuple[int, int, int, int] = (2, 4, 6, 10)
    amount: tuple[Decimal, Decimal, Decimal, Decimal] = (
        Decimal(1_000),
        Decimal(10_000),
        Decimal(50_000),
        Decimal(200_000),
    )


@dataclass(frozen=True)
class Rfm:
    recency: int
    frequency: int
    money: int
    segment: str

    @property
    def digits(self) -> int:
        """`543`"""
        return self.recency * 100 + self.frequency * 10 + self.money


def score(bought: Mapping[Key, Bought], *, fixed: Fixed | None = None) -> dict[Key, Rfm]:
    """Quintiles within those given; R reversed (fewer days are better); ties share a score.

    High means at least the mean of all scores of that kind; with fixed thresholds the middle of the scale.
    """
    if len(bought) < SCORES:
        return _by_thresholds(bought, fixed or Fixed())
    keys = list(bought)
    columns = (
        quintiles([-bought[key].days for key in keys]),
        quintiles([bought[key].count for key in keys]),
        quintiles([bought[key].amount for key in keys]),
    )
    sums = [sum(column) for column in columns]
    return {key: _rfm(scores, sums, len(keys)) for key, *scores in zip(keys, *columns, strict=True)}


def quintiles(values: Sequence[Any]) -> list[int]:
    """1 for the lowest fifth to 5 for the highest. Equal values have the score of the middle of their ranks."""
    ordered, count = sorted(values), len(values)
    by_value: dict[Any, int] = {}
    for value in set(values):
        # The mean rank, doubled so that it stays a whole number.
        doubled = bisect_left(ordered, value) + bisect_right(ordered, value) + 1
        by_value[value] = -(-SCORES * doubled // (2 * count))
    return [min(SCORES, by_value[value]) for value in values]


def _rfm(scores: list[int], sums: Sequence[int], count: int) -> Rfm:
    recency, frequency, money = (one * count >= total for one, total in zip(scores, sums, strict=True))
    return Rfm(*scores, SEGMENTS[recency, frequency, money])


def _by_thresholds(bought: Mapping[Key, Bought], fixed: Fixed) -> dict[Key, Rfm]:
    found = {}
    for key, one in bought.items():
        scores = [
            SCORES - sum(one.days > limit for limit in fixed.days),
            1 + sum(one.count >= limit for limit in fixed.count),
            1 + sum(one.amount >= limit for limit in fixed.amount),
        ]
        found[key] = _rfm(scores, (3, 3, 3), 1)
    return found
