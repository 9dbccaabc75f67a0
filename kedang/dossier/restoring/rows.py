"""Rows of a dossier written here: sealed under the new customer's key, each with its origin and its event."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from django.db import models

from kedang import vault
from kedang.core.actor import Actor
from kedang.core.clock import now
from kedang.core.errors import Invalid
from kedang.core.folding import fold
from kedang.customers.contacts import normalise, token_of
from kedang.customers.indexing import reindex
from kedang.customers.models import Customer
from kedang.dealings import figures, indexing
from kedang.dealings.models import Interaction, Need, Purchase
from kedang.dossier.events import ROW_RESTORED
from kedang.dossier.models import BagImport, Origin
from kedang.dossier.models.origin import AAD
from kedang.dossier.restoring.decoding import Decoded, People, decode
from kedang.dossier.tables import Links, Table, by_model, tables
from kedang.engagement.indexing import write as index_complaint
from kedang.engagement.models import Complaint
from kedang.filing.folders import ensure_folders
from kedang.filing.models import Folder
from kedang.ledger.record import Entry, record_many
from kedang.people.models import Person
from kedang.teamwork.models import Comment
from kedang.teamwork.sealing import write_index as index_comment
from kedang.workflow.models import Task

Json = dict[str, Any]
_TOLD = {Comment: "text", Complaint: "content"}


def restore_rows(
    bag_import: BagImport,
    customer: Customer,
    table: Table,
    told: Sequence[Json],
    *,
    in_clear: bool,
    actor: Actor,
) -> int:
    """In the chunk's transaction; how many were made."""
    people = People(actor.person)
    ids = ids_of(bag_import)
    decoded = [decode(table, row, ids, people) for row in told]
    if table.name == "contact_points" and not in_clear:
        decoded = [one for one in decoded if not one.sealed]  # masked values are no values
    if table.model is Folder:
        rows = _folders(customer, decoded)
    else:
        rows = _insert(customer, table, decoded)
    note_origins(bag_import, customer, table.name, list(zip(rows, decoded, strict=True)), actor)
    for link in table.links:
        _link(link, list(zip(rows, decoded, strict=True)), ids, people)
    _index(customer, table, rows, decoded)
    return len(rows)


def ids_of(bag_import: BagImport) -> dict[str, dict[int, int]]:
    """Table → id in the dossier → id here, of what earlier chunks made."""
    found: dict[str, dict[int, int]] = {"documents": {}}
    found.update({one.name: {} for one in tables()})
    rows = Origin.objects.filter(bag_import=bag_import).values_list("table", "old_id", "row_id")
    for name, old, new in rows:
        found.setdefault(name, {})[old] = new
    return found


def note_origins(
    bag_import: BagImport,
    customer: Customer,
    name: str,
    pairs: Sequence[tuple[models.Model, Decoded]],
    actor: Actor,
    *,
    with_events: bool = True,
) -> None:
    """Where each row came from; one event each unless what made them told already."""
    told = [(row, one) for row, one in pairs if one.origin]
    sealed = vault.seal_many(
        [
            (customer.key_owner, "profile", json.dumps(one.origin, ensure_ascii=False).encode(), AAD)
            for _r, one in told
        ]
    )
    facts = {row.pk: body for (row, _one), body in zip(told, sealed, strict=True)}
    Origin.objects.bulk_create(
        [
            Origin(
                bag_import=bag_import,
                customer=customer,
                table=name,
                row_id=row.pk,
                old_id=one.old_id,
                facts=facts.get(row.pk),
            )
            for row, one in pairs
        ],
        batch_size=500,
    )
    if with_events:
        entries = [
            Entry(ROW_RESTORED, row, customer_id=customer.pk, details={"part": name}) for row, _one in pairs
        ]
        record_many(entries, actor=actor)


def _insert(customer: Customer, table: Table, decoded: Sequence[Decoded]) -> list[Any]:
    places = [(place, name) for place, one in enumerate(decoded) for name in one.sealed]
    bodies = vault.seal_many(
        [
            (customer.key_owner, "profile", decoded[place].sealed[name], table.sealed[name])
            for place, name in places
        ]
    )
    sealed: list[dict[str, bytes]] = [{} for _one in decoded]
    for (place, name), body in zip(places, bodies, strict=True):
        sealed[place][name] = body
    rows = [
        table.model(customer=customer, **one.columns, **kept, **_worked_out(table, one))
        for one, kept in zip(decoded, sealed, strict=True)
    ]
    return list(table.model._default_manager.bulk_create(rows, batch_size=200))


def _worked_out(table: Table, one: Decoded) -> dict[str, Any]:
    """Columns that a dossier leaves out because they can be found again."""
    if table.name == "contact_points" and "value" in one.sealed:
        return {"token": _token(one.columns["kind"], json.loads(one.sealed["value"]))}
    due = one.columns.get("remind_at")
    if table.model is Task and due is not None and due < now():
        return {"reminded_at": now()}  # nobody is reminded of what is long past
    return {}


def _token(kind: str, value: dict[str, str]) -> bytes:
    try:
        return token_of(kind, normalise(kind, value["raw"])[1])
    except Invalid:  # taken in as it was, long ago
        return token_of(kind, fold(value["value"]))


def _folders(customer: Customer, decoded: Sequence[Decoded]) -> list[Folder]:
    made = ensure_folders([(customer, one.columns["path"]) for one in decoded])
    for folder, one in zip(made, decoded, strict=True):
        folder.classification = max(folder.classification, one.columns["classification"])
        folder.created_at = min(folder.created_at, one.columns["created_at"])
    Folder.objects.bulk_update(made, ["classification", "created_at"], batch_size=200)
    return made


def _link(link: Links, pairs: Sequence[tuple[Any, Decoded]], ids: Any, people: People) -> None:
    rows = []
    field = link.model._meta.get_field(link.column)
    for row, one in pairs:
        for told in one.links.get(link.name, ()):
            target = _target(field, told, ids, people)
            if target is not None:
                rows.append(link.model(**{f"{link.parent}_id": row.pk, f"{link.column}_id": target}))
    link.model._default_manager.bulk_create(rows, batch_size=500)


def _target(field: Any, told: Any, ids: Any, people: People) -> int | None:
    if field.related_model is Person:
        person = people.find(told)
        return person.pk if person else None
    found: int | None = ids[by_model()[field.related_model]].get(told) if type(told) is int else None
    return found


def _index(customer: Customer, table: Table, rows: Sequence[Any], decoded: Sequence[Decoded]) -> None:
    if table.name in ("contact_people", "contact_points"):
        reindex([customer])
    if table.model in (Purchase, Interaction, Need):
        indexing.rewrite([row for row in rows if not row.is_withdrawn])
        figures.refresh([customer.pk])
    for row, one in zip(rows, decoded, strict=True):
        if table.model is Comment and row.withdrawn_at is None:
            index_comment(row, one.sealed["text"].decode())
        elif table.model is Complaint:
            index_complaint(row, *(one.sealed.get(name, b"").decode() for name in ("content", "outcome")))
