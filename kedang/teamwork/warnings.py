"""What an owner was warned of."""

from __future__ import annotations

from kedang.core.actor import Actor
from kedang.teamwork.models import PoolWarning

SHOWN = 200


def warnings_of(actor: Actor) -> list[PoolWarning]:
    """One's own, the nearest day first."""
    rows = PoolWarning.objects.filter(
        owner=actor.person, customer__owner=actor.person, customer__trashed_at=None
    )
    return list(rows.select_related("customer", "pool").order_by("due_on", "pk")[:SHOWN])
