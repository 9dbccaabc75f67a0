"""What a customer sees of itself on its own page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kedang.customers.attributes import ATTRIBUTES, facts_of
from kedang.customers.contacts import open_points
from kedang.customers.models import ContactKind, ContactPoint, Customer
from kedang.customers.record import load_states
from kedang.engagement.models import Channel, Complaint, Permission
from kedang.engagement.querysets import ComplaintQuerySet
from kedang.portal.models import PortalLink

# What the customer knows better than we do; grades, notes, owners and tags are the house's own.
CORRECTABLE = ("name", "short_name", "uscc", "address", "gender", "birth_date")
CONTACTS = (ContactKind.MOBILE, ContactKind.LANDLINE, ContactKind.EMAIL, ContactKind.ADDRESS)


@dataclass(frozen=True)
class Fact:
    key: str
    label: str
    value: str  # as typed again
    words: str


@dataclass(frozen=True)
class Contact:
    """Of somebody else at the customer it is masked: the link was not made for them."""

    point: ContactPoint
    label: str
    words: str
    person: str
    is_own: bool


def facts(customer: Customer) -> list[Fact]:
    state = load_states([customer], {"facts"})[customer.pk]
    known = {one.name for one in facts_of(customer.kind)}
    return [
        Fact(
            name,
            str(ATTRIBUTES[name].label),
            str(state.get(name) or ""),
            ATTRIBUTES[name].words(state.get(name)),
        )
        for name in CORRECTABLE
        if name in known
    ]


def contacts(link: PortalLink) -> list[Contact]:
    rows = ContactPoint.objects.in_use().filter(customer_id=link.customer_id, is_absent=False)
    opened = open_points(rows.select_related("contact_person").order_by("pk"))
    return [_contact(link, one) for one in opened if one.value]


def permissions(customer: Customer) -> list[tuple[str, str, Permission | None]]:
    """Channel by channel, the customer as a whole."""
    rows = Permission.objects.filter(customer=customer, point=None)
    known = {row.channel: row for row in rows}
    return [(value, str(label), known.get(value)) for value, label in Channel.choices]


def feedback(customer: Customer) -> ComplaintQuerySet:
    """What it gave through its own pages; never what colleagues noted of it."""
    return Complaint.objects.filter(customer=customer, source=Complaint.Source.PORTAL)


def _contact(link: PortalLink, opened: Any) -> Contact:
    point = opened.point
    is_own = point.contact_person_id in (None, link.point.contact_person_id)
    return Contact(
        point,
        str(point.get_kind_display()),
        opened.value if is_own else opened.masked,
        point.contact_person.name if point.contact_person else "",
        is_own,
    )
