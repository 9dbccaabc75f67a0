"""Registering customers, one or three hundred at once: keys → rows → audience → index → ledger.

`read_customer` checks and normalises without the database (import previews with it); `register_many` writes what was
read, in the caller's transaction, with a fixed number of statements.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from kedang import vault
from kedang.access import audience, numbering
from kedang.access.audience import AudienceSource
from kedang.core import industries
from kedang.core.actor import Actor
from kedang.core.clock import now
from kedang.core.errors import Conflict
from kedang.core.rows import insert_values, reserve_ids
from kedang.core.text import pinyin_keys
from kedang.customers import contacts
from kedang.customers.attributes import ATTRIBUTES, SEALED, as_column
from kedang.customers.belongings import Belongings, Written, write_belongings
from kedang.customers.contacts import Contact
from kedang.customers.events import REGISTERED
from kedang.customers.incoming import CustomerInput, NewCustomer, read_customer
from kedang.customers.indexing import entries_of_new
from kedang.customers.models import ContactKind, Customer, Kind
from kedang.customers.record import LINKS
from kedang.ledger.record import Entry, record_many
from kedang.search import index

__all__ = ["CustomerInput", "NewCustomer", "contact_state", "read_customer", "register_many", "write_many"]

_DATES = tuple(name for name, one in ATTRIBUTES.items() if one.type == "date")
_NAMES = tuple(field.attname for field in Customer._meta.concrete_fields)
_NUMBER = _NAMES.index("number")


def register_many(new: Sequence[NewCustomer], *, actor: Actor, run_id: int | None = None) -> list[Customer]:
    """Write `new` with everything that belongs to them; one event each. Raises Conflict: a number is taken."""
    return [Customer.from_db("default", _NAMES, row) for row in write_many(new, actor=actor, run_id=run_id)]


def write_many(
    new: Sequence[NewCustomer], *, actor: Actor, run_id: int | None = None
) -> list[tuple[Any, ...]]:
    """The same for lists: the rows as they are stored, ids first, since a model of each is as dear as encrypting it."""
    if not new:
        return []
    ids = reserve_ids(Customer, len(new))
    # The keys commit at once in a store of their own; what is not used after a rollback is swept.
    vault.keys.create_keys([(f"customer:{pk}", use, None) for pk in ids for use in ("profile", "records")])
    rows = _rows(new, ids, _numbers(new), run_id)
    insert_values(Customer, _NAMES, rows)
    customers = [Written(row[0], row[_NUMBER]) for row in rows]
    belongings = write_belongings(new, customers)
    audience.enter([_audience(customer, one) for customer, one in zip(customers, new, strict=True)])
    index.enter(
        entry
        for customer, one in zip(customers, new, strict=True)
        for entry in entries_of_new(customer.pk, customer.number, one.make_ready())
    )
    labels = _labels()
    events = [_event(c, one, belongings, labels) for c, one in zip(customers, new, strict=True)]
    record_many(events, actor=actor)
    return rows


class NumberFacts(Mapping[str, str]):
    """What a numbering rule may use of a customer; worked out when the rule asks."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self._values = values

    def __getitem__(self, key: str) -> str:
        return _NUMBER_FACTS[key](self._values)

    def __iter__(self) -> Iterator[str]:
        return iter(_NUMBER_FACTS)

    def __len__(self) -> int:
        return len(_NUMBER_FACTS)


def _section(values: Mapping[str, Any]) -> str:
    found = industries.by_code(values["industry"]) if values["industry"] else None
    return found.section if found else ""


_NUMBER_FACTS: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "region": lambda values: values["region"],
    "industry": _section,
    "initials": lambda values: pinyin_keys(values["short_name"] or values["name"]).initials,
    "type": lambda values: "QY" if values["kind"] == Kind.ENTERPRISE else "GR",
}


def _numbers(new: Sequence[NewCustomer]) -> list[str]:
    brought = [one.given.number for one in new if one.given.number]
    free = numbering.reserve_many("customer", brought)
    for number in brought:
        if number not in free:
            raise Conflict(
                _("编号“%(number)s”已经用过") % {"number": number},
                field="number",
                value=number,
                remedy=_("编号用过之后不再发放；请换一个，或留空由系统编号。"),
            )
    issued = iter(
        numbering.issue("customer", [NumberFacts(one.values) for one in new if not one.given.number])
    )
    return [one.given.number or next(issued) for one in new]


def _rows(
    new: Sequence[NewCustomer], ids: Sequence[int], numbers: Sequence[str], run_id: int | None
) -> list[tuple[Any, ...]]:
    sealed, at = _seal(new, ids), now()
    blank = dict.fromkeys(_NAMES) | {"created_at": at, "updated_at": at, "revision": 1, "run_id": run_id}
    return [
        _row(blank | one.values | own | {"id": pk, "number": number}, one)
        for one, pk, number, own in zip(new, ids, numbers, sealed, strict=True)
    ]


def _row(values: dict[str, Any], one: NewCustomer) -> tuple[Any, ...]:
    given = one.given
    values["match_key"] = one.match_key
    values["owner_id"], values["department_id"] = given.owner_id, given.department_id
    values["classification"], values["template_id"] = int(given.classification), given.template_id
    for name in _DATES:
        values[name] = as_column(ATTRIBUTES[name], values[name])
    if number := one.values["id_number"]:
        values["id_number_token"] = contacts.id_number_token(number)
    return tuple(map(values.__getitem__, _NAMES))


def _seal(new: Sequence[NewCustomer], ids: Sequence[int]) -> list[dict[str, bytes]]:
    """Of each customer what lies sealed in its row."""
    places = [(place, name) for place, one in enumerate(new) for name in SEALED if one.values[name]]
    sealed = vault.seal_many(
        [
            (f"customer:{ids[place]}", "profile", str(new[place].values[name]).encode(), name.encode())
            for place, name in places
        ]
    )
    found: list[dict[str, bytes]] = [{} for _one in new]
    for (place, name), value in zip(places, sealed, strict=True):
        found[place][name] = value
    return found


def _audience(customer: Written, one: NewCustomer) -> AudienceSource:
    given = one.given
    helpers = tuple(dict.fromkeys(given.helper_ids))
    return AudienceSource(customer.pk, given.owner_id, given.department_id, helpers)


def _labels() -> dict[str, str]:
    """Translated once for all of a batch."""
    found = {name: str(attribute.label) for name, attribute in ATTRIBUTES.items()}
    found |= {key: str(label) for key, label in LINKS.items()} | {"person": _("联系人")}
    return found | {str(kind): str(label) for kind, label in ContactKind.choices}


def _event(customer: Written, one: NewCustomer, belongings: Belongings, labels: Mapping[str, str]) -> Entry:
    changes = [
        {"field": name, "label": labels[name], "old": None, "new": value}
        for name, value in one.values.items()
        if value not in (None, "")
    ]
    changes += [
        {
            "field": f"contact:{next(belongings.points)}",
            "label": labels[contact.kind],
            "old": None,
            "new": contact_state(contact),
        }
        for contact in one.contacts
    ]
    changes += [
        {"field": f"person:{pk}", "label": labels["person"], "old": None, "new": state}
        for pk, state in belongings.people.get(customer.pk, {}).items()
    ]
    changes += [
        {"field": row.field.key, "label": row.field.title, "old": None, "new": row.value}
        for row in one.custom
    ]
    given = one.given
    links = {
        "owner": given.owner_id,
        "department": given.department_id,
        "classification": int(given.classification),
        "template": given.template_id,
        "helpers": sorted(set(given.helper_ids)),
        "helper_roles": {
            str(pk): role
            for pk, role in sorted(given.helper_roles.items())
            if pk in given.helper_ids and role
        },
        "tags": sorted(set(given.tag_ids)),
        "classes": sorted(set(given.class_ids)),
    }
    changes += [
        {"field": name, "label": labels[name], "old": None, "new": value}
        for name, value in links.items()
        if value
    ]
    return Entry(
        REGISTERED,
        subject_type=Customer._meta.label_lower,
        subject_id=customer.pk,
        customer_id=customer.pk,
        changes=changes,
        details={"number": customer.number},
    )


def contact_state(one: Contact) -> dict[str, Any]:
    """A contact point as history keeps it."""
    return {
        "kind": one.kind,
        "value": one.value,
        "raw": one.raw,
        "label": one.label,
        "person": one.person,
        "absent": one.absent_reason,
        "verified_on": one.verified_on.isoformat() if isinstance(one.verified_on, date) else None,
        "valid_until": one.valid_until.isoformat() if isinstance(one.valid_until, date) else None,
    }
