"""How sure a rate found in a sample is (Wilson score interval, 95 %)."""

from __future__ import annotations

from math import sqrt

Z95 = 1.959963984540054


def interval(hits: int, of: int, z: float = Z95) -> tuple[float, float] | None:
    """The lowest and highest rate the sample allows for; None for an empty sample: n/a, not nought."""
    if of <= 0:
        return None
    rate, square = hits / of, z * z / of
    centre = rate + square / 2
    half = z * sqrt(rate * (1 - rate) / of + square / (4 * of))
    # Rounding may carry the ends a hair beyond what a rate can be.
    return max(0.0, (centre - half) / (1 + square)), min(1.0, (centre + half) / (1 + square))
