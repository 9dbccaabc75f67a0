"""ABC by Pareto: who makes the revenue."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TypeVar

VERSION = "1"
A_SHARE, B_SHARE = Decimal("0.80"), Decimal("0.95")
Key = TypeVar("Key")


def classify(
    revenue: Mapping[Key, Decimal], *, a_share: Decimal = A_SHARE, b_share: Decimal = B_SHARE
) -> dict[Key, str]:
    """Revenue descending; up to a cumulative `a_share` of the whole A, up to `b_share` B, the rest C.

    The first is always A. Equal revenue has an equal class, the better one. Who brought nothing, or got more back
    than paid, is C and counts for nothing. Without any revenue there is nothing to tell apart: empty.
    """
    total = sum((amount for amount in revenue.values() if amount > 0), Decimal(0))
    if total <= 0:
        return {}
    found: dict[Key, str] = {}
    cumulative, before, letter = Decimal(0), None, "A"
    for key in sorted(revenue, key=lambda one: -revenue[one]):
        amount = revenue[key]
        cumulative += max(amount, Decimal(0))
        if amount <= 0:
            letter = "C"
        elif before is not None and amount != before:
            letter = _letter(cumulative, total, a_share, b_share)
        found[key], before = letter, amount
    return found


def ranks(revenue: Mapping[Key, Decimal]) -> dict[Key, int]:
    """The places from 1 by falling revenue; equal revenue has an equal place, the better one."""
    found: dict[Key, int] = {}
    place, before = 0, None
    for number, key in enumerate(sorted(revenue, key=lambda one: -revenue[one]), 1):
        if revenue[key] != before:
            place, before = number, revenue[key]
        found[key] = place
    return found


def _letter(cumulative: Decimal, total: Decimal, a_share: Decimal, b_share: Decimal) -> str:
    # Multiplied, not divided: 80 of 100 is exactly 80 %.
    if cumulative <= a_share * total:
        return "A"
    return "B" if cumulative <= b_share * total else "C"
