"""MOVE and COPY. Onto an existing document they make a version of it, never a second document in its place."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from kedang.access.door import can, check_right
from kedang.core.actor import Actor
from kedang.core.clock import now
from kedang.documents.actions.trash import restore_document, trash_document
from kedang.documents.content import read_through
from kedang.documents.downloads import open_download
from kedang.documents.models import Document
from kedang.drive import locking, names, properties, scratch
from kedang.drive.actions.documents import move_on_drive, rename_on_drive
from kedang.drive.actions.locks import unlock_document
from kedang.drive.answers import Answer
from kedang.drive.asked import Asked, note_browsing
from kedang.drive.methods.writing import documents_below, make_folder, remove
from kedang.drive.saving import above, merge_into, save
from kedang.drive.tree.finding import JUST_DELETED, behind, find
from kedang.drive.tree.listing import batches
from kedang.drive.tree.places import (
    DocumentPlace,
    FolderPlace,
    Found,
    Nothing,
    Path,
    Place,
    ScratchPlace,
)
from kedang.filing.actions.folders import move_folder, rename_folder
from kedang.filing.file_names import name_key


def move(asked: Asked) -> HttpResponseBase:
    source, target = asked.place, _target(asked)
    deep = source.is_collection
    locking.check(source, asked.conditions.tokens, asked.actor, deep=deep, parent=True)
    if isinstance(source, ScratchPlace):
        _move_scratch(source, target, asked)
    elif isinstance(source, DocumentPlace):
        _move_document(source, target, asked)
    elif isinstance(source, FolderPlace):
        _move_folder(source, target, asked)
    else:
        raise Answer(403, _("客户和部门不能在网络驱动器中移动。"))
    return HttpResponse(status=201 if isinstance(target, Nothing) else 204)


def copy(asked: Asked) -> HttpResponseBase:
    source, target = asked.place, _target(asked)
    depth = asked.depth("infinity")
    if depth == "1":
        raise Answer(400)
    if isinstance(source, FolderPlace) and not source.is_customer:
        _copy_folder(source, target, asked, deep=depth == "infinity")
    elif isinstance(source, DocumentPlace | ScratchPlace) and not source.is_collection:
        _copy_file(source, target, asked)
    else:
        raise Answer(403, _("客户和部门不能在网络驱动器中复制。"))
    return HttpResponse(status=201 if isinstance(target, Nothing) else 204)


def _target(asked: Asked) -> Found:
    """What lies at the destination. Raises Answer when nothing may come there."""
    path = asked.destination()
    source = asked.place
    asked.check()
    if path == source.path:
        raise Answer(403)
    if source.is_collection and path[: len(source.path)] == source.path:
        raise Answer(403)
    target = find(path, asked.actor)
    note_browsing(target, asked.actor)
    if not isinstance(target, Nothing) and asked.header("Overwrite").strip().upper() == "F":
        raise Answer(412)
    if isinstance(target, Nothing) and (target.parent is None or not target.parent.is_collection):
        raise Answer(409, _("上一级文件夹不存在。"))
    deep = not isinstance(target, Nothing) and target.is_collection
    locking.check(target, asked.conditions.tokens, asked.actor, deep=deep, parent=isinstance(target, Nothing))
    return target


def _move_scratch(source: ScratchPlace, target: Found, asked: Asked) -> None:
    row, actor = source.scratch, asked.actor
    if row.document is not None and scratch.hides(row):
        _bring_back(source, row.document, target, asked)
        return
    if row.is_folder and not _takes_scratch(target):
        raise Answer(403, _("临时文件夹不能归档，请新建文件夹。"))
    if _takes_scratch(target) or not (row.blob_id or row.document):
        spot = locking.spot_of(target)
        scratch.move(row, above(spot), target.name, spot)
        return
    target = _cleared(target, asked)
    saved = save(target, scratch.chunks(row), actor)
    properties.carry(source, saved.place)
    scratch.remove(row)


def _bring_back(source: ScratchPlace, document: Document, target: Found, asked: Asked) -> None:
    """What was set aside goes to another name: its own again, or it is renamed after all."""
    if _takes_scratch(target):
        spot = locking.spot_of(target)
        scratch.move(source.scratch, above(spot), target.name, spot)
        return
    scratch.remove(source.scratch)
    if isinstance(target, Nothing) and target.hidden is not None and target.hidden.pk == document.pk:
        return
    assert source.customer is not None  # noqa: S101  # documents are some customer's
    place = DocumentPlace(path=source.path, customer=source.customer, below=source.below, document=document)
    _move_document(place, target, asked)


def _move_document(source: DocumentPlace, target: Found, asked: Asked) -> None:
    document, actor = source.document, asked.actor
    if _takes_scratch(target):
        check_right(actor, "edit", document)
        spot = locking.spot_of(target)
        scratch.set_aside(actor.person, document, above(spot), target.name, spot)
        return
    if isinstance(target, DocumentPlace) and target.document.pk == document.pk:
        rename_on_drive(document, target.path[-1], actor=actor)
        return
    target = _cleared(target, asked)
    replaced = _replaced(document, target, actor)
    if replaced is not None:
        _replace(source, replaced, target, actor)
        return
    _unlock(source, actor)
    _place_at(document, target, actor)


def _replaced(document: Document, target: Found, actor: Actor) -> Document | None:
    """The document whose next version the moved one is."""
    if isinstance(target, DocumentPlace):
        return target.document
    assert isinstance(target, Nothing)  # noqa: S101  # `_cleared` leaves nothing else
    if target.hidden is not None:
        return target.hidden
    # A file written a moment ago takes the place of one deleted a moment ago: that is a program saving.
    is_fresh = document.created_by_id == actor.id and document.created_at > now() - JUST_DELETED
    former = target.former if is_fresh else None
    if former is not None and can(actor, "delete", former) and can(actor, "edit", former):
        restore_document(former, actor=actor)
        return former
    return None


def _replace(source: DocumentPlace, replaced: Document, target: Found, actor: Actor) -> None:
    check_right(actor, "delete", source.document)
    with closing(open_download(actor, source.document.pk).reader) as reader:
        merge_into(replaced, read_through(reader), actor)
    names.keep(replaced, target.name)
    place = DocumentPlace(path=target.path, customer=source.customer, document=replaced)
    properties.carry(source, place)
    source.document.refresh_from_db()
    trash_document(source.document, actor=actor)


def _place_at(document: Document, target: Found, actor: Actor) -> None:
    parent = target.parent if isinstance(target, Nothing) else None
    if not isinstance(parent, FolderPlace) or parent.is_customer:
        raise Answer(403, _("请把文件放进客户下面的某个文件夹。"))
    if parent.folder is not None and parent.folder.pk == document.folder_id:
        rename_on_drive(document, target.name, actor=actor)
    else:
        move_on_drive(document, parent.customer, parent.folder_path, target.name, actor=actor)


def _move_folder(source: FolderPlace, target: Found, asked: Asked) -> None:
    folder, actor = source.folder, asked.actor
    if folder is None:
        raise Answer(403, _("客户和标准文件夹不能在网络驱动器中移动。"))
    target = _cleared(target, asked, whole=True)
    parent = target.parent if isinstance(target, Nothing) else None
    if not isinstance(parent, FolderPlace) or names.is_scratch(target.name):
        raise Answer(403)
    if parent.customer.pk != source.customer.pk:
        raise Answer(403, _("文件夹不能移到另一位客户，请移动其中的文档。"))
    check_right(actor, "edit", folder)
    if parent.below != source.below[:-1] and name_key(parent.folder_path) != name_key(_above_of(folder.path)):
        move_folder(folder, parent.folder_path, actor=actor)
    if names.composed(target.name) != folder.name:
        rename_folder(folder, names.composed(target.name), actor=actor)
    locking.forget_at(source)


def _copy_file(source: DocumentPlace | ScratchPlace, target: Found, asked: Asked) -> None:
    if not _takes_scratch(target):
        target = _cleared(target, asked)
    saved = save(target, _content(source, asked.actor), asked.actor)
    properties.carry(source, saved.place)


def _content(source: DocumentPlace | ScratchPlace, actor: Actor) -> Iterator[bytes]:
    """Read by right and in the ledger, as any download."""
    if isinstance(source, ScratchPlace) and source.scratch.document is None:
        yield from scratch.chunks(source.scratch)
        return
    document = source.document if isinstance(source, DocumentPlace) else source.scratch.document
    number = None if isinstance(source, DocumentPlace) else source.scratch.version
    assert document is not None  # noqa: S101  # the other case returned
    with open_download(actor, document.pk, number).reader as reader:
        yield from read_through(reader)


def _copy_folder(source: FolderPlace, target: Found, asked: Asked, *, deep: bool) -> None:
    if source.folder is not None and deep:
        documents_below(source.folder, asked)
    target = _cleared(target, asked, whole=True)
    assert isinstance(target, Nothing)  # noqa: S101  # cleared
    if names.is_scratch(target.name) or not isinstance(target.parent, FolderPlace):
        raise Answer(403)
    make_folder(asked, target)
    made = find(target.path, asked.actor)
    if not isinstance(made, Nothing):
        properties.carry(source, made)
    if deep:
        _copy_inside(source, target.path, asked)


def _copy_inside(source: Place, path: Path, asked: Asked) -> None:
    """Standard folders that nobody used yet need no copy."""
    members = [each for some in batches(source, asked.actor) for each in some]
    for each in members:
        there = find((*path, each.name), asked.actor)
        if isinstance(each, DocumentPlace):
            _copy_file(each, there, asked)
        elif isinstance(each, FolderPlace) and each.folder is not None:
            if isinstance(there, Nothing):
                make_folder(asked, there)
            _copy_inside(each, (*path, each.name), asked)


def _cleared(target: Found, asked: Asked, *, whole: bool = False) -> DocumentPlace | Nothing:
    """What stands in the way goes; a document stays to become the next version, unless a folder comes (`whole`)."""
    if isinstance(target, ScratchPlace):
        found = behind(target, asked.actor) if target.customer is not None else None
        scratch.remove(target.scratch)
        target = found or find(target.path, asked.actor)
    if isinstance(target, Nothing) or (isinstance(target, DocumentPlace) and not whole):
        return target
    remove(target, asked)
    again = find(target.path, asked.actor)
    if isinstance(again, Nothing):
        return again
    raise Answer(409)


def _takes_scratch(target: Found) -> bool:
    """Whether what lies at this name is no record."""
    if any(names.is_scratch(name) for name in target.path):
        return True
    return isinstance(target, Nothing) and isinstance(target.parent, ScratchPlace)


def _unlock(place: DocumentPlace, actor: Actor) -> None:
    """A lock stays behind when its document gets another name (RFC 4918, 7.6)."""
    for lock in locking.locks_of(place).at(place.spot, place.document.pk):
        if lock.document_id == place.document.pk and lock.person_id == actor.id:
            unlock_document(place.document, lock, actor=actor)
            place.document.refresh_from_db()


def _above_of(path: str) -> str:
    return path.rpartition("/")[0]
