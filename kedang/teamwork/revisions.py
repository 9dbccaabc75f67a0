"""What a comment said before, out of the ledger."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kedang.ledger.models import Event
from kedang.ledger.record import read_payloads
from kedang.teamwork.events import COMMENT_CHANGED
from kedang.teamwork.models import Comment


@dataclass(frozen=True)
class Before:
    """What stood there until `until`."""

    until: datetime
    text: str


def revisions_of(comment: Comment, *, limit: int = 20) -> list[Before]:
    """Newest first; the caller may see the comment."""
    rows = Event.objects.filter(
        kind=COMMENT_CHANGED.name,
        subject_type=Comment._meta.label_lower,
        subject_id=comment.pk,
        customer_id=comment.customer_id,
    )
    events = list(rows.order_by("-pk")[:limit]) if comment.edited_at else []
    payloads = zip(events, read_payloads(events), strict=True)
    return [
        Before(event.at, str(payload["changes"][0]["old"] or ""))
        for event, payload in payloads
        if payload and payload.get("changes")
    ]
