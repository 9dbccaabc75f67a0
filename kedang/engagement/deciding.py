"""Writing down what a customer permits: a plain function for the actions that tell of it."""

from __future__ import annotations

from typing import Any

from kedang.access.door import revise
from kedang.core.actor import Actor
from kedang.core.clock import now
from kedang.customers.models import ContactPoint, Customer
from kedang.engagement.models import Channel, Permission


def decide(
    customer: Customer, point: ContactPoint | None, channel: str, state: str, means: str, *, actor: Actor
) -> tuple[Permission, list[dict[str, Any]]]:
    """In the caller's transaction; the row and what changed (nothing: it was so already)."""
    found = Permission.objects.filter(customer=customer, point=point, channel=channel).first()
    before = found.state if found else None
    facts: dict[str, Any] = {"state": state, "means": means, "decided_at": now(), "recorded_by": actor.person}
    if found is None:
        found = Permission.objects.create(customer=customer, point=point, channel=channel, **facts)
    else:
        revise(found, **facts)
    label = str(Channel(channel).label)
    return found, [
        {"field": "permission", "label": label, "old": before, "new": state}
    ] if before != state else []
