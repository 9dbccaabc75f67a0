"""Changing what is known of documents: one mechanism for single edits, bulk work and undo.

A *state* is the part of a document that people change, as JSON: `state_of` takes it, `put` brings
documents into (part of) a state and tells the ledger what that changed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from kedang import vault
from kedang.core.actor import Actor
from kedang.core.clock import now
from kedang.core.errors import Conflict
from kedang.documents import indexing, values
from kedang.documents.content import PURPOSE
from kedang.documents.models import Document, DocumentTag, DocumentValue
from kedang.documents.naming import unique_names
from kedang.documents.states import LABELS, Related, State, states_of
from kedang.filing.file_names import name_key, safe_name
from kedang.ledger.kinds import Kind
from kedang.ledger.record import Entry, record_many

_KEYS_TOGETHER = 500
_COLUMNS = (
    "customer",
    "folder",
    "name",
    "name_key",
    "title",
    "type",
    "project",
    "document_date",
    "classification",
)


@dataclass(frozen=True)
class Change:
    """What `put` did to one document: enough to take it back while nobody changed it again."""

    document: Document
    before: State
    after: State

    def as_undo(self) -> dict[str, Any]:
        return {"id": self.document.pk, "before": self.before, "revision": self.document.revision}


def lock(documents: Sequence[Document]) -> list[Document]:
    """The rows as they are now, held until the transaction ends, in the order given."""
    rows = Document.objects.select_for_update(of=("self",)).select_related(
        "type", "folder", "customer", "project"
    )
    found = rows.in_bulk([document.pk for document in documents])
    return [found[document.pk] for document in documents if document.pk in found]


def put(
    documents: Sequence[Document],
    wanted: Sequence[State],
    *,
    kind: Kind,
    actor: Actor,
    always_record: bool = False,
) -> list[Change]:
    """Bring each of the `documents` (locked rows) into the part of a state `wanted` for it.

    Names are made unique in their folder. Those that would not change are left alone and out of the answer.
    """
    before = states_of(documents)
    related = Related(before, wanted)
    changes: list[Change] = []
    for document, old, new in zip(documents, before, wanted, strict=True):
        clean = {
            key: value
            for key, value in related.checked(document, old, new, actor).items()
            if value != old[key]
        }
        if clean or always_record:
            changes.append(Change(document, {key: old[key] for key in clean}, clean))
    _name_anew(changes, related)
    _store(changes, related)
    record_many([_event(kind, change, related) for change in changes], actor=actor)
    return changes


def take_back(undo: Sequence[Mapping[str, Any]], *, kind: Kind, actor: Actor) -> dict[int, str]:
    """Restore what was changed, unless it was changed again since or may not be edited any more; id → why not."""
    rows = Document.objects.available().filter(pk__in=[each["id"] for each in undo]).permitted(actor, "edit")
    found = {d.pk: d for d in lock(list(rows))}
    same = [each for each in undo if each["id"] in found and found[each["id"]].revision == each["revision"]]
    put([found[each["id"]] for each in same], [each["before"] for each in same], kind=kind, actor=actor)
    kept = {each["id"] for each in undo} - {each["id"] for each in same}
    return dict.fromkeys(kept, _("之后又被修改过、已在回收站，或您已不能修改，保持现状"))


def rewrap(document_id: int) -> None:
    """Wrap the document's key under the customer it belongs to now."""
    document = Document.objects.only("customer_id").get(pk=document_id)
    vault.keys.reparent(document.key_owner, PURPOSE, f"customer:{document.customer_id}")


def rewrap_all(customer_id: int) -> None:
    """Wrap the keys of all documents of a customer under that customer's, some at a time."""
    last = 0
    while ids := list(
        Document.objects.filter(customer=customer_id, pk__gt=last)
        .order_by("pk")
        .values_list("pk", flat=True)[:_KEYS_TOGETHER]
    ):
        owners = [f"document:{pk}" for pk in ids]
        vault.keys.reparent_many(owners, PURPOSE, f"customer:{customer_id}")
        last = ids[-1]


def _name_anew(changes: Sequence[Change], related: Related) -> None:
    """A name wanted, or a move to another folder, may meet one that is there."""
    moved = [change for change in changes if {"name", "folder"} & set(change.after)]
    wanted = [
        (
            change.after.get("folder", change.document.folder_id),
            change.after.get("name", change.document.name),
        )
        for change in moved
    ]
    names = unique_names(wanted, leaving_out=[change.document.pk for change in moved])
    for change, name in zip(moved, names, strict=True):
        if name != change.document.name:
            change.before["name"], change.after["name"] = change.document.name, name


def _store(changes: Sequence[Change], related: Related) -> None:
    if not changes:
        return
    for change in changes:
        _assign(change, related)
    documents = [change.document for change in changes]
    Document.objects.bulk_update(documents, [*_COLUMNS, "revision", "updated_at"], batch_size=100)
    _store_tags([change for change in changes if "tags" in change.after])
    _store_values([change for change in changes if "fields" in change.after], related)
    if any({"name", "title", "fields"} & set(change.after) for change in changes):
        indexing.index_documents(documents)


def _assign(change: Change, related: Related) -> None:
    document, after = change.document, change.after
    if "folder" in after:
        folder = related.folders[after["folder"]]
        if folder.customer_id != document.customer_id:
            document.customer = folder.customer
            _queue_rewrap(document)
        document.folder = folder
    if "name" in after:
        document.name, document.name_key = after["name"], name_key(after["name"])
    if "document_date" in after:
        document.document_date = (
            date.fromisoformat(after["document_date"]) if after["document_date"] else None
        )
    for key, attribute in (
        ("title", "title"),
        ("type", "type_id"),
        ("project", "project_id"),
        ("classification", "classification"),
    ):
        if key in after:
            setattr(document, attribute, after[key])
    document.revision += 1
    document.updated_at = now()


def _queue_rewrap(document: Document) -> None:
    from kedang.documents.tasks import hand_over_key

    hand_over_key.enqueue(document.pk)


def _store_tags(changes: Sequence[Change]) -> None:
    DocumentTag.objects.filter(document__in=[change.document for change in changes]).delete()
    DocumentTag.objects.bulk_create(
        [
            DocumentTag(document=change.document, tag_id=tag)
            for change in changes
            for tag in change.after["tags"]
        ]
    )


def _store_values(changes: Sequence[Change], related: Related) -> None:
    DocumentValue.objects.filter(document__in=[change.document for change in changes]).delete()
    DocumentValue.objects.bulk_create(
        [
            row
            for change in changes
            for row in values.rows_of(
                change.document, related.types.get(change.document.type_id or 0), change.after["fields"]
            )
        ]
    )


def _event(kind: Kind, change: Change, related: Related) -> Entry:
    document = change.document
    return Entry(
        kind,
        document,
        customer_id=document.customer_id,
        changes=[
            {
                "field": key,
                "label": str(LABELS[key]),
                "old": related.words(key, change.before[key]),
                "new": related.words(key, value),
            }
            for key, value in change.after.items()
        ],
        details={"name": document.name},
        key=(document.key_owner, PURPOSE),
    )


def refuse_taken_name(document: Document, name: str) -> None:
    """Raises Conflict: another document of the folder is called so."""
    others = Document.objects.filter(
        folder=document.folder_id, trashed_at=None, name_key=name_key(safe_name(name))
    )
    if others.exclude(pk=document.pk).exists():
        raise Conflict(
            _("这个文件夹里已有“%(name)s”。") % {"name": name},
            field="name",
            value=name,
            remedy=_("请换一个名称。"),
        )
