"""Identical content: said only of documents one may see; of others nothing leaks."""

from __future__ import annotations

from kedang.core.actor import Actor
from kedang.documents.models import Document
from kedang.documents.querysets import DocumentQuerySet

SHOWN = 20


def twins_of(content_mac: bytes, *, actor: Actor, besides: int = 0) -> DocumentQuerySet:
    """Documents whose current version has this content, the trashed ones too (they can be restored)."""
    return (
        Document.objects.visible_to(actor)
        .filter(content_mac=content_mac, customer__trashed_at=None)
        .exclude(pk=besides)
        .with_places()
        .order_by("-pk")
    )
