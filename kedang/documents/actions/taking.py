"""Content on its way out: the right, the gates, the ledger; then the first byte."""

from __future__ import annotations

from django.db.models import F

from kedang.access.door import action
from kedang.core.actor import Actor
from kedang.core.clock import now
from kedang.documents.events import DOWNLOADED, PRINTED
from kedang.documents.models import Document, PrintTally
from kedang.ledger.record import record


@action(needs="download")
def take_document(document: Document, number: int | None = None, *, actor: Actor) -> None:
    """The original of version `number` leaves. Raises StepUpNeeded, QuotaReached, PermitNeeded."""
    details = {"version": number} if number else {}
    record(DOWNLOADED, document, actor=actor, customer_id=document.customer_id, details=details)


@action(needs="print")
def print_document(document: Document, number: int, pages: int, *, purpose: str = "", actor: Actor) -> None:
    """One more stamped copy of `pages` pages. Raises StepUpNeeded, QuotaReached."""
    tally, _made = PrintTally.objects.get_or_create(document=document, person=actor.person)
    PrintTally.objects.filter(pk=tally.pk).update(copies=F("copies") + 1, last_at=now())
    record(
        PRINTED,
        document,
        actor=actor,
        customer_id=document.customer_id,
        details={"version": number, "pages": pages, "purpose": purpose},
        key=(document.key_owner, "document"),
    )
