"""Marking notices as read."""

from __future__ import annotations

from kedang.access.door import action
from kedang.core.actor import Actor
from kedang.core.clock import now
from kedang.ledger.record import record
from kedang.notify.events import READ
from kedang.notify.models import Notice


@action(needs="edit", resource="account")
def mark_read(_subject: None, *, up_to: int, only: int | None = None, actor: Actor) -> int:
    """One's own notices up to the newest one saw, or `only` one of them; how many."""
    rows = Notice.objects.visible_to(actor).unread()
    rows = rows.filter(pk=only) if only else rows.filter(pk__lte=up_to)
    count = rows.update(read_at=now())
    record(READ, None, actor=actor, person_id=actor.id, details={"count": count})
    return count
