"""A campaign's text with the customer's own words in it, and to which address it may go."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kedang.core.errors import Invalid
from kedang.customers.contacts import open_points
from kedang.customers.models import ContactKind, ContactPoint, Customer
from kedang.engagement.models import Campaign, Channel
from kedang.engagement.permissions import ALLOWED, REFUSED, states

FIELDS = {
    "客户名称": "customer", "customer": "customer", "简称": "short", "short": "short", "联系人": "contact",
    "contact": "contact", "负责人": "owner", "owner": "owner", "单位": "house", "house": "house",
}  # fmt: skip
OFFERED = ("客户名称", "简称", "联系人", "负责人", "单位")
_FIELD = re.compile(r"\{([^{}\n]{1,20})\}")


@dataclass(frozen=True)
class Target:
    """Where a customer's mail goes; without an address `why` not: no_address, unknown, refused."""

    customer: Customer
    point: ContactPoint | None = None
    address: str = ""
    why: str = ""


@dataclass(frozen=True)
class Letter:
    subject: str
    body: str


WHY: dict[str, str | Promise] = {
    "no_address": gettext_lazy("没有邮箱"),
    "unknown": gettext_lazy("没有许可"),
    "refused": gettext_lazy("客户拒绝"),
}


def check_fields(text: str) -> None:
    """Raises Invalid: a field nobody knows."""
    for name in _FIELD.findall(text):
        if name.strip() not in FIELDS:
            raise Invalid(
                _("没有“{%(name)s}”这个字段") % {"name": name},
                value=name,
                remedy=_("可用：%(names)s") % {"names": " ".join(f"{{{one}}}" for one in OFFERED)},
            )


def targets(customers: Iterable[Customer]) -> list[Target]:
    """For each the first address it allows; a few queries for all."""
    customers = list(customers)
    rows = ContactPoint.objects.in_use().filter(
        customer__in=customers, kind=ContactKind.EMAIL, is_absent=False
    )
    points = list(rows.select_related("contact_person").order_by("pk"))
    allowed = states(Channel.EMAIL, points)
    values = {one.point.pk: one.value or "" for one in open_points(points)}
    return [
        _target(one, [point for point in points if point.customer_id == one.pk], allowed, values)
        for one in customers
    ]


def write(campaign: Campaign, target: Target, house: str) -> Letter:
    customer, point = target.customer, target.point
    person = point.contact_person.name if point and point.contact_person else ""
    known = {
        "customer": customer.name, "short": customer.shown_name, "contact": person or customer.shown_name,
        "owner": customer.owner.name if customer.owner else house, "house": house,
    }  # fmt: skip
    return Letter(_filled(campaign.subject, known), _filled(campaign.body, known))


def _target(
    customer: Customer, points: list[ContactPoint], allowed: Mapping[int, str], values: Mapping[int, str]
) -> Target:
    for point in points:
        if allowed[point.pk] == ALLOWED and values[point.pk]:
            return Target(customer, point, values[point.pk])
    if not points:
        return Target(customer, why="no_address")
    return Target(customer, why="refused" if any(allowed[p.pk] == REFUSED for p in points) else "unknown")


def _filled(text: str, known: Mapping[str, str]) -> str:
    return _FIELD.sub(lambda found: known[FIELDS[found[1].strip()]], text)
