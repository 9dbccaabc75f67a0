"""Rows that belong to new customers: links, contact persons and contact points, projects, own fields."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from operator import attrgetter
from typing import Any, NamedTuple

from kedang import vault
from kedang.core.clock import now
from kedang.core.rows import insert_values, reserve_ids
from kedang.core.text import match_key
from kedang.customers import contacts, custom
from kedang.customers.contacts import Contact
from kedang.customers.incoming import NewCustomer
from kedang.customers.models import (
    ContactPerson,
    ContactPoint,
    Customer,
    CustomerClass,
    CustomerTag,
    Helper,
    Project,
)


class Written(NamedTuple):
    """A customer that has its row: what the rest is tied to."""

    pk: int
    number: str

    @property
    def key_owner(self) -> str:
        return f"customer:{self.pk}"


class Belongings(NamedTuple):
    """`points`: their ids, in the order of customers and contacts. `people`: of each customer, `record.person_state` by id."""

    points: Iterator[int]
    people: Mapping[int, Mapping[int, dict[str, Any]]]


def write_belongings(new: Sequence[NewCustomer], customers: Sequence[Written]) -> Belongings:
    pairs = list(zip(customers, new, strict=True))
    for model, column, ids in _LINKS:
        insert_values(
            model,
            ("customer_id", column),
            [(c.pk, pk) for c, one in pairs for pk in dict.fromkeys(ids(one.given))],
        )
    insert_values(
        Helper,
        ("customer_id", "person_id", "role"),
        [
            (c.pk, pk, one.given.helper_roles.get(pk, ""))
            for c, one in pairs
            for pk in dict.fromkeys(one.given.helper_ids)
        ],
    )
    Project.objects.bulk_create(
        [
            Project(customer_id=c.pk, name=name, match_key=match_key(name))
            for c, one in pairs
            for name in {match_key(name): name for name in one.given.projects if name}.values()
        ],
        batch_size=500,
    )
    custom.store([(c.pk, row) for c, one in pairs for row in one.custom])
    people = _write_people(pairs)
    by_name = {
        (customer_id, one["name"]): pk for customer_id, rows in people.items() for pk, one in rows.items()
    }
    points = write_points([(c, contact) for c, one in pairs for contact in one.contacts], by_name)
    return Belongings(iter(points), people)


_LINKS = (
    (CustomerTag, "tag_id", attrgetter("tag_ids")),
    (CustomerClass, "value_id", attrgetter("class_ids")),
)


def _write_people(pairs: Sequence[tuple[Written, NewCustomer]]) -> dict[int, dict[int, dict[str, Any]]]:
    """Contact persons, also those only named by a contact point; customer → id → what is known of them."""
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
    people: dict[int, dict[int, dict[str, Any]]] = defaultdict(dict)
    for pk, (customer_id, name, title, is_primary) in zip(ids, found, strict=True):
        people[customer_id][pk] = {"name": name, "title": title, "gender": "", "is_primary": is_primary}
    return people


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
