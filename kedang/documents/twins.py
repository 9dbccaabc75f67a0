"""Identical content: said only of documents one may see; of others nothing leaks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.urls import reverse
from django.utils import formats, timezone

from kedang.access.door import can
from kedang.core.actor import Actor
from kedang.customers.models import Customer
from kedang.documents.models import Document
from kedang.documents.querysets import DocumentQuerySet
from kedang.documents.trash import kept_until
from kedang.vault.macs import RunningMac

SHOWN = 20
TOLD = 3


def twins_of(content_mac: bytes, *, actor: Actor, besides: int = 0) -> DocumentQuerySet:
    """Documents whose current version has this content, the trashed ones too (they can be restored)."""
    return (
        Document.objects.visible_to(actor)
        .filter(content_mac=content_mac, customer__trashed_at=None)
        .exclude(pk=besides)
        .with_places()
        .order_by("-pk")
    )


def restorable_twins(
    customer: Customer, size: int, chunks: Iterable[bytes], *, actor: Actor
) -> list[Document]:
    """What lies in this customer's trash with this content and the actor may take out of it.

    The content is read only when something of its size is there.
    """
    trashed = Document.objects.filter(customer=customer, customer__trashed_at=None, size=size).trashed()
    rows = trashed.permitted(actor, "delete").with_places().order_by("-pk")
    if not rows.exists():
        return []
    mac = RunningMac("content")
    for piece in chunks:
        mac.update(piece)
    return list(rows.filter(content_mac=mac.digest())[:TOLD])


def in_words(twins: Sequence[Document], *, actor: Actor) -> list[dict[str, Any]]:
    """What a sender is told of them; of a customer out of reach the name and number only."""
    return [_in_words(twin, actor) for twin in twins]


def _in_words(twin: Document, actor: Actor) -> dict[str, Any]:
    sees_customer = can(actor, "view", twin.customer)
    until = kept_until(twin)
    return {
        "id": twin.pk,
        "name": twin.name,
        "url": reverse("documents:document", args=[twin.pk]),
        "place": f"{twin.customer.name} · {twin.folder.path if sees_customer else twin.customer.number}",
        "until": formats.date_format(timezone.localtime(until), "DATE_FORMAT") if until else "",
    }
