"""Registering customers, one or five hundred at once: read → keys → rows → audience → index → ledger.

`read_customer` checks and normalises without the database (import previews with it); `register_many` writes what was
read, in the caller's transaction, with a fixed number of statements.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from operator import attrgetter
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from kedang import vault
from kedang.access import audience, numbering
from kedang.access.audience import AudienceSource
from kedang.access.words import Clearance
from kedang.core import industries
from kedang.core.actor import Actor
from kedang.core.clock import now
from kedang.core.errors import Conflict, Invalid
from kedang.core.rows import insert_values, reserve_ids
from kedang.core.text import match_key, pinyin_keys
from kedang.customers import contacts, custom
from kedang.customers.attributes import ATTRIBUTES, SEALED, as_column
from kedang.customers.contacts import Contact, ContactInput, read_contact
from kedang.customers.custom import CustomRow
from kedang.customers.events import REGISTERED
from kedang.customers.indexing import Part, Texts, entries_of_new, parts_of_new, point_texts
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
    Kind,
    Project,
)
from kedang.customers.record import LINKS
from kedang.ledger.record import Entry, record_many
from kedang.search import index


@dataclass(slots=True)
class CustomerInput:
    """What somebody typed or a row held. `facts`: standard field → raw text; `custom`: custom field id → raw."""

    facts: dict[str, Any]
    contacts: list[ContactInput] = field(default_factory=list)
    people: list[tuple[str, str]] = field(default_factory=list)  # contact persons: name, title
    custom: dict[int, Any] = field(default_factory=dict)
    number: str = ""  # brought along; empty: by the numbering rule
    owner_id: int | None = None
    department_id: int | None = None
    helper_ids: list[int] = field(default_factory=list)
    classification: int = Clearance.INTERNAL
    tag_ids: list[int] = field(default_factory=list)
    class_ids: list[int] = field(default_factory=list)
    projects: list[str] = field(default_factory=list)
    template_id: int | None = None


@dataclass(slots=True)
class NewCustomer:
    """Checked and in normal form, ready to be written."""

    given: CustomerInput
    values: dict[str, Any]  # every attribute
    match_key: str
    contacts: list[Contact]
    custom: list[CustomRow]
    parts: list[Part] | None = None  # what search will know, once it was made ready

    def make_ready(self) -> list[Part]:
        """Half of the work of writing. Who writes many does it before the transaction, or elsewhere."""
        if self.parts is None:
            self.parts = parts_of_new(self.values, _texts(self))
        return self.parts

    @property
    def name(self) -> str:
        return str(self.values["name"])

    @property
    def tokens(self) -> list[bytes]:
        return [one.token for one in self.contacts if not one.is_absent]


class Written(NamedTuple):
    """A customer that has its row: what the rest is tied to."""

    pk: int
    number: str

    @property
    def key_owner(self) -> str:
        return f"customer:{self.pk}"


def read_customer(
    given: CustomerInput, custom_fields: Mapping[int, CustomField] | None = None
) -> NewCustomer:
    """Raises Invalid, naming the field, for the first value that cannot be taken."""
    values = dict(_EMPTY)
    for name, one in ATTRIBUTES.items():
        if raw := given.facts.get(name):
            values[name] = one.read(raw)
    values["kind"] = values["kind"] or Kind.ENTERPRISE.value
    values["stage"] = values["stage"] or "prospect"
    values["status"] = "active"
    if not values["name"]:
        raise Invalid(_("客户名称为空"), field="name", remedy=_("请填写全称。"))
    _check_fit(values)
    return NewCustomer(
        given,
        values,
        match_key(values["name"]),
        [read_contact(one) for one in given.contacts],
        custom.read_values(given.custom, custom_fields or {}),
    )


_EMPTY = {name: one.empty for name, one in ATTRIBUTES.items()}
_PARTICULAR = {name: one for name, one in ATTRIBUTES.items() if len(one.kinds) < len(Kind)}
_DATES = tuple(name for name, one in ATTRIBUTES.items() if one.type == "date")
_NAMES = tuple(field.attname for field in Customer._meta.concrete_fields)
_NUMBER = _NAMES.index("number")


def _check_fit(values: dict[str, Any]) -> None:
    for name, one in _PARTICULAR.items():
        if values[name] and values["kind"] not in one.kinds:
            raise Invalid(
                _("%(kind)s客户没有“%(field)s”") % {"kind": Kind(values["kind"]).label, "field": one.label},
                field=name,
            )


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
    points = _write_parts(new, customers)
    audience.enter([_audience(customer, one) for customer, one in zip(customers, new, strict=True)])
    index.enter(
        entry
        for customer, one in zip(customers, new, strict=True)
        for entry in entries_of_new(customer.pk, customer.number, one.make_ready())
    )
    labels = _labels()
    events = [_event(c, one, points, labels) for c, one in zip(customers, new, strict=True)]
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


def _write_parts(new: Sequence[NewCustomer], customers: Sequence[Written]) -> Iterator[int]:
    """The ids of the contact points, in the order of customers and contacts."""
    pairs = list(zip(customers, new, strict=True))
    for model, column, ids in _LINKS:
        insert_values(
            model,
            ("customer_id", column),
            [(c.pk, pk) for c, one in pairs for pk in dict.fromkeys(ids(one.given))],
        )
    Project.objects.bulk_create(
        [
            Project(customer_id=c.pk, name=name, match_key=match_key(name))
            for c, one in pairs
            for name in {match_key(name): name for name in one.given.projects if name}.values()
        ],
        batch_size=500,
    )
    CustomValue.objects.bulk_create(
        [
            row.stored(pk)
            for pk, row in custom.seal_rows([(c.pk, row) for c, one in pairs for row in one.custom])
        ],
        batch_size=500,
    )
    people = _write_people(pairs)
    return iter(write_points([(c, contact) for c, one in pairs for contact in one.contacts], people))


_LINKS = (
    (Helper, "person_id", attrgetter("helper_ids")),
    (CustomerTag, "tag_id", attrgetter("tag_ids")),
    (CustomerClass, "value_id", attrgetter("class_ids")),
)


def _write_people(pairs: Sequence[tuple[Written, NewCustomer]]) -> dict[tuple[int, str], int]:
    """Contact persons, also those only named by a contact point; (customer, name) → id."""
    found: list[tuple[int, str, str, bool]] = []
    for customer, one in pairs:
        titles = dict.fromkeys((contact.person for contact in one.contacts if contact.person), "")
        titles.update(one.given.people)
        found += [
            (customer.pk, name, title, place == 0)
            for place, (name, title) in enumerate(titles.items())
            if name
        ]
    ids, at = reserve_ids(ContactPerson, len(found)), now()
    insert_values(
        ContactPerson,
        _PERSON,
        [(pk, at, at, 1, *row, "", None) for pk, row in zip(ids, found, strict=True)],
    )
    return {(customer_id, name): pk for pk, (customer_id, name, *_) in zip(ids, found, strict=True)}


_PERSON = (
    "id", "created_at", "updated_at", "revision", "customer_id", "name", "title", "is_primary", "gender",
    "removed_at",
)  # fmt: skip


def write_points(
    pairs: Sequence[tuple[Customer | Written, Contact]], people: Mapping[tuple[int, str], int]
) -> list[int]:
    """Store contact points; their ids, in the order of `pairs`."""
    present = [(customer, one) for customer, one in pairs if not one.is_absent]
    sealed = iter(
        vault.seal_many(
            [(c.key_owner, "profile", contacts.dump(one.value, one.raw), contacts.AAD) for c, one in present]
        )
    )
    ids, at = reserve_ids(ContactPoint, len(pairs)), now()
    insert_values(
        ContactPoint,
        _POINT,
        [
            (
                pk, at, at, 1, customer.pk, people.get((customer.pk, one.person)), one.kind, one.label,
                None if one.is_absent else next(sealed),
                one.token or None,
                one.is_absent, one.absent_reason, one.verified_on, None, one.valid_until, None,
            )
            for pk, (customer, one) in zip(ids, pairs, strict=True)
        ],
    )  # fmt: skip
    return list(ids)


_POINT = (
    "id", "created_at", "updated_at", "revision", "customer_id", "contact_person_id", "kind", "label", "value",
    "token", "is_absent", "absent_reason", "verified_on", "verified_by_id", "valid_until", "removed_at",
)  # fmt: skip


def _audience(customer: Written, one: NewCustomer) -> AudienceSource:
    given = one.given
    helpers = tuple(dict.fromkeys(given.helper_ids))
    return AudienceSource(customer.pk, given.owner_id, given.department_id, helpers)


def _texts(one: NewCustomer) -> Texts:
    points = [contact for contact in one.contacts if not contact.is_absent]
    people = dict.fromkeys(
        [*(contact.person for contact in one.contacts), *(name for name, _title in one.given.people)]
    )
    return Texts(
        contacts=[text for point in points for text in point_texts(point.kind, point.value, point.raw)],
        people=list(people),
        custom=[row.words for row in one.custom],
    )


def _labels() -> dict[str, str]:
    """Translated once for all of a batch."""
    found = {name: str(attribute.label) for name, attribute in ATTRIBUTES.items()}
    found |= {key: str(label) for key, label in LINKS.items()}
    return found | {str(kind): str(label) for kind, label in ContactKind.choices}


def _event(customer: Written, one: NewCustomer, points: Iterator[int], labels: Mapping[str, str]) -> Entry:
    changes = [
        {"field": name, "label": labels[name], "old": None, "new": value}
        for name, value in one.values.items()
        if value not in (None, "")
    ]
    changes += [
        {
            "field": f"contact:{next(points)}",
            "label": labels[contact.kind],
            "old": None,
            "new": contact_state(contact),
        }
        for contact in one.contacts
    ]
    changes += [
        {"field": row.field.key, "label": row.field.label, "old": None, "new": row.value}
        for row in one.custom
    ]
    given = one.given
    links = {
        "owner": given.owner_id,
        "department": given.department_id,
        "helpers": sorted(set(given.helper_ids)),
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
