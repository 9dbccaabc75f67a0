"""The living example beside the settings: five customers, worked out with what is being typed."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from kedang.grading.formulas.clv import lifetime_value
from kedang.grading.formulas.pareto import classify
from kedang.grading.settings import Settings

_REVENUE = (50_000, 30_000, 10_000, 6_000, 4_000)


@dataclass(frozen=True)
class Example:
    revenue: Decimal
    cumulative: int  # per cent
    letter: str
    lifetime_value: Decimal


def examples_of(wanted: Settings) -> list[Example]:
    """Raises Invalid, as saving would."""
    revenue = dict(enumerate(map(Decimal, _REVENUE)))
    letters = classify(revenue, a_share=wanted.a_share, b_share=wanted.b_share)
    total, sum_so_far, found = sum(_REVENUE), 0, []
    for key, amount in revenue.items():
        sum_so_far += int(amount)
        yearly = amount * wanted.margin * 12 / wanted.months
        value = lifetime_value(yearly, wanted.retention, wanted.discount)
        found.append(Example(amount, 100 * sum_so_far // total, letters[key], value))
    return found
