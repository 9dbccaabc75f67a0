"""LOCK and UNLOCK."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from lxml import etree

from kedang.drive import elements, locking
from kedang.drive.actions import locks as actions
from kedang.drive.answers import Answer
from kedang.drive.asked import Asked
from kedang.drive.elements import DAV
from kedang.drive.locking import Wish
from kedang.drive.methods.shown import active
from kedang.drive.models import Lock
from kedang.drive.saving import save
from kedang.drive.tree.places import DocumentPlace, FolderPlace, Found, Nothing, Place, ScratchPlace


def lock(asked: Asked) -> HttpResponseBase:
    root = asked.xml()
    found = asked.found
    if isinstance(found, Nothing) and (found.parent is None or not found.parent.is_collection):
        raise Answer(409)
    asked.check()
    if root is None:
        return _told(_refreshed(asked), 200)
    wish = _wish(root, asked)
    locking.refuse_conflict(found, exclusive=wish.is_exclusive, deep=wish.is_deep)
    if isinstance(found, DocumentPlace):
        locking.check_free(found, asked.actor)
    status = 200
    if isinstance(found, Nothing):
        locking.check(found, asked.conditions.tokens, asked.actor, parent=True)
        found, status = save(found, (), asked.actor).place, 201
    made = _lock(found, wish, asked)
    response = _told(made, status)
    response["Lock-Token"] = f"<{made.token}>"
    return response


def unlock(asked: Asked) -> HttpResponseBase:
    token = asked.header("Lock-Token").strip().removeprefix("<").removesuffix(">")
    if not token:
        raise Answer(400)
    found = asked.found
    row = locking.locks_of(found).of_token(token)
    if row is None or row.token not in locking.tokens_there(found):
        raise Answer(409, condition="lock-token-matches-request-uri")
    if row.person_id != asked.actor.id:
        raise Answer(403, _("锁是别人的。"))
    if row.document is not None:
        actions.unlock_document(row.document, row, actor=asked.actor)
    elif isinstance(found, FolderPlace) and found.folder is not None:
        actions.unlock_folder(found.folder, row, actor=asked.actor)
    else:
        locking.forget(row)
    return HttpResponse(status=204)


def _wish(root: etree._Element, asked: Asked) -> Wish:
    if root.tag != f"{DAV}lockinfo":
        raise Answer(400)
    depth = asked.depth("infinity")
    scope = root.find(f"{DAV}lockscope")
    if depth == "1" or scope is None or root.find(f"{DAV}locktype/{DAV}write") is None:
        raise Answer(400)
    owner = root.find(f"{DAV}owner")
    told = etree.tostring(owner, encoding="unicode", with_tail=False) if owner is not None else ""
    found = asked.found
    return Wish(
        place=locking.spot_of(found),
        span=locking.span_of(asked.header("Timeout")),
        is_exclusive=scope.find(f"{DAV}shared") is None,
        is_deep=depth == "infinity" and not isinstance(found, Nothing) and found.is_collection,
        owner=told if len(told) <= 2000 else "",
    )


def _lock(place: Place, wish: Wish, asked: Asked) -> Lock:
    if isinstance(place, DocumentPlace):
        return actions.lock_document(place.document, wish, actor=asked.actor)
    if isinstance(place, FolderPlace) and place.folder is not None:
        return actions.lock_folder(place.folder, wish, actor=asked.actor)
    if isinstance(place, ScratchPlace):
        return locking.add(place, asked.actor, wish)
    raise Answer(403, _("客户、部门和尚未使用的标准文件夹不能锁定。"))


def _refreshed(asked: Asked) -> Lock:
    found, span = asked.found, locking.span_of(asked.header("Timeout"))
    standing = locking.locks_of(found).at(locking.spot_of(found), locking.document_id_of(found))
    row = next((one for one in standing if one.token in asked.conditions.tokens), None)
    if row is None or row.person_id != asked.actor.id:
        raise Answer(412)
    _refresh(row, found, span, asked)
    return row


def _refresh(row: Lock, found: Found, span: timedelta, asked: Asked) -> None:
    if row.document is not None:
        actions.refresh_document_lock(row.document, row, span, actor=asked.actor)
    elif isinstance(found, FolderPlace) and found.folder is not None:
        actions.refresh_folder_lock(found.folder, row, span, actor=asked.actor)
    else:
        locking.extend(row, span)


def _told(row: Lock, status: int) -> HttpResponse:
    body = (
        '<?xml version="1.0" encoding="utf-8"?>\n<D:prop xmlns:D="DAV:">'
        f"{elements.element(f'{DAV}lockdiscovery', active(row))}</D:prop>"
    )
    return HttpResponse(body, 'application/xml; charset="utf-8"', status)
