"""RFM, also against an independent recomputation on data of the shape of CDNOW (one cohort, 18 months)."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from math import ceil
from random import Random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from kedang.grading.formulas.rfm import SEGMENTS, Bought, Fixed, quintiles, score


def test_five_different_values_are_the_five_scores() -> None:
    assert quintiles([10, 20, 30, 40, 50]) == [1, 2, 3, 4, 5]
    assert quintiles([50, 10, 40, 20, 30]) == [5, 1, 4, 2, 3]


def test_ties_share_a_score() -> None:
    assert quintiles([7] * 6) == [3] * 6
    assert quintiles([1, 1, 1, 1, 1, 1, 2, 3, 4, 5]) == [2] * 6 + [4, 4, 5, 5]


def test_fewer_days_are_a_better_recency() -> None:
    found = score({day: Bought(day, 1, Decimal(1)) for day in (1, 2, 3, 4, 5)})
    assert [found[day].recency for day in (1, 2, 3, 4, 5)] == [5, 4, 3, 2, 1]


def test_there_are_eight_segments_and_high_means_at_least_the_mean() -> None:
    assert len(set(SEGMENTS.values())) == 8
    same = score({key: Bought(10, 2, Decimal(100)) for key in range(5)})
    assert {one.segment for one in same.values()} == {"champion"}


def test_fewer_than_five_are_measured_by_fixed_thresholds() -> None:
    found = score({1: Bought(10, 12, Decimal(300_000)), 2: Bought(400, 1, Decimal(10))})
    assert (found[1].digits, found[1].segment) == (555, "champion")
    assert (found[2].digits, found[2].segment) == (111, "lapsed")
    own = Fixed(days=(1, 2, 3, 4))
    assert score({1: Bought(10, 12, Decimal(300_000))}, fixed=own)[1].recency == 1
    assert score({}) == {}


@given(st.lists(st.integers(-50, 50), min_size=5, max_size=80))
def test_scores_rise_with_the_values(values: list[int]) -> None:
    pairs = sorted(zip(values, quintiles(values), strict=True))
    scores = [one for _value, one in pairs]
    assert scores == sorted(scores)
    assert set(scores) <= {1, 2, 3, 4, 5}


def test_a_cohort_as_of_cdnow_recomputed_by_counting() -> None:
    """2,357 customers who first bought in one quarter, half of them once; each rank is counted anew."""
    bought = _cohort(Random(1997), customers=2357)
    found = score(bought)
    kinds: dict[str, dict[int, Any]] = {
        "recency": {key: -one.days for key, one in bought.items()},
        "frequency": {key: one.count for key, one in bought.items()},
        "money": {key: one.amount for key, one in bought.items()},
    }
    expected = {name: _by_counting(values) for name, values in kinds.items()}
    for name, scores in expected.items():
        assert {key: getattr(one, name) for key, one in found.items()} == scores
    means = {name: Fraction(sum(scores.values()), len(scores)) for name, scores in expected.items()}
    for key, one in found.items():
        high = tuple(expected[name][key] >= means[name] for name in ("recency", "frequency", "money"))
        assert one.segment == SEGMENTS[high]  # type: ignore[index]  # three booleans


def _by_counting(values: dict[int, Any]) -> dict[int, int]:
    """By definition: the mean of the first and the last rank of the equal ones, as a share of all, in fifths."""
    counts = Counter(values.values())
    ranks, below = {}, 0
    for value in sorted(counts):
        first, last = below + 1, below + counts[value]
        ranks[value] = Fraction(first + last, 2)
        below = last
    return {key: ceil(ranks[value] / len(values) * 5) for key, value in values.items()}


def _cohort(dice: Random, customers: int) -> dict[int, Bought]:
    end = date(1998, 6, 30)
    found = {}
    for key in range(customers):
        last = date(1997, 1, 1) + timedelta(days=dice.randrange(90))
        count = 1
        while dice.random() < 0.52 and last < end - timedelta(days=150):
            last += timedelta(days=dice.randrange(1, 150))
            count += 1
        amount = sum((Decimal(dice.randrange(500, 9000)) / 100 for _ in range(count)), Decimal(0))
        found[key] = Bought((end - last).days, count, amount)
    return found
