"""Feedback as people work through it: what is late first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from kedang.core.actor import Actor
from kedang.core.clock import now
from kedang.core.numbers import number_of
from kedang.engagement.models import Complaint
from kedang.engagement.querysets import ComplaintQuerySet

ROWS = 40
COUNTED = 99
LATE, MINE, ALL, CLOSED = "late", "mine", "all", "closed"


@dataclass(frozen=True)
class Page:
    rows: list[Complaint]
    cursor: str


def page_of(actor: Actor, show: str, *, kind: str = "", after: str = "") -> Page:
    """By deadline, what is over by its end; keyset."""
    rows = Complaint.objects.visible_to(actor).standing().select_related("customer", "owner")
    if kind in Complaint.Kind.values:
        rows = rows.filter(kind=kind)
    if show == CLOSED:
        rows = _before(rows.exclude(closed_at=None), after).order_by("-closed_at", "-pk")
    else:
        rows = _after(_open(rows, actor, show), after).order_by("due_at", "pk")
    found = list(rows[: ROWS + 1])
    more = len(found) > ROWS
    return Page(found[:ROWS], _cursor(found[ROWS - 1], show) if more else "")


def waiting_count(actor: Actor) -> int:
    """One's own that are open, capped: for the rail."""
    return Complaint.objects.visible_to(actor).open().filter(owner_id=actor.id)[: COUNTED + 1].count()


def late_count(actor: Actor) -> str:
    count = Complaint.objects.visible_to(actor).late()[: COUNTED + 1].count()
    return f"{COUNTED}+" if count > COUNTED else str(count or "")


def _open(rows: ComplaintQuerySet, actor: Actor, show: str) -> ComplaintQuerySet:
    if show == LATE:
        return rows.late()
    return rows.open().filter(owner_id=actor.id) if show == MINE else rows.open()


def _cursor(row: Complaint, show: str) -> str:
    at = row.closed_at if show == CLOSED else row.due_at
    return f"{(at or now()).isoformat()}~{row.pk}"


def _point(after: str) -> tuple[datetime, int] | None:
    at, _tilde, pk = after.partition("~")
    try:
        moment = datetime.fromisoformat(at)
    except ValueError:
        return None
    number = number_of(pk)
    return (moment, number) if number is not None and moment.tzinfo else None


def _after(rows: ComplaintQuerySet, after: str) -> ComplaintQuerySet:
    point = _point(after)
    if point is None:
        return rows
    return rows.filter(Q(due_at__gt=point[0]) | Q(due_at=point[0], pk__gt=point[1]))


def _before(rows: ComplaintQuerySet, after: str) -> ComplaintQuerySet:
    point = _point(after)
    if point is None:
        return rows
    return rows.filter(Q(closed_at__lt=point[0]) | Q(closed_at=point[0], pk__lt=point[1]))
