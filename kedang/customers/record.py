"""A customer's record as one flat mapping: what history compares, restores and shows.

Keys: the standard fields; `owner department classification template` (ids); `helpers tags classes` (sorted ids);
`helper_roles` (person id → role, of those who have one); `contact:7` (a mapping, None once removed);
`person:7` (a contact person); `custom:3`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kedang.core.numbers import numbers_of
from kedang.core.prepared import Prepared
from kedang.customers import contacts, custom
from kedang.customers.attributes import ATTRIBUTES, SEALED, as_json
from kedang.customers.contacts import Opened
from kedang.customers.models import (
    ContactKind,
    ContactPerson,
    ContactPoint,
    Customer,
    CustomerClass,
    CustomerTag,
    CustomField,
    CustomValue,
    Helper,
)

State = dict[str, Any]
LINKS: dict[str, str | Promise] = {
    "owner": gettext_lazy("负责人"),
    "department": gettext_lazy("所属部门"),
    "classification": gettext_lazy("密级"),
    "template": gettext_lazy("档案模板"),
    "helpers": gettext_lazy("协作人"),
    "helper_roles": gettext_lazy("协作角色"),
    "tags": gettext_lazy("标签"),
    "classes": gettext_lazy("分类"),
}
COLUMNS = {"owner": "owner_id", "department": "department_id", "classification": "classification"}
COLUMNS |= {"template": "template_id"}
SETS = {
    "helpers": (Helper, "person_id"),
    "tags": (CustomerTag, "tag_id"),
    "classes": (CustomerClass, "value_id"),
}
_CUSTOM = Prepared(
    lambda *customers: CustomValue.objects.filter(customer__pk__in=customers).select_related("field")
)
_ALL = frozenset({"facts", "links", "contacts", "custom"})


def load_state(customer: Customer) -> State:
    return load_states([customer])[customer.pk]


def load_states(customers: Sequence[Customer], parts: Collection[str] = _ALL) -> dict[int, State]:
    """The present state of each, with a fixed number of queries."""
    states: dict[int, State] = {customer.pk: {} for customer in customers}
    if "facts" in parts:
        _load_facts(customers, states)
    if "links" in parts:
        _load_links(customers, states)
    if "contacts" in parts:
        _load_contacts(states)
    if "custom" in parts:
        _load_custom(states)
    return states


def part_of(key: str) -> str:
    """Which part of `load_states` holds a key."""
    if key in ATTRIBUTES:
        return "facts"
    return "links" if key in LINKS else "custom" if key.startswith("custom:") else "contacts"


def label_of(key: str) -> str:
    """Of a key without stored label."""
    if key in ATTRIBUTES:
        return str(ATTRIBUTES[key].label)
    parts = {"contact": _("联系方式"), "person": _("联系人")}
    return str(LINKS.get(key, parts.get(key.partition(":")[0], key)))


def point_state(opened: Opened) -> dict[str, Any] | None:
    """The same mapping that `registration.contact_state` writes; None for a removed point."""
    point = opened.point
    if point.removed_at is not None:
        return None
    return {
        "kind": point.kind,
        "value": opened.value or "",
        "raw": opened.raw or "",
        "label": point.label,
        "person": point.contact_person.name if point.contact_person else "",
        "absent": point.absent_reason,
        "verified_on": as_json(point.verified_on),
        "valid_until": as_json(point.valid_until),
    }


def person_state(person: ContactPerson) -> dict[str, Any] | None:
    if person.removed_at is not None:
        return None
    return {
        "name": person.name,
        "title": person.title,
        "gender": person.gender,
        "is_primary": person.is_primary,
    }


def contact_label(state: dict[str, Any] | None, fallback: str = "") -> str:
    return str(ContactKind(state["kind"]).label) if state else fallback


def _load_facts(customers: Sequence[Customer], states: dict[int, State]) -> None:
    for name in ATTRIBUTES:
        if name not in SEALED:
            for customer in customers:
                states[customer.pk][name] = as_json(getattr(customer, name))
    for name in SEALED:
        texts = contacts.unseal_texts([(getattr(c, name), c.pk) for c in customers], name.encode())
        for customer, text in zip(customers, texts, strict=True):
            states[customer.pk][name] = text


def _load_links(customers: Sequence[Customer], states: dict[int, State]) -> None:
    for customer in customers:
        states[customer.pk].update({key: getattr(customer, column) for key, column in COLUMNS.items()})
        states[customer.pk].update({key: [] for key in SETS} | {"helper_roles": {}})
    for key, (model, column) in SETS.items():
        rows = model._default_manager.filter(customer_id__in=states).order_by(column)
        if model is Helper:
            _load_helpers(rows, states)
            continue
        for customer_id, linked in rows.values_list("customer_id", column):
            states[customer_id][key].append(linked)


def _load_helpers(rows: QuerySet[Any], states: dict[int, State]) -> None:
    for customer_id, person_id, role in rows.values_list("customer_id", "person_id", "role"):
        states[customer_id]["helpers"].append(person_id)
        if role:
            states[customer_id]["helper_roles"][str(person_id)] = role


def _load_contacts(states: dict[int, State]) -> None:
    points = ContactPoint.objects.in_use().filter(customer_id__in=states).select_related("contact_person")
    for opened in contacts.open_points(points.order_by("pk")):
        states[opened.point.customer_id][f"contact:{opened.point.pk}"] = point_state(opened)
    for person in ContactPerson.objects.filter(customer_id__in=states, removed_at=None).order_by("pk"):
        states[person.customer_id][f"person:{person.pk}"] = person_state(person)


def _load_custom(states: dict[int, State]) -> None:
    rows = _CUSTOM(*states)
    values = custom.values_of(rows)
    for row in rows:
        states[row.customer_id][row.field.key] = values[row.pk]


def custom_fields(keys: Iterable[str]) -> dict[str, CustomField]:
    """The definitions behind `custom:…` keys."""
    ids = numbers_of(key.removeprefix("custom:") for key in keys if key.startswith("custom:"))
    return {field.key: field for field in CustomField.objects.filter(pk__in=ids)} if ids else {}


def contact_ids(keys: Iterable[str]) -> dict[str, list[int]]:
    """`contact:` and `person:` ids among keys."""
    found: dict[str, list[int]] = defaultdict(list)
    for key in keys:
        prefix, colon, pk = key.partition(":")
        if colon and prefix in {"contact", "person"}:
            found[prefix].append(int(pk))
    return found
