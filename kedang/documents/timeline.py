"""What happened to a customer's documents, for those who may see them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from kedang.core.actor import Actor
from kedang.core.folding import fold
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
    told = Event.objects.filter(
        customer_id=customer.pk, kind__in=[kind.name for kind in _KINDS], result=Event.Result.OK
    )
    told = told.filter(before_filter(NAME, before)).select_related("actor").order_by("-at", "-pk")
    return list(islice(_found(told, actor, fold(words)), limit))


def _found(told: QuerySet[Event], actor: Actor, words: str) -> Iterator[Moment]:
    for number in range(_BATCHES):
        batch = list(told[number * _BATCH : (number + 1) * _BATCH])
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
