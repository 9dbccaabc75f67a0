"""One chunk of a folder import: content made durable first, then filed in one transaction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _

from kedang import vault
from kedang.access.door import can
from kedang.access.runs import ChunkResult
from kedang.core.actor import Actor
from kedang.core.text import match_key
from kedang.customers.models import Customer, Project
from kedang.documents.changes import lock
from kedang.documents.content import Content, Incoming, store
from kedang.documents.ingest import Filing, enter_documents
from kedang.documents.models import Document
from kedang.documents.trash import put_into_trash
from kedang.intake.folders.shelving import Shelving, date_in
from kedang.intake.folders.sources import CannotTake, Opened
from kedang.intake.models import FolderImport, FolderItem

State = FolderItem.State


@dataclass
class Prepared:
    """A chunk whose content is safe. `failed`: item → why its content could not be taken."""

    folder_import: FolderImport
    items: list[FolderItem]
    contents: dict[int, Content] = field(default_factory=dict)
    copies: dict[int, str] = field(default_factory=dict)  # of items nobody owns yet: their own blob
    failed: dict[int, str] = field(default_factory=dict)


def prepare_items(folder_import: FolderImport, item_ids: Sequence[int]) -> Prepared:
    """Read each file and write it encrypted: under its customer if it has one, else under the import."""
    items = list(
        FolderItem.objects.filter(pk__in=item_ids, state=State.WAITING)
        .select_related("label__customer__department", "label__customer__owner")
        .order_by("pk")
    )
    prepared = Prepared(folder_import, items)
    with Opened(folder_import) as source:
        for item in items:
            try:
                _take(prepared, item, source)
            except CannotTake as error:
                prepared.failed[item.pk] = str(error)
    return prepared


def file_items(prepared: Prepared, *, actor: Actor) -> ChunkResult:
    """Inside the chunk's transaction: what is new is filed, the rest gets its state and reason."""
    by_customer = {item.label.customer for item in prepared.items if item.label and item.label.customer}
    barred = {one.pk for one in by_customer if not can(actor, "create", one, resource="document")}
    known = _known_contents(prepared)
    projects = _projects(prepared.items)
    shelving = Shelving()
    filings: list[tuple[FolderItem, Filing]] = []
    for item in prepared.items:
        customer = item.label.customer if item.label else None
        content = prepared.contents.get(item.pk)
        if item.pk in prepared.failed:
            _end(item, State.FAILED, prepared.failed[item.pk])
        elif customer is None or content is None:
            item.blob_id = prepared.copies.get(item.pk, item.blob_id)
            _end(item, State.TRIAGE, _("没有匹配到客户"))
        elif customer.pk in barred:
            _end(item, State.FAILED, _("您不能在这位客户名下归档"))
        elif twin := known.get((customer.pk, content.blob.content_mac)):
            _end(item, State.DUPLICATE, _("与已有文档内容相同"), document_id=twin)
        else:
            known[customer.pk, content.blob.content_mac] = content.document_id
            filings.append((item, _filing(item, customer, content, shelving, projects)))
    _file(filings, actor)
    return _store(prepared)


def count_again(folder_import: FolderImport) -> None:
    """The figures of an import, from its items."""
    states = Counter(folder_import.items.values_list("state", flat=True).iterator(chunk_size=5000))
    FolderImport.objects.filter(pk=folder_import.pk).update(
        filed=states[State.FILED],
        duplicates=states[State.DUPLICATE],
        waiting=states[State.TRIAGE],
        failed=states[State.FAILED],
    )


def _take(prepared: Prepared, item: FolderItem, source: Opened) -> None:
    customer = item.label.customer if item.label else None
    if customer is not None:
        incoming = Incoming(customer.pk, item.name, source.chunks(item))
        prepared.contents[item.pk] = store([incoming])[0]
    elif prepared.folder_import.source == FolderImport.Source.DIRECTORY and not item.blob_id:
        # Whoever sorts it later must still find it, wherever the directory has gone.
        stored = vault.blobs.write(*prepared.folder_import.key, source.chunks(item))
        prepared.copies[item.pk] = stored.blob_id


def _known_contents(prepared: Prepared) -> dict[tuple[int, bytes], int]:
    """(customer, content) → a document that is it already."""
    macs = {content.blob.content_mac for content in prepared.contents.values()}
    customers = {item.label.customer_id for item in prepared.items if item.label and item.label.customer_id}
    rows = Document.objects.available().filter(content_mac__in=macs, customer_id__in=customers)
    return {
        (customer, bytes(mac)): pk
        for customer, mac, pk in rows.values_list("customer_id", "content_mac", "pk")
    }


def _projects(items: Iterable[FolderItem]) -> dict[tuple[int, str], Project]:
    customers = {i.label.customer_id for i in items if i.project and i.label and i.label.customer_id}
    rows = Project.objects.filter(customer_id__in=customers)
    return {(row.customer_id, row.match_key): row for row in rows}


def _filing(
    item: FolderItem,
    customer: Customer,
    content: Content,
    shelving: Shelving,
    projects: dict[tuple[int, str], Project],
) -> Filing:
    path = shelving.path(customer, item.folder)
    project = projects.get((customer.pk, match_key(item.project))) if item.project else None
    return Filing(
        content=content,
        customer=customer,
        type=shelving.type_of(customer, path, item.name),
        project=project,
        document_date=date_in(item.name) or item.modified_on,
        path=path,
    )


def _file(filings: list[tuple[FolderItem, Filing]], actor: Actor) -> None:
    documents = enter_documents([filing for _item, filing in filings], actor=actor)
    for (item, _filing), document in zip(filings, documents, strict=True):
        _end(item, State.FILED, "", document_id=document.pk)


def _end(item: FolderItem, state: str, reason: str, *, document_id: int | None = None) -> None:
    item.state, item.reason, item.document_id = state, reason[:300], document_id


def _store(prepared: Prepared) -> ChunkResult:
    fields = ["state", "reason", "document", "blob_id"]
    FolderItem.objects.bulk_update(prepared.items, fields, batch_size=200)
    states = Counter(item.state for item in prepared.items)
    FolderImport.objects.filter(pk=prepared.folder_import.pk).update(
        filed=F("filed") + states[State.FILED],
        duplicates=F("duplicates") + states[State.DUPLICATE],
        waiting=F("waiting") + states[State.TRIAGE],
        failed=F("failed") + states[State.FAILED],
    )
    filed = [item.document_id for item in prepared.items if item.state == State.FILED]
    lost = {item.pk: item.reason for item in prepared.items if item.state == State.FAILED}
    return ChunkResult(done=len(prepared.items) - len(lost), skipped=lost, undo=filed or None)


def take_back(undo: list[int], _args: dict[str, Any], *, actor: Actor) -> ChunkResult:
    """What was filed goes to the trash, unless somebody worked on it since."""
    rows = lock(list(Document.objects.available().filter(pk__in=undo)))
    untouched = [row for row in rows if row.version_number == 1]
    put_into_trash(untouched, actor=actor)
    kept = {row.pk: _("导入后已有新版本，保留") for row in rows if row.version_number != 1}
    return ChunkResult(done=len(untouched), skipped=dict(kept))
