"""Properties that programs write for people; what Windows notes of its own is no act of anybody."""

from __future__ import annotations

from kedang.access.door import action
from kedang.core.actor import Actor
from kedang.documents.models import Document
from kedang.drive import events, properties
from kedang.drive.properties import Properties
from kedang.drive.tree.places import DocumentPlace, FolderPlace
from kedang.filing.models import Folder
from kedang.ledger.record import record


@action(needs="edit")
def mark_document(document: Document, place: DocumentPlace, found: Properties, *, actor: Actor) -> None:
    properties.put(place, found)
    record(events.MARKED, document, actor=actor, customer_id=document.customer_id)


@action(needs="edit")
def mark_folder(folder: Folder, place: FolderPlace, found: Properties, *, actor: Actor) -> None:
    properties.put(place, found)
    record(events.MARKED, folder, actor=actor, customer_id=folder.customer_id)
