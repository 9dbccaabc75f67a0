"""Mending many at once: what each fix would make of a record, shown before it is done."""

from kedang.quality.fixes.kinds import FIXES, Fix

__all__ = ["FIXES", "Fix"]
