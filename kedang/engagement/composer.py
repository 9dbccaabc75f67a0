"""What the customer's page needs to know of this room's cards."""

from __future__ import annotations

from kedang.access.door import can_each
from kedang.core.actor import Actor
from kedang.customers.models import Customer


def feedback_context(customer: Customer, actor: Actor) -> dict[str, bool]:
    wanted = {
        "view": ("view", "feedback"),
        "permit": ("view", "contact_point"),
        "share": ("share", "feedback"),
    }
    return can_each(actor, customer, wanted)
