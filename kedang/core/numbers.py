"""Numbers that arrive as text: ids and cursors out of addresses and forms."""

from __future__ import annotations

from collections.abc import Iterable

# What fits a database's id column. Longer ones belong to no row, and overflow the driver.
_DIGITS = 18


def number_of(text: object) -> int | None:
    """The whole number `text` is, or None: signs, odd digits and numbers too large for an id are none."""
    typed = str(text or "").strip()
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= _DIGITS else None


def numbers_of(texts: Iterable[object]) -> list[int]:
    """Those of `texts` that are numbers, in their order."""
    found = (number_of(each) for each in texts)
    return [each for each in found if each is not None]
