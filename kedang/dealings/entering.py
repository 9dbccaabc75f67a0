"""Dealings written in bulk: the one core of actions, imports and the demo. The caller's transaction, one event each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from kedang.core.actor import Actor
from kedang.customers.models import Customer
from kedang.dealings import figures, indexing
from kedang.dealings.events import INTERACTION_RECORDED, NEED_NOTED, PURCHASE_RECORDED
from kedang.dealings.models import Interaction, InteractionDocument, InteractionPerson, Need, Purchase
from kedang.dealings.reading import InteractionFacts, NeedFacts, Origin, PurchaseFacts
from kedang.dealings.sealing import Words, column_of, seal_all
from kedang.dealings.states import Facts, changes_between, state_of_facts
from kedang.ledger.record import Entry, record_many

_KINDS = {Purchase: PURCHASE_RECORDED, Interaction: INTERACTION_RECORDED, Need: NEED_NOTED}


@dataclass
class NewPurchase:
    customer: Customer
    facts: PurchaseFacts
    origin: Origin = field(default_factory=Origin)


@dataclass
class NewInteraction:
    customer: Customer
    facts: InteractionFacts
    origin: Origin = field(default_factory=Origin)


@dataclass
class NewNeed:
    customer: Customer
    facts: NeedFacts
    origin: Origin = field(default_factory=Origin)


New = NewPurchase | NewInteraction | NewNeed


def enter_purchases(
    given: Sequence[NewPurchase], *, actor: Actor, run_id: int | None = None
) -> list[Purchase]:
    """Read by `reading.read_purchase`. Rights were checked by the caller."""
    return _enter(Purchase, given, actor, run_id)


def enter_interactions(
    given: Sequence[NewInteraction], *, actor: Actor, run_id: int | None = None
) -> list[Interaction]:
    """Read by `reading.read_interaction`. Rights were checked by the caller."""
    rows: list[Interaction] = _enter(Interaction, given, actor, run_id)
    InteractionPerson.objects.bulk_create(
        [
            InteractionPerson(interaction=row, person_id=pk)
            for row, one in zip(rows, given, strict=True)
            for pk in one.facts.people
        ],
        batch_size=400,
    )
    InteractionDocument.objects.bulk_create(
        [
            InteractionDocument(interaction=row, document_id=pk)
            for row, one in zip(rows, given, strict=True)
            for pk in one.facts.documents
        ],
        batch_size=400,
    )
    return rows


def enter_needs(given: Sequence[NewNeed], *, actor: Actor, run_id: int | None = None) -> list[Need]:
    """Read by `reading.read_need`. Rights were checked by the caller."""
    return _enter(Need, given, actor, run_id)


def words_in(facts: Facts) -> Words:
    if isinstance(facts, PurchaseFacts):
        return Words(facts.note)
    return Words(facts.text, list(getattr(facts, "names", ())))


def columns_of(facts: Facts) -> dict[str, Any]:
    """What goes into columns as it is."""
    apart = {"note", "text", "names", "people", "documents"}
    return {name: value for name, value in vars(facts).items() if name not in apart}


def _enter(
    model: type[Any],
    given: Sequence[New],
    actor: Actor,
    run_id: int | None,
) -> list[Any]:
    words = [words_in(one.facts) for one in given]
    sealed = seal_all([(model, one.customer.pk, said) for one, said in zip(given, words, strict=True)])
    rows = model.objects.bulk_create(
        [
            model(
                customer=one.customer,
                recorded_by=actor.person,
                run_id=run_id,
                **columns_of(one.facts),
                **_origin(one.origin, actor),
                **{column_of(model): body},
            )
            for one, body in zip(given, sealed, strict=True)
        ],
        batch_size=400,
    )
    indexing.write(rows, words)
    record_many(list(_entries(model, rows, given)), actor=actor)
    figures.refresh({one.customer.pk for one in given})
    return list(rows)


def _origin(origin: Origin, actor: Actor) -> dict[str, Any]:
    """Whoever enters it is the author, unless somebody else is named."""
    mine = not origin.author_id and not origin.author_name
    return {
        "author_id": actor.id if mine else origin.author_id,
        "author_name": origin.author_name[:80],
        "external_id": origin.external_id[:100],
    }


def _entries(model: type[Any], rows: Iterable[Any], given: Iterable[Any]) -> Iterable[Entry]:
    for row, one in zip(rows, given, strict=True):
        changes = changes_between(model, {}, state_of_facts(one.facts))
        yield Entry(_KINDS[model], row, customer_id=row.customer_id, changes=changes)
