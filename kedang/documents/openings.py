"""Who looked at a document: once for a page and all its images, never not at all, and no more a day than its level allows."""

from __future__ import annotations

from django.db import transaction

from kedang.access import opening
from kedang.access.events import REFUSED
from kedang.access.querysets import GuardedQuerySet
from kedang.core.actor import Actor
from kedang.documents import quotas
from kedang.documents.events import DOWNLOADED, OPENED, PREVIEWED
from kedang.documents.models import Document
from kedang.documents.sitting import ensure_open
from kedang.ledger.models import Event
from kedang.ledger.record import record


def open_document(actor: Actor, rows: GuardedQuerySet[Document], document_id: int) -> Document:
    """The document, its opening counted and in the ledger. Raises NotFound, StepUpNeeded, QuotaReached."""
    document = opening.find_record(actor, rows, document_id)
    ensure_open(actor, document)
    _open(actor, document)
    return document


def note_opening(actor: Actor, document: Document) -> None:
    """Record the opening, unless this person opened the same document within the hour."""
    if not opening.was_opened(actor, document, OPENED):
        _open(actor, document)


def note_preview(actor: Actor, document: Document) -> None:
    """A thumbnail says little and is asked for in rows: once, and not at all beside an opening."""
    opening.note_opening(actor, document, kind=PREVIEWED, covered_by=(OPENED, DOWNLOADED))


def _open(actor: Actor, document: Document) -> None:
    try:
        with transaction.atomic():
            quotas.take(document, "view", actor=actor)
            record(OPENED, document, actor=actor, customer_id=document.customer_id)
    except quotas.QuotaReached as reached:
        with transaction.atomic():
            record(
                REFUSED, document, actor=actor, customer_id=document.customer_id, result=Event.Result.REFUSED,
                reason="quota",
            )  # fmt: skip
            reached.settled()
        raise
