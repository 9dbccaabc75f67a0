"""Satisfaction in figures (domain rules §5): nobody asked is no figure, not zero."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal

Counts = Mapping[int, int]  # value → how many gave it


def csat(counts: Counts) -> Decimal | None:
    """Percent of 4 and 5 among 1–5."""
    return _share(counts, range(4, 6), range(1, 6))


def nps(counts: Counts) -> Decimal | None:
    """Percent of 9–10 less percent of 0–6, −100 to 100."""
    everyone = sum(counts.get(value, 0) for value in range(11))
    if not everyone:
        return None
    promoters = counts.get(9, 0) + counts.get(10, 0)
    detractors = sum(counts.get(value, 0) for value in range(7))
    return _rounded(Decimal(100 * (promoters - detractors)) / everyone)


def ces(counts: Counts) -> Decimal | None:
    """Mean of 1–7."""
    everyone = sum(counts.get(value, 0) for value in range(1, 8))
    if not everyone:
        return None
    return _rounded(Decimal(sum(value * counts.get(value, 0) for value in range(1, 8))) / everyone, "0.01")


def _share(counts: Counts, good: range, scale: range) -> Decimal | None:
    everyone = sum(counts.get(value, 0) for value in scale)
    if not everyone:
        return None
    return _rounded(Decimal(100 * sum(counts.get(value, 0) for value in good)) / everyone)


def _rounded(value: Decimal, to: str = "0.1") -> Decimal:
    return value.quantize(Decimal(to), ROUND_HALF_UP)
