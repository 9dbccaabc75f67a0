"""Who looked at a document: once for a page and all its images, and never not at all."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction

from kedang.core.actor import Actor
from kedang.core.clock import now
from kedang.documents.events import OPENED
from kedang.documents.models import Document
from kedang.ledger.models import Event
from kedang.ledger.record import record

# A page left open longer than this, and scrolled on, is looked at again.
LOOKED_AT_FOR = timedelta(hours=1)


def note_opening(actor: Actor, document: Document) -> None:
    """Record the opening, unless this person opened the same document within the hour."""
    label = Document._meta.label_lower
    seen = Event.objects.filter(
        kind=OPENED.name,
        actor_id=actor.id,
        subject_type=label,
        subject_id=document.pk,
        at__gte=now() - LOOKED_AT_FOR,
    )
    if seen.exists():
        return
    with transaction.atomic():
        record(OPENED, document, actor=actor, customer_id=document.customer_id)
