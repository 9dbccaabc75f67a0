"""The risk that a customer goes, as points for plain signs, each told as a reason.

No model learns here: every point can be explained to the customer's seller, and to the customer.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import pairwise
from statistics import median

VERSION = "1"
LOW, MEDIUM, HIGH = "low", "medium", "high"
_GAP = ((3.0, 55), (2.0, 40), (1.5, 25))  # times the usual interval → points
_GAP_ONCE = ((365, 40), (180, 25))  # bought on one day only: days → points
_FALL = ((Decimal("0.6"), 25), (Decimal("0.3"), 15))  # share by which the revenue fell → points
_SILENCE = ((120, 20), (60, 10))  # days without contact → points
_SHORTEST = 14  # days: who buys every day is not gone after two


@dataclass(frozen=True)
class Signs:
    """`days`: on which something was bought; revenue of the last 12 months and of the 12 before."""

    days: tuple[date, ...]
    today: date
    revenue: Decimal
    revenue_before: Decimal
    last_contact: date | None


@dataclass(frozen=True)
class Reason:
    """`code` and what its sentence needs; put into words in the reader's language (`grading.words`)."""

    code: str
    points: int
    facts: dict[str, int | str] = field(default_factory=dict)


@dataclass(frozen=True)
class Risk:
    points: int
    level: str
    reasons: tuple[Reason, ...]


def risk(signs: Signs, *, medium: int = 30, high: int = 60) -> Risk | None:
    """None: nobody can leave who never bought."""
    if not signs.days:
        return None
    found = [reason for reason in (_gap(signs), _fall(signs), _silence(signs)) if reason]
    points = min(100, sum(reason.points for reason in found))
    level = HIGH if points >= high else MEDIUM if points >= medium else LOW
    return Risk(points, level, tuple(found))


def usual_interval(days: tuple[date, ...]) -> int | None:
    """Median number of days from one day of purchase to the next; None: there was only one."""
    ordered = sorted(set(days))
    gaps = [(later - earlier).days for earlier, later in pairwise(ordered)]
    return max(_SHORTEST, round(median(gaps))) if gaps else None


def _gap(signs: Signs) -> Reason | None:
    since = (signs.today - max(signs.days)).days
    usual = usual_interval(signs.days)
    if usual is None:
        points = next((points for days, points in _GAP_ONCE if since >= days), 0)
        return Reason("once", points, {"days": since}) if points else None
    points = next((points for times, points in _GAP if since >= times * usual), 0)
    return Reason("gap", points, {"days": since, "usual": usual}) if points else None


def _fall(signs: Signs) -> Reason | None:
    if signs.revenue_before <= 0:
        return None
    fallen = 1 - signs.revenue / signs.revenue_before
    points = next((points for share, points in _FALL if fallen >= share), 0)
    return Reason("fall", points, {"percent": min(100, int(fallen * 100))}) if points else None


def _silence(signs: Signs) -> Reason | None:
    if signs.last_contact is None:
        return Reason("never_contacted", 10)
    days = (signs.today - signs.last_contact).days
    points = next((points for limit, points in _SILENCE if days >= limit), 0)
    return Reason("silence", points, {"days": days}) if points else None
