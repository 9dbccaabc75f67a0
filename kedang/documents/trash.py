"""Into the trash and back (回收站): plain functions for single actions, bulk work and the undo of an import."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from kedang.core.actor import Actor
from kedang.core.clock import now
from kedang.documents.content import PURPOSE
from kedang.documents.events import TRASHED, UNTRASHED
from kedang.documents.models import Document
from kedang.documents.naming import unique_names
from kedang.filing.file_names import name_key
from kedang.filing.folders import ensure_folders
from kedang.ledger.kinds import Kind
from kedang.ledger.record import Entry, record_many

KEPT_FOR = timedelta(days=30)


def put_into_trash(documents: Sequence[Document], *, actor: Actor) -> list[Document]:
    """Those of the (locked) `documents` that were not there yet. Content, versions and index stay."""
    going = [document for document in documents if not document.is_trashed]
    for document in going:
        document.trashed_at, document.trashed_by = now(), actor.person
        document.checked_out_by = document.checked_out_at = document.checked_out_until = None
    _store(going, ["trashed_at", "trashed_by", "checked_out_by", "checked_out_at", "checked_out_until"])
    record_many([_event(TRASHED, document) for document in going], actor=actor)
    return going


def take_from_trash(documents: Sequence[Document], *, actor: Actor) -> list[Document]:
    """Back into their folders, which are made again if they are gone; names are made unique."""
    coming = [document for document in documents if document.is_trashed]
    homeless = [document for document in coming if document.folder.trashed_at is not None]
    folders = (
        ensure_folders([(document.customer, document.folder.path) for document in homeless])
        if homeless
        else []
    )
    for document, folder in zip(homeless, folders, strict=True):
        document.folder = folder
    names = unique_names([(document.folder_id, document.name) for document in coming])
    for document, name in zip(coming, names, strict=True):
        document.name, document.name_key = name, name_key(name)
        document.trashed_at = document.trashed_by = None
    _store(coming, ["trashed_at", "trashed_by", "folder", "name", "name_key"])
    record_many([_event(UNTRASHED, document) for document in coming], actor=actor)
    return coming


def kept_until(document: Document) -> datetime | None:
    """When its 30 days in the trash are over; disposal itself follows the retention rules."""
    return document.trashed_at + KEPT_FOR if document.trashed_at else None


def _store(documents: Sequence[Document], fields: list[str]) -> None:
    for document in documents:
        document.revision += 1
        document.updated_at = now()
    Document.objects.bulk_update(documents, [*fields, "revision", "updated_at"], batch_size=100)


def _event(kind: Kind, document: Document) -> Entry:
    return Entry(
        kind,
        document,
        customer_id=document.customer_id,
        details={"name": document.name},
        key=(document.key_owner, PURPOSE),
    )
