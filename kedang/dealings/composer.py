"""What the composer on top of the customer's page needs beside what the page knows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from kedang.access.door import can_each
from kedang.core.actor import Actor
from kedang.core.clock import today
from kedang.customers.models import Customer
from kedang.customers.record_page import PersonContacts
from kedang.dealings.models import Channel, Currency, Direction, NeedKind


def composer_context(customer: Customer, actor: Actor, groups: Iterable[PersonContacts]) -> dict[str, Any]:
    may = can_each(
        actor,
        customer,
        {
            "create": ("create", "dealing"),
            "view": ("view", "dealing"),
            "task": ("create", "task"),
            "see_tasks": ("view", "task"),
            "grading": ("view", "score"),
        },
    )
    return may | {
        "channels": Channel.choices,
        "directions": Direction.choices,
        "currencies": Currency.choices,
        "kinds": NeedKind.choices,
        "has_people": any(group.person for group in groups),
        "today": today(),
    }
