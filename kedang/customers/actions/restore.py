"""Bringing back what a record held: one field, or all of it as on a date."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from kedang.access.door import action
from kedang.core.actor import Actor
from kedang.core.errors import Invalid
from kedang.customers import contacts
from kedang.customers.actions.change import fresh
from kedang.customers.changing import Change, NothingChanged, amend_rows, check_seen
from kedang.customers.contact_changes import put_person, put_point, touched
from kedang.customers.events import RESTORED
from kedang.customers.history import differences, state_after, state_on
from kedang.customers.models import ContactPerson, ContactPoint, Customer
from kedang.customers.record import State, contact_label, load_state
from kedang.ledger.models import Event
from kedang.ledger.record import record


@action(needs="edit")
def restore_as_on(
    customer: Customer, moment: datetime, *, only: Collection[str] | None = None,
    seen: Mapping[str, str] | None = None, actor: Actor,
) -> list[Change]:  # fmt: skip
    """Set the record, or the fields `only`, to what it held at `moment`. `seen`: fingerprints of what was shown.

    Raises NothingChanged, FieldConflict: somebody changed one of them since it was shown.
    """
    customer = fresh(customer)
    return _restore(customer, state_on(customer, moment), only, moment.isoformat(), seen or {}, actor)


@action(needs="edit")
def restore_field(
    customer: Customer, field: str, event: Event, *, seen: str = "", actor: Actor
) -> list[Change]:
    """Set one field to what it held right after `event`. Raises NothingChanged, FieldConflict."""
    customer = fresh(customer)
    if event.customer_id != customer.pk:
        raise Invalid(_("这条记录不属于该客户"))
    return _restore(
        customer,
        state_after(customer, event),
        {field},
        event.at.isoformat(),
        {field: seen} if seen else {},
        actor,
    )


def _restore(
    customer: Customer,
    then: State,
    only: Collection[str] | None,
    moment: str,
    seen: Mapping[str, str],
    actor: Actor,
) -> list[Change]:
    present = load_state(customer)
    wanted = {
        one["field"]: one["new"] for one in differences(present, then) if only is None or one["field"] in only
    }
    if not wanted:
        raise NothingChanged(_("现在的内容与那时相同"))
    check_seen(customer, wanted, seen, present)
    parts = {key: value for key, value in wanted.items() if key.startswith(("contact:", "person:"))}
    rest = {key: value for key, value in wanted.items() if key not in parts}
    changes = amend_rows(customer, rest) + _restore_parts(customer, parts, present)
    record(
        RESTORED, customer, actor=actor, customer_id=customer.pk, changes=changes, details={"moment": moment}
    )
    return changes


def _restore_parts(customer: Customer, parts: Mapping[str, Any], present: State) -> list[Change]:
    changes: list[Change] = []
    people = {key: value for key, value in parts.items() if key.startswith("person:")}
    for key, value in people.items():
        person = ContactPerson.objects.get(customer=customer, pk=int(key.removeprefix("person:")))
        changes += put_person(person, value)
    for key, value in parts.items():
        if key not in people:
            changes.append(_restore_point(customer, key, value, present.get(key)))
    if len(people) < len(parts):
        touched(customer)
    return changes


def _restore_point(customer: Customer, key: str, new: Any, old: Any) -> Change:
    from kedang.access.door import revise
    from kedang.core.clock import now

    point = ContactPoint.objects.select_related("customer").get(
        customer=customer, pk=int(key.removeprefix("contact:"))
    )
    if new is None:
        revise(point, removed_at=now())
    else:
        lookup = contacts.normalise(new["kind"], new["value"])[1] if new["value"] else ""
        put_point(point, new, lookup)
    return {"field": key, "label": contact_label(new or old), "old": old, "new": new}
