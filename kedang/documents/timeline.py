"""What happened to a customer's documents, for those who may see them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from itertools import islice
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from kedang.core.actor import Actor
from kedang.core.folding import fold
from kedang.core.prepared import Prepared
from kedang.customers.models import Customer
from kedang.customers.timeline import Moment, Point, Source, before_filter, register
from kedang.documents import events
from kedang.documents.models import Document
from kedang.ledger.models import Event

NAME = "documents"
_KINDS = (
    events.FILED, events.VERSION_ADDED, events.VERSION_RESTORED, events.RENAMED, events.TRASHED, events.UNTRASHED,
)  # fmt: skip
# Rights and words are asked of the rows read; so many of them are read at most for one page.
_BATCH, _BATCHES = 60, 10


def declare() -> None:
    register(Source(NAME, _("文档"), "documents", _rows, order=40, model=Document))


def _rows(customer: Customer, actor: Actor, before: Point | None, words: str, limit: int) -> list[Moment]:
    batches = (
        _batch(number, before.source)(customer.pk, before.at, before.pk)
        if before
        else _batch(number)(customer.pk)
        for number in range(_BATCHES)
    )
    return list(islice(_found(batches, actor, fold(words)), limit))


@cache
def _batch(number: int, source: str | None = None) -> Prepared[Event]:
    """`source`: that with which the page before ended; where it did comes with each question."""
    if source is None:
        return Prepared(lambda customer: _told(customer, number, None))
    return Prepared(lambda customer, at, pk: _told(customer, number, Point(at, source, pk)))


def _told(customer: Any, number: int, before: Point | None) -> QuerySet[Event]:
    kinds = [kind.name for kind in _KINDS]
    rows = Event.objects.filter(customer_id=customer, kind__in=kinds, result=Event.Result.OK)
    rows = rows.filter(before_filter(NAME, before)).select_related("actor").order_by("-at", "-pk")
    return rows[number * _BATCH : (number + 1) * _BATCH]


def _found(batches: Iterable[list[Event]], actor: Actor, words: str) -> Iterator[Moment]:
    for batch in batches:
        ids = {event.subject_id for event in batch if event.subject_id}
        known = Document.objects.visible_to(actor).in_bulk(ids) if ids else {}
        for event in batch:
            document = known.get(event.subject_id or 0)
            if document is not None and words in fold(
                f"{document.name} {document.original_name} {event.sentence}"
            ):
                context = {"event": event, "document": document}
                yield Moment(event.at, NAME, event.pk, "documents/timeline/document.html", context)
        if len(batch) < _BATCH:
            return
