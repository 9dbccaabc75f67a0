"""Contact points and contact persons."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from django.utils.translation import gettext as _

from kedang.access.door import action, revise
from kedang.core.actor import Actor
from kedang.core.clock import today
from kedang.core.errors import Conflict, Invalid
from kedang.core.text import tidy
from kedang.customers import custom
from kedang.customers.actions.change import fresh
from kedang.customers.attributes import ATTRIBUTES
from kedang.customers.contact_changes import (
    add_point,
    put_person,
    remove_point,
    rewrite_point,
    state_of,
    touched,
)
from kedang.customers.contacts import Contact, ContactInput, open_points, read_contact, unseal_texts
from kedang.customers.events import (
    CONTACT_ABSENT,
    CONTACT_ADDED,
    CONTACT_CHANGED,
    CONTACT_PERSON_ADDED,
    CONTACT_PERSON_CHANGED,
    CONTACT_REMOVED,
    CONTACT_VERIFIED,
    UNMASKED,
)
from kedang.customers.models import ContactKind, ContactPerson, ContactPoint, Customer
from kedang.customers.record import contact_label, custom_fields, load_states
from kedang.customers.registration import contact_state
from kedang.ledger.record import record


@action(needs="edit", resource="contact_point")
def add_contact(customer: Customer, given: ContactInput, *, actor: Actor) -> ContactPoint:
    """Raises Invalid: malformed, or 暂无 without reason; Conflict: 暂无 where there is one."""
    contact = read_contact(given)
    customer = fresh(customer)
    if contact.is_absent:
        _check_nothing_there(customer, contact.kind)
    point, changes = add_point(customer, contact)
    kind = CONTACT_ABSENT if contact.is_absent else CONTACT_ADDED
    record(kind, point, actor=actor, customer_id=customer.pk, changes=changes)
    return point


@action(needs="edit", resource="contact_point")
def change_contact(
    point: ContactPoint, given: ContactInput, *, expected: int | None = None, actor: Actor
) -> None:
    """A changed value is unverified until somebody verifies it. Raises Invalid, NothingChanged, Conflict.

    `expected`: the revision whoever typed it had before them.
    """
    if expected is not None and point.revision != expected:
        raise Conflict(_("有人刚刚改过这个联系方式。"), remedy=_("请查看新的内容后再试。"))
    contact = read_contact(replace(given, kind=given.kind or point.kind))
    before = state_of(point) or {}
    contact = _keep_verification(contact, before, point)
    changes = rewrite_point(point, contact)
    record(CONTACT_CHANGED, point, actor=actor, customer_id=point.customer_id, changes=changes)


@action(needs="delete", resource="contact_point")
def remove_contact(point: ContactPoint, *, actor: Actor) -> None:
    """Out of use; history keeps it and can bring it back."""
    changes = remove_point(point)
    record(CONTACT_REMOVED, point, actor=actor, customer_id=point.customer_id, changes=changes)


@action(needs="edit", resource="contact_point")
def mark_absent(customer: Customer, kind: str, reason: str, *, actor: Actor) -> ContactPoint:
    """暂无, and why. Raises Conflict: there is one."""
    contact = read_contact(ContactInput(kind, absent_reason=reason))
    customer = fresh(customer)
    _check_nothing_there(customer, kind)
    point, changes = add_point(customer, contact)
    record(CONTACT_ABSENT, point, actor=actor, customer_id=customer.pk, changes=changes)
    return point


@action(needs="edit", resource="contact_point")
def verify_contact(
    point: ContactPoint, *, on: date | None = None, valid_until: date | None = None, actor: Actor
) -> None:
    """Somebody made sure it is right. Raises Invalid: a date in the future, or an end before it."""
    on = on or today()
    if on > today():
        raise Invalid(_("核实日期在今天之后"), field="verified_on", value=on.isoformat())
    if valid_until and valid_until < on:
        raise Invalid(_("有效期早于核实日期"), field="valid_until", value=valid_until.isoformat())
    before = state_of(point) or {}
    revise(point, verified_on=on, verified_by=actor.person, valid_until=valid_until or point.valid_until)
    touched(point.customer)
    changes = [
        {
            "field": f"contact:{point.pk}",
            "label": contact_label(before),
            "old": before,
            "new": state_of(point),
        }
    ]
    record(CONTACT_VERIFIED, point, actor=actor, customer_id=point.customer_id, changes=changes)


@action(needs="unmask", reason=True)
def unmask_contact(point: ContactPoint, *, actor: Actor) -> str:
    """The plain value, once the access and its reason are in the ledger."""
    value = open_points([point])[0].value
    record(
        UNMASKED,
        point,
        actor=actor,
        customer_id=point.customer_id,
        details={"field": str(point.get_kind_display())},
    )
    return value or ""


@action(needs="unmask", resource="contact_point", reason=True)
def unmask_field(customer: Customer, name: str, *, actor: Actor) -> str:
    """A sealed field in plain: ID number, address, note, `custom-7`."""
    if name.startswith("custom-"):
        return _unmask_own(customer, name.replace("-", ":", 1), actor)
    attribute = ATTRIBUTES.get(name)
    if attribute is None or not attribute.is_sealed:
        raise Invalid(_("这个字段没有加密"), field=name)
    text = unseal_texts([(getattr(customer, name), customer.pk)], name.encode())[0]
    record(UNMASKED, customer, actor=actor, customer_id=customer.pk, details={"field": str(attribute.label)})
    return text or ""


def _unmask_own(customer: Customer, key: str, actor: Actor) -> str:
    field = custom_fields([key]).get(key)
    if field is None or not field.is_sealed:
        raise Invalid(_("这个字段没有加密"), field=key)
    value = load_states([customer], {"custom"})[customer.pk].get(key)
    record(UNMASKED, customer, actor=actor, customer_id=customer.pk, details={"field": field.title})
    return custom.show(field, value)


@action(needs="edit", resource="contact_point")
def add_contact_person(
    customer: Customer,
    name: str,
    *,
    title: str = "",
    gender: str = "",
    is_primary: bool = False,
    actor: Actor,
) -> ContactPerson:
    state = _person_state(name, title, gender, is_primary)
    customer = fresh(customer)
    if ContactPerson.objects.filter(customer=customer, name=state["name"], removed_at=None).exists():
        raise Conflict(_("已有联系人“%(name)s”") % {"name": state["name"]}, field="name")
    person = ContactPerson(customer=customer, name=str(state["name"]))
    changes = put_person(person, state)
    record(CONTACT_PERSON_ADDED, person, actor=actor, customer_id=customer.pk, changes=changes)
    return person


@action(needs="edit")
def change_contact_person(
    person: ContactPerson,
    name: str,
    *,
    title: str = "",
    gender: str = "",
    is_primary: bool = False,
    expected: int | None = None,
    actor: Actor,
) -> None:
    """`expected`: the revision whoever typed it had before them. Raises Invalid, Conflict, NothingChanged."""
    if expected is not None and person.revision != expected:
        raise Conflict(_("有人刚刚改过这位联系人。"), remedy=_("请查看新的内容后再试。"))
    changes = put_person(person, _person_state(name, title, gender, is_primary))
    record(CONTACT_PERSON_CHANGED, person, actor=actor, customer_id=person.customer_id, changes=changes)


@action(needs="delete")
def remove_contact_person(person: ContactPerson, *, actor: Actor) -> None:
    """Their contact points stay with the customer."""
    changes = put_person(person, None)
    record(CONTACT_PERSON_CHANGED, person, actor=actor, customer_id=person.customer_id, changes=changes)


def _person_state(name: str, title: str, gender: str, is_primary: bool) -> dict[str, object]:
    name = tidy(name)
    if not name:
        raise Invalid(_("联系人姓名为空"), field="name")
    return {
        "name": name[:80],
        "title": tidy(title)[:80],
        "gender": ATTRIBUTES["gender"].read(gender),
        "is_primary": is_primary,
    }


def _check_nothing_there(customer: Customer, kind: str) -> None:
    if ContactPoint.objects.in_use().filter(customer=customer, kind=kind).exists():
        raise Conflict(
            _("已有%(kind)s，不能标记暂无") % {"kind": ContactKind(kind).label},
            field=kind,
            remedy=_("如已失效，请先移除。"),
        )


def _keep_verification(contact: Contact, before: dict[str, object], point: ContactPoint) -> Contact:
    if contact_state(contact)["value"] != before.get("value"):
        return contact
    return contact._replace(
        verified_on=contact.verified_on or point.verified_on,
        valid_until=contact.valid_until or point.valid_until,
    )
