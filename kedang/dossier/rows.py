"""Rows of a customer as JSON: every column, sealed words opened, references by number or by name."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import models

from kedang import vault
from kedang.access.querysets import GuardedQuerySet
from kedang.core.actor import Actor
from kedang.core.masking import mask_text, mask_value
from kedang.customers.models import ContactPoint, Customer
from kedang.dossier.models import Origin
from kedang.dossier.tables import Table, by_model
from kedang.filing.models import Folder
from kedang.people.models import Person
from kedang.teamwork.models import Comment

Row = dict[str, Any]


@dataclass(frozen=True)
class Reader:
    """Who reads a customer's rows, which documents go along, and whether contact points leave unmasked."""

    actor: Actor
    documents: Collection[int]
    in_clear: bool


def rows_of(table: Table, customer: Customer, reader: Reader) -> list[Row]:
    """In the order in which they were made, within the reader's rights."""
    rows = list(_visible(table, customer, reader))
    sealed = _opened(table, rows)
    links = _links(table, rows, reader)
    origins = origins_of(table.name, customer.pk)
    found = []
    for row in rows:
        told: Row = {"id": row.pk}
        for column in table.columns():
            told[column.name] = _told(column, row, sealed, reader)
        told |= {name: links[name][row.pk] for name in links}
        found.append(told | origins.get(row.pk, {}))
    return found


def count_of(table: Table, customer: Customer, reader: Reader) -> int:
    return int(_visible(table, customer, reader).count())


def person_of(person: Person | None) -> dict[str, str] | None:
    return {"name": person.name, "email": person.email} if person else None


def plain(value: Any) -> Any:
    """What JSON holds of a column."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    return f"{value:f}" if isinstance(value, Decimal) else value


def origins_of(name: str, customer_id: int) -> dict[int, Row]:
    """What rows restored from an earlier dossier said that cannot stand in their columns here."""
    rows = list(Origin.objects.filter(customer=customer_id, table=name, facts__isnull=False))
    opened = vault.unseal_many([one.sealed_facts for one in rows])
    return {one.row_id: Origin.read(body) for one, body in zip(rows, opened, strict=True) if body is not None}


def _visible(table: Table, customer: Customer, reader: Reader) -> models.QuerySet[Any]:
    rows = table.model._default_manager.all()
    if isinstance(rows, GuardedQuerySet):
        rows = rows.visible_to(reader.actor)
    rows = rows.filter(customer=customer).order_by("pk")
    if table.model is Folder:
        rows = rows.filter(trashed_at=None)
    if table.model is Comment:
        # A comment on a document says what is in it.
        about = models.Q(document=None) | models.Q(document__in=list(reader.documents))
        rows = rows.filter(about)
    references = [one.name for one in table.columns() if one.is_relation]
    return rows.select_related(*references) if references else rows


def _told(
    column: models.Field[Any, Any], row: Any, sealed: dict[tuple[int, str], Any], reader: Reader
) -> Any:
    if column.get_internal_type() == "BinaryField":
        value = sealed.get((row.pk, column.name))
        return _point(row, value, reader) if isinstance(row, ContactPoint) and value else value
    if not column.is_relation:
        return plain(getattr(row, column.name))
    if column.related_model is Person:
        return person_of(getattr(row, column.name))
    if column.related_model is Customer:
        return _other(getattr(row, column.name), reader.actor)
    name = by_model().get(column.related_model)  # type: ignore[arg-type]  # a model, never a name
    if name is None:
        return str(getattr(row, column.name))
    pk = getattr(row, f"{column.name}_id")
    return None if name == "documents" and pk not in reader.documents else pk


def _point(row: ContactPoint, value: dict[str, Any], reader: Reader) -> dict[str, Any]:
    if reader.in_clear:
        return value
    return {name: mask_value(row.kind, str(text)) if text else text for name, text in value.items()}


def _other(customer: Customer, actor: Actor) -> dict[str, str] | None:
    """Number and name of somebody else's record, when the reader may see it."""
    if not Customer.objects.visible_to(actor).filter(pk=customer.pk).exists():
        return None
    return {"number": customer.number, "name": customer.name}


def _opened(table: Table, rows: Sequence[Any]) -> dict[tuple[int, str], Any]:
    places = [(row, name) for row in rows for name in table.sealed if getattr(row, name) is not None]
    bodies = vault.unseal_many(
        [
            (bytes(getattr(row, name)), f"customer:{row.customer_id}", "profile", table.sealed[name])
            for row, name in places
        ]
    )
    found = {}
    for (row, name), body in zip(places, bodies, strict=True):
        found[row.pk, name] = None if body is None else words_from(table, name, body)
    return found


def words_from(table: Table, name: str, body: bytes) -> Any:
    """Some seals hold text, some JSON."""
    text = body.decode()
    return json.loads(text) if (table.name, name) in STRUCTURED else text


STRUCTURED = {
    ("contact_points", "value"),
    ("interactions", "content"),
    ("invitations", "answers"),
}


def _links(table: Table, rows: Iterable[Any], reader: Reader) -> dict[str, dict[int, list[Any]]]:
    ids = [row.pk for row in rows]
    found: dict[str, dict[int, list[Any]]] = {}
    for link in table.links:
        found[link.name] = defaultdict(list)
        linked = link.model._default_manager.filter(**{f"{link.parent}__in": ids}).order_by("pk")
        field = link.model._meta.get_field(link.column)
        of_people = field.is_relation and field.related_model is Person
        for one in linked.select_related(link.column) if field.is_relation else linked:
            value = getattr(one, link.column)
            if of_people:
                value = person_of(value)
            elif field.is_relation:
                value = value.pk
                if link.name == "documents" and value not in reader.documents:
                    continue
            else:
                value = {"question": getattr(one, "question", ""), "value": value}
            found[link.name][getattr(one, f"{link.parent}_id")].append(value)
    return found


def masked(kind: str, text: str | None, *, in_clear: bool) -> str | None:
    if in_clear or not text:
        return text
    return mask_value(kind, text) if kind else mask_text(text)
