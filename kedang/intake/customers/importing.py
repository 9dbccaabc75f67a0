"""One chunk of a customer list: matched, created or updated in one transaction; the rest comes back with reasons."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from kedang import vault
from kedang.access.runs import ChunkResult
from kedang.core.actor import Actor
from kedang.core.clock import now
from kedang.core.errors import DomainError
from kedang.customers.changing import Amendment, amend_many
from kedang.customers.contact_changes import add_point
from kedang.customers.events import CHANGED, CONTACT_ADDED
from kedang.customers.models import ContactPoint, Customer
from kedang.customers.registration import NewCustomer, write_many
from kedang.intake.customers.deciding import decide
from kedang.intake.customers.matching import find_matches
from kedang.intake.customers.reading import ReadRow
from kedang.intake.models import CustomerImport, RowProblem
from kedang.ledger.record import Entry, record_many

# Facts a list never overwrites in an existing record: they have verbs of their own.
_KEPT = frozenset({"name", "kind", "status", "cooperation_end", "end_reason", "number"})


@dataclass
class Outcome:
    """What a chunk did. `updated`: what undo takes back, [customer id, changes]."""

    created: list[int] = field(default_factory=list)
    updated: list[list[Any]] = field(default_factory=list)
    unchanged: int = 0
    rejected: int = 0


def import_rows(customer_import: CustomerImport, rows: list[ReadRow], *, actor: Actor) -> ChunkResult:
    """Write what can be written. Inside the chunk's transaction."""
    matches = find_matches([row.new for row in rows], customer_import.match_by)
    decided = decide(customer_import, rows, matches, actor)
    outcome = Outcome()
    outcome.created = _create(decided.new, actor)
    _update(decided.known, outcome, actor)
    outcome.rejected = sum(1 for row in rows if row.new is None)
    _store_problems(customer_import, rows)
    CustomerImport.objects.filter(pk=customer_import.pk).update(
        created=F("created") + len(outcome.created),
        updated=F("updated") + len(outcome.updated),
        unchanged=F("unchanged") + outcome.unchanged,
        rejected=F("rejected") + outcome.rejected,
        updated_at=now(),
    )
    undo = {"created": outcome.created, "updated": outcome.updated}
    return ChunkResult(
        done=len(rows) - outcome.rejected,
        skipped={row.number: _("见结果文件") for row in rows if row.new is None},
        undo=undo if outcome.created or outcome.updated else None,
    )


def _create(rows: list[ReadRow], actor: Actor) -> list[int]:
    """All at once; when that fails, one by one, so that only the row at fault comes back."""
    new = [row.new for row in rows if row.new is not None]
    try:
        with transaction.atomic():
            return [row[0] for row in write_many(new, actor=actor, run_id=actor.run_id)]
    except DomainError:
        return [pk for row in rows for pk in _create_one(row, actor)]


def _create_one(row: ReadRow, actor: Actor) -> list[int]:
    if row.new is None:
        return []
    try:
        with transaction.atomic():
            return [written[0] for written in write_many([row.new], actor=actor, run_id=actor.run_id)]
    except DomainError as error:
        row.reject(str(error.message), value=error.value or "", remedy=str(error.remedy))
        return []


def _update(known: list[tuple[ReadRow, Customer]], outcome: Outcome, actor: Actor) -> None:
    amendments = [Amendment(customer, _wanted(row.new)) for row, customer in known if row.new is not None]
    changed = amend_many(amendments, kind=CHANGED, actor=actor) if amendments else {}
    added = _add_contacts(known, actor)
    for customer_id, changes in changed.items():
        if everything := changes + added.get(customer_id, []):
            outcome.updated.append([customer_id, everything])
        else:
            outcome.unchanged += 1


def _wanted(new: NewCustomer) -> dict[str, Any]:
    """What the row says; an empty cell leaves the record as it is."""
    wanted = {
        name: value for name, value in new.values.items() if value not in (None, "") and name not in _KEPT
    }
    if not new.given.facts.get("stage"):
        wanted.pop("stage", None)
    wanted |= {f"custom:{row.field.pk}": row.value for row in new.custom if row.value is not None}
    return wanted


def _add_contacts(known: list[tuple[ReadRow, Customer]], actor: Actor) -> dict[int, list[dict[str, Any]]]:
    """Contact points the record does not have yet; one event each customer."""
    ids = [customer.pk for _row, customer in known]
    held = ContactPoint.objects.in_use().filter(customer_id__in=ids).values_list("customer_id", "token")
    tokens = {(pk, bytes(token)) for pk, token in held if token is not None}
    added: dict[int, list[dict[str, Any]]] = {}
    for row, customer in known:
        for contact in row.new.contacts if row.new else []:
            if contact.value and (customer.pk, contact.token) not in tokens:
                tokens.add((customer.pk, contact.token))
                added.setdefault(customer.pk, []).extend(add_point(customer, contact)[1])
    entries = [
        Entry(
            CONTACT_ADDED, subject_type="customers.customer", subject_id=pk, customer_id=pk, changes=changes
        )
        for pk, changes in added.items()
    ]
    if entries:
        record_many(entries, actor=actor)
    return added


def _store_problems(customer_import: CustomerImport, rows: Sequence[ReadRow]) -> None:
    """Cells and reasons, sealed under the import's own key."""
    troubled = [row for row in rows if row.problems]
    sealed = vault.seal_many(
        [(*customer_import.key, _dump(row), str(row.number).encode()) for row in troubled]
    )
    RowProblem.objects.bulk_create(
        [
            RowProblem(
                customer_import=customer_import, row=row.number, is_rejected=row.new is None, sealed=body
            )
            for row, body in zip(troubled, sealed, strict=True)
        ],
        batch_size=500,
    )


def _dump(row: ReadRow) -> bytes:
    body = {"cells": row.cells, "problems": [asdict(problem) for problem in row.problems]}
    return json.dumps(body, ensure_ascii=False).encode()
