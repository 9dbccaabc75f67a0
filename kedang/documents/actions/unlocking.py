"""Before a document of the top level is opened: the second factor, and why."""

from __future__ import annotations

from kedang.access.door import action
from kedang.core.actor import Actor
from kedang.documents.events import UNLOCKED
from kedang.documents.models import Document
from kedang.ledger.record import record


@action(needs="view", reason=True, second_factor=True)
def unlock_document(document: Document, *, actor: Actor) -> None:
    """Let `actor` open it for this sitting. The reason is in the ledger, under the month's audit key."""
    record(
        UNLOCKED,
        document,
        actor=actor,
        customer_id=document.customer_id,
    )
