"""Changing stored contact points and contact persons: rows, revision of the customer, index. Plain functions."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from kedang import vault
from kedang.access.door import revise
from kedang.core.clock import now
from kedang.customers import contacts, indexing
from kedang.customers.belongings import write_points
from kedang.customers.changing import Change, NothingChanged
from kedang.customers.contacts import Contact, open_points
from kedang.customers.models import ContactPerson, ContactPoint, Customer
from kedang.customers.record import contact_label, person_state, point_state
from kedang.customers.registration import contact_state


def add_point(customer: Customer, contact: Contact) -> tuple[ContactPoint, list[Change]]:
    """A value takes the place of a 暂无 of its kind, and the other way round only when nothing is there."""
    changes = _drop_absent(customer, contact.kind)
    people = find_people(customer, [contact.person])
    point = ContactPoint.objects.get(pk=write_points([(customer, contact)], people)[0])
    point.customer = customer
    changes.append(_change(point, None, contact_state(contact)))
    touched(customer)
    return point, changes


def rewrite_point(point: ContactPoint, contact: Contact) -> list[Change]:
    """Raises NothingChanged."""
    before = state_of(point)
    after = contact_state(contact)
    if before == after:
        raise NothingChanged(_("没有改动"))
    put_point(point, after, contact.lookup)
    touched(point.customer)
    return [_change(point, before, after)]


def remove_point(point: ContactPoint) -> list[Change]:
    before = state_of(point)
    revise(point, removed_at=now())
    touched(point.customer)
    return [_change(point, before, None)]


def put_point(point: ContactPoint, state: dict[str, Any], lookup: str) -> None:
    """Store `state` (as history keeps it) in `point`, also in one that was removed."""
    customer = point.customer
    sealed = token = None
    if state["value"]:
        sealed = vault.seal(
            customer.key_owner, "profile", contacts.dump(state["value"], state["raw"]), aad=contacts.AAD
        )
        token = contacts.token_of(state["kind"], lookup)
    revise(
        point,
        kind=state["kind"],
        label=state["label"],
        value=sealed,
        token=token,
        is_absent=not state["value"],
        absent_reason=state["absent"],
        verified_on=_date(state["verified_on"]),
        valid_until=_date(state["valid_until"]),
        contact_person_id=find_people(customer, [state["person"]]).get((customer.pk, state["person"])),
        removed_at=None,
    )


def find_people(customer: Customer, names: Iterable[str]) -> dict[tuple[int, str], int]:
    """(customer, name) → contact person; a name that is new becomes one."""
    wanted = [name for name in names if name]
    found = {
        (customer.pk, person.name): person.pk
        for person in ContactPerson.objects.filter(customer=customer, removed_at=None, name__in=wanted)
    }
    for name in wanted:
        if (customer.pk, name) not in found:
            found[customer.pk, name] = ContactPerson.objects.create(customer=customer, name=name).pk
    return found


def put_person(person: ContactPerson, state: dict[str, Any] | None) -> list[Change]:
    """Store `state`; None removes. Raises NothingChanged."""
    is_new = person._state.adding
    before = None if is_new else person_state(person)
    if before == state:
        raise NothingChanged(_("没有改动"))
    if is_new:
        person.save(force_insert=True)
    if state is None:
        revise(person, removed_at=now())
    else:
        revise(person, removed_at=None, **state)
    touched(person.customer)
    return [{"field": f"person:{person.pk}", "label": _("联系人"), "old": before, "new": state}]


def state_of(point: ContactPoint) -> dict[str, Any] | None:
    return point_state(open_points([point])[0])


def touched(customer: Customer) -> None:
    """The record counts as changed, and search knows."""
    customer.refresh_from_db(fields=["revision"])
    revise(customer)
    indexing.reindex([customer], {indexing.CONTACTS})


def _drop_absent(customer: Customer, kind: str) -> list[Change]:
    changes = []
    for point in ContactPoint.objects.in_use().filter(customer=customer, kind=kind, is_absent=True):
        changes.append(_change(point, state_of(point), None))
        revise(point, removed_at=now())
    return changes


def _change(point: ContactPoint, old: dict[str, Any] | None, new: dict[str, Any] | None) -> Change:
    return {"field": f"contact:{point.pk}", "label": contact_label(new or old), "old": old, "new": new}


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
