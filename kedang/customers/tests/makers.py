"""Customers for tests, made through the actions."""

from __future__ import annotations

from typing import Any

from kedang.core.actor import Actor, as_actor
from kedang.customers.actions.register import register_customer
from kedang.customers.contacts import ContactInput
from kedang.customers.models import Customer
from kedang.customers.registration import CustomerInput
from kedang.people.models import Person


def make_customer(
    name: str = "ABC公司", *, by: Person | Actor, contacts: dict[str, str] | None = None, **given: Any
) -> Customer:
    """`contacts`: kind → value; other keywords are facts, or fields of `CustomerInput`."""
    own = {key: given.pop(key) for key in list(given) if key in CustomerInput.__dataclass_fields__}
    points = [ContactInput(kind, value) for kind, value in (contacts or {}).items()]
    actor = by if isinstance(by, Actor) else as_actor(by)
    return register_customer(
        Customer, CustomerInput({"name": name, **given}, contacts=points, **own), actor=actor
    )
