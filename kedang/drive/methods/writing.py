"""Changing: PUT, MKCOL, DELETE."""

from __future__ import annotations

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from kedang.access.door import check_right
from kedang.documents.actions.trash import trash_document
from kedang.documents.models import Document
from kedang.drive import locking, names, scratch
from kedang.drive.answers import Answer
from kedang.drive.asked import Asked
from kedang.drive.names import shown_documents
from kedang.drive.saving import above, save
from kedang.drive.tree.finding import ids_within
from kedang.drive.tree.places import DocumentPlace, FolderPlace, Nothing, Place, ScratchPlace
from kedang.filing.actions.folders import create_folder, trash_folder
from kedang.filing.contents import count_contents
from kedang.filing.models import Folder

# More is deleted, moved or copied on the page, as bulk work that can be watched and undone.
MOST_TOGETHER = 500


def put(asked: Asked) -> HttpResponseBase:
    if asked.header("Content-Range"):
        raise Answer(400)
    found = asked.found
    if isinstance(found, Nothing) and found.parent is None:
        raise Answer(409, _("上一级文件夹不存在。"))
    if not isinstance(found, Nothing) and found.is_collection:
        raise Answer(405)
    asked.check()
    locking.check(found, asked.conditions.tokens, asked.actor, parent=isinstance(found, Nothing))
    saved = save(found, asked.body(), asked.actor)
    return HttpResponse(status=201 if saved.is_new else 204, headers={"ETag": saved.place.etag})


def mkcol(asked: Asked) -> HttpResponseBase:
    found = asked.found
    if next(asked.body(), b""):
        raise Answer(415)
    if not isinstance(found, Nothing):
        raise Answer(405)
    if found.parent is None or not found.parent.is_collection:
        raise Answer(409)
    asked.check()
    locking.check(found, asked.conditions.tokens, asked.actor, parent=True)
    make_folder(asked, found)
    return HttpResponse(status=201)


def delete(asked: Asked) -> HttpResponseBase:
    place = asked.place
    asked.check()
    if place.is_collection and asked.header("Depth").strip().lower() not in {"", "infinity"}:
        raise Answer(400)
    locking.check(place, asked.conditions.tokens, asked.actor, deep=place.is_collection, parent=True)
    remove(place, asked)
    return HttpResponse(status=204)


def make_folder(asked: Asked, found: Nothing) -> None:
    parent, actor = found.parent, asked.actor
    if names.is_scratch(found.name) or isinstance(parent, ScratchPlace):
        spot = locking.spot_of(found)
        scratch.make_folder(actor.person, above(spot), found.name, spot)
    elif isinstance(parent, FolderPlace):
        create_folder(parent.customer, names.composed(found.name), below=parent.folder_path, actor=actor)
    else:
        raise Answer(403, _("客户和部门在网页上建立。"))


def remove(place: Place, asked: Asked) -> None:
    """Into the trash, a folder with what lies in it. Raises Answer, DomainError."""
    if isinstance(place, ScratchPlace):
        _remove_scratch(place, asked)
    elif isinstance(place, DocumentPlace):
        trash_document(place.document, actor=asked.actor)
        locking.forget_at(place)
    elif isinstance(place, FolderPlace) and place.folder is not None:
        _remove_folder(place, place.folder, asked)
    else:
        raise Answer(403, _("客户、部门和标准文件夹不能在网络驱动器中删除。"))


def documents_below(folder: Folder, asked: Asked) -> list[Document]:
    """Raises Answer 403: more than can be done in one request."""
    rows = shown_documents(asked.actor).filter(customer=folder.customer_id, folder__trashed_at=None)
    found = list(rows.filter(folder__in=ids_within(folder)).select_related("drive_name")[: MOST_TOGETHER + 1])
    if len(found) > MOST_TOGETHER:
        raise Answer(403, _("文件夹里的文档太多，请在网页上处理。"))
    return found


def _remove_folder(place: FolderPlace, folder: Folder, asked: Asked) -> None:
    """Nothing goes unless all may go: half a folder in the trash helps nobody."""
    actor, inside = asked.actor, documents_below(folder, asked)
    check_right(actor, "delete", folder)
    if count_contents(ids_within(folder)) > len(inside):
        raise Answer(403, _("文件夹里还有网络驱动器不显示的文档，请在网页上处理。"))
    for document in inside:
        check_right(actor, "delete", document)
        if document.is_held_off_from(actor.id):
            raise Answer(423, _("文档已被%(who)s签出。") % {"who": document.checked_out_by})
    for document in inside:
        trash_document(document, actor=actor)
    trash_folder(folder, actor=actor)
    locking.forget_at(place)
    for row in scratch.lying_in(actor.person, place.spot):
        scratch.remove(row)


def _remove_scratch(place: ScratchPlace, asked: Asked) -> None:
    row = place.scratch
    if row.document is not None and scratch.hides(row):
        # Set aside and never replaced: it is the document itself that is deleted.
        trash_document(row.document, actor=asked.actor)
    locking.forget_at(place)
    scratch.remove(row)
