"""Who looked at a document: once for a page and all its images, and never not at all."""

from __future__ import annotations

from kedang.access import opening
from kedang.core.actor import Actor
from kedang.documents.events import DOWNLOADED, OPENED, PREVIEWED
from kedang.documents.models import Document


def note_opening(actor: Actor, document: Document) -> None:
    """Record the opening, unless this person opened the same document within the hour."""
    opening.note_opening(actor, document, kind=OPENED)


def note_preview(actor: Actor, document: Document) -> None:
    """A thumbnail says little and is asked for in rows: once, and not at all beside an opening."""
    opening.note_opening(actor, document, kind=PREVIEWED, covered_by=(OPENED, DOWNLOADED))
