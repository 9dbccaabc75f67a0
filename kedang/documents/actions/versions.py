"""Versions: nothing is ever overwritten (版本)."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kedang.access.door import action, revise
from kedang.core.actor import Actor
from kedang.core.errors import Conflict, Invalid, NotFound
from kedang.documents import indexing, uploads
from kedang.documents.content import PURPOSE, Content
from kedang.documents.events import REREAD, VERSION_ADDED, VERSION_RESTORED
from kedang.documents.ingest import version_rows
from kedang.documents.models import Document, ReadState, Upload, Version
from kedang.documents.naming import unique_names
from kedang.documents.page_texts import forget_pages
from kedang.documents.tasks import read_documents
from kedang.filing.file_names import name_key, split_extension
from kedang.jobs.queue import forget_failed
from kedang.ledger.kinds import Kind
from kedang.ledger.record import record


@action(needs="edit")
def add_version(document: Document, content: Content, note: str = "", *, actor: Actor) -> Version:
    """Make `content` (stored under this document's key) the current version.

    Raises Conflict: somebody else holds the document, or was faster; Invalid: the content is the same.
    """
    return _add(document, content, note, actor)


@action(needs="edit")
def add_uploaded_version(
    document: Document, content: Content, upload: Upload, note: str = "", *, actor: Actor
) -> Version:
    """The same from a complete upload, once."""
    uploads.claim_done(upload, document_id=document.pk)
    return _add(document, content, note, actor)


@action(needs="edit")
def restore_version(document: Document, number: int, note: str = "", *, actor: Actor) -> Version:
    """Make an old version current again, as a new one: restoring v1 of two makes v3."""
    _refuse_held(document, actor)
    old = Version.objects.filter(document=document, number=number).first()
    if old is None:
        raise NotFound(_("没有第 %(number)s 版。") % {"number": number})
    if number == document.version_number:
        raise Invalid(_("这已经是当前版本。"))
    _become(document, old.original_name, old.size, old.mime, bytes(old.content_mac))
    version = Version(
        document=document,
        number=document.version_number,
        author=actor.person,
        note=note[:300],
        original_name=old.original_name,
        blob_id=old.blob_id,  # blobs are immutable: both versions are the same bytes
        size=old.size,
        mime=old.mime,
        pages=old.pages,
        content_mac=old.content_mac,
        sha256=old.sha256,
        alg=old.alg,
        restored_from=number,
        password=old.password,
    )
    return _insert(version, VERSION_RESTORED, {"note": note, "restored_from": number}, actor)


@action(needs="edit")
def reread(document: Document, *, actor: Actor) -> None:
    """Have the current version read once more, after a timeout or an improvement of the reader."""
    revise(document, read_state=ReadState.WAITING, read_reason="", pages_read=0)
    for version in Version.objects.filter(document=document, number=document.version_number):
        forget_pages(version)
    forget_failed(read_documents, [[document.pk]])
    indexing.queue_reading([document])
    record(REREAD, document, actor=actor, customer_id=document.customer_id)


def _add(document: Document, content: Content, note: str, actor: Actor) -> Version:
    _refuse_held(document, actor)
    if content.document_id != document.pk:
        raise Invalid(_("内容不属于这份文档。"))
    if content.blob.content_mac == bytes(document.content_mac):
        raise Invalid(_("内容与当前版本完全相同，没有生成新版本。"), field="file")
    _become(document, content.original_name, content.blob.size, content.mime, content.blob.content_mac)
    (version,) = version_rows([document], [content], [note], actor)
    return _insert(version, VERSION_ADDED, {"note": note}, actor)


def _refuse_held(document: Document, actor: Actor) -> None:
    if document.is_trashed:
        raise Conflict(_("文档在回收站里。"), remedy=_("请先恢复。"))
    if document.is_held_off_from(actor.id):
        raise Conflict(
            _("文档已被%(who)s签出。") % {"who": document.checked_out_by},
            remedy=_("请等对方签入，或由主管接管。"),
        )


def _become(document: Document, original_name: str, size: int, mime: str, content_mac: bytes) -> None:
    name = _named_as(document, original_name)
    revise(
        document,
        name=name,
        name_key=name_key(name),
        version_number=document.version_number + 1,
        size=size,
        mime=mime,
        content_mac=content_mac,
        pages=None,
        read_state=ReadState.WAITING,
        read_reason="",
        pages_read=0,
    )


def _named_as(document: Document, original_name: str) -> str:
    """The name with the new content's ending: a text called `.ofd` opens nowhere."""
    stem, present = split_extension(document.name)
    wanted = split_extension(original_name)[1].lower()
    if not wanted or wanted == present.lower():
        return document.name
    return unique_names([(document.folder_id, f"{stem}{wanted}")], leaving_out=[document.pk])[0]


def _insert(version: Version, kind: Kind, details: dict[str, object], actor: Actor) -> Version:
    document = version.document
    version.save(force_insert=True)
    indexing.index_documents([document])
    indexing.index_texts([(document, [])])  # the old version's words are found no more
    indexing.queue_reading([document])
    record(
        kind,
        document,
        actor=actor,
        customer_id=document.customer_id,
        details={"name": document.name, "version": version.number, **details},
        key=(document.key_owner, PURPOSE),
    )
    return version
