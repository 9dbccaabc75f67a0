"""Content that comes to a name: a new document, a new version, or a file that is no record.

Programs save in several ways. Whether they write over the original, delete or rename it first and put another
file in its place: what people see is one document with one more version.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain

from django.utils.translation import gettext as _

from kedang.access.door import can, check_right
from kedang.core.actor import Actor
from kedang.core.errors import DomainError
from kedang.customers.models import Customer
from kedang.documents.actions.trash import restore_document
from kedang.documents.actions.versions import add_version
from kedang.documents.content import Incoming, store
from kedang.documents.ingest import Filing
from kedang.documents.models import Document
from kedang.drive import locking, names, properties, scratch
from kedang.drive.actions.documents import file_from_drive
from kedang.drive.actions.locks import adopt_lock
from kedang.drive.answers import Answer
from kedang.drive.models import Scratch
from kedang.drive.tree.places import DocumentPlace, FolderPlace, Found, Nothing, Place, ScratchPlace


@dataclass(frozen=True)
class Saved:
    """What became of it. `is_new`: there was nothing of that name."""

    place: Place
    is_new: bool


def save(found: Found, chunks: Iterable[bytes], actor: Actor) -> Saved:
    """Put `chunks` at a name. Raises Answer, DomainError; what breaks off leaves nothing."""
    if isinstance(found, ScratchPlace) and (names.is_scratch(found.name) or _is_outside(found)):
        return _write_scratch(found, chunks, actor)
    if isinstance(found, Nothing) and (
        names.is_scratch(found.name) or not isinstance(found.parent, FolderPlace)
    ):
        _refuse_outside(found)
        return _write_scratch(found, chunks, actor)
    head, chunks = _looked_into(chunks)
    if not head:
        return _write_empty(found, actor)
    if isinstance(found, DocumentPlace):
        return Saved(_renewed(found, found.document, chunks, actor), is_new=False)
    if isinstance(found, ScratchPlace):
        return _fill(found, chunks, actor)
    if isinstance(found, Nothing):
        return _put_new(found, chunks, actor)
    raise Answer(405)


def merge_into(document: Document, chunks: Iterable[bytes], actor: Actor) -> None:
    """A new version, unless it says the same."""
    check_right(actor, "edit", document)
    (content,) = store([Incoming(document.customer_id, names.name_of(document), chunks, document.pk)])
    if content.blob.content_mac == bytes(document.content_mac):
        return
    held = names.name_of(document)
    document.refresh_from_db()
    add_version(document, content, _("经网络驱动器保存"), actor=actor)
    names.keep(document, held)


def _put_new(found: Nothing, chunks: Iterable[bytes], actor: Actor) -> Saved:
    parent = found.parent
    assert isinstance(parent, FolderPlace)  # noqa: S101  # asked by `save`
    if found.hidden is not None:
        return Saved(_renewed(found, found.hidden, chunks, actor), is_new=True)
    if found.former is not None and can(actor, "delete", found.former) and can(actor, "edit", found.former):
        restore_document(found.former, actor=actor)
        return Saved(_renewed(found, found.former, chunks, actor), is_new=True)
    return Saved(_filed(parent, found.name, chunks, actor), is_new=True)


def _filed(parent: FolderPlace, name: str, chunks: Iterable[bytes], actor: Actor) -> DocumentPlace:
    if parent.is_customer:
        raise Answer(403, _("请把文件放进客户下面的某个文件夹。"))
    check_right(actor, "create", parent.customer, resource="document")
    customer = Customer.objects.select_related("department", "owner").get(pk=parent.customer.pk)
    name = names.composed(name)
    (content,) = store([Incoming(customer.pk, name, chunks)])
    path = "" if parent.folder else parent.folder_path
    filing = Filing(content=content, customer=customer, folder=parent.folder, path=path)
    document = file_from_drive(customer, filing, name, actor=actor)
    place = DocumentPlace(
        path=(*parent.path, name), customer=customer, below=(*parent.below, name), document=document
    )
    _adopt(place, actor)
    return place


def _renewed(found: Found, document: Document, chunks: Iterable[bytes], actor: Actor) -> DocumentPlace:
    parent = found.parent if isinstance(found, Nothing) else found
    assert isinstance(parent, FolderPlace | DocumentPlace)  # noqa: S101  # nothing else holds documents
    below = parent.below if isinstance(parent, DocumentPlace) else (*parent.below, found.name)
    merge_into(document, chunks, actor)
    names.keep(document, found.name)
    return DocumentPlace(path=found.path, customer=parent.customer, below=below, document=document)


def _fill(found: ScratchPlace, chunks: Iterable[bytes], actor: Actor) -> Saved:
    """A file that was empty gets its content: now it is a record, or a version of the one behind it."""
    from kedang.drive.tree.finding import behind

    following = behind(found, actor)
    marks = properties.of(found)
    if isinstance(following, DocumentPlace):
        place = _renewed(following, following.document, chunks, actor)
    else:
        place = _put_new(following, chunks, actor).place  # type: ignore[assignment]  # into a folder: a document
    if marks:
        properties.put(place, marks | properties.of(place))
    scratch.remove(found.scratch)
    return Saved(place, is_new=False)


def _write_empty(found: Found, actor: Actor) -> Saved:
    """Explorer and Finder make an empty file first; a record it becomes with its content."""
    if isinstance(found, DocumentPlace):
        check_right(actor, "edit", found.document)
        return _write_scratch(found, (), actor, found.customer)
    parent = found.parent if isinstance(found, Nothing) else None
    if isinstance(parent, FolderPlace):
        if parent.is_customer:
            raise Answer(403, _("请把文件放进客户下面的某个文件夹。"))
        check_right(actor, "create", parent.customer, resource="document")
    return _write_scratch(found, (), actor)


def _write_scratch(
    found: Found, chunks: Iterable[bytes], actor: Actor, customer: Customer | None = None
) -> Saved:
    spot = locking.spot_of(found)
    row = scratch.write(actor.person, above(spot), found.name, chunks, spot)
    is_new = isinstance(found, Nothing)
    return Saved(scratch_place(found, row, customer), is_new)


def scratch_place(found: Found, row: Scratch, customer: Customer | None = None) -> ScratchPlace:
    around = found.parent if isinstance(found, Nothing) else found
    customer = customer or getattr(around, "customer", None)
    below = getattr(around, "below", None)
    if below is None:
        below = around.path if around else ()
    if isinstance(found, Nothing):
        below = (*below, found.name)
    return ScratchPlace(path=found.path, scratch=row, customer=customer, below=below, spot=row.place)


def above(spot: str) -> str:
    """The spot of the collection a spot lies in: `17:合同/x` → `17:合同`, `17:x` → `17:`."""
    head, slash, _name = spot.rpartition("/")
    return head if slash else f"{spot.partition(':')[0]}:"


def _adopt(place: DocumentPlace, actor: Actor) -> None:
    """Who locked the name before there was a document holds the document now."""
    for lock in locking.locks_of(place).at(place.spot):
        if lock.document_id is None and lock.is_exclusive and lock.person_id == actor.id and not lock.is_deep:
            with suppress(DomainError):  # filed, but not to be changed by who filed it
                adopt_lock(place.document, lock, actor=actor)


def _is_outside(found: ScratchPlace) -> bool:
    """Below a folder that is scratch."""
    return any(names.is_scratch(name) for name in found.path)


def _refuse_outside(found: Nothing) -> None:
    if found.parent is None:
        raise Answer(409, _("上一级文件夹不存在。"))
    if not names.is_scratch(found.name) and not isinstance(found.parent, ScratchPlace):
        raise Answer(403, _("这里不能存放文件，请打开一位客户的文件夹。"))


def _looked_into(chunks: Iterable[bytes]) -> tuple[bytes, Iterator[bytes]]:
    rest = iter(chunks)
    head = next((chunk for chunk in rest if chunk), b"")
    return head, chain([head], rest)
