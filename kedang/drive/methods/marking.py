"""PROPPATCH: what programs keep with a file."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from lxml import etree

from kedang.access.door import check_right
from kedang.drive import elements, locking, properties
from kedang.drive.actions.marks import mark_document, mark_folder
from kedang.drive.answers import Answer
from kedang.drive.asked import Asked
from kedang.drive.elements import DAV, element
from kedang.drive.methods.shown import PROTECTED, address_of
from kedang.drive.properties import Properties
from kedang.drive.tree.places import DocumentPlace, FolderPlace, Place, ScratchPlace

_MOST = 200


def proppatch(asked: Asked) -> HttpResponseBase:
    """All of it or nothing; in the order in which it is asked for."""
    changes = list(_changes(asked.xml()))
    place = asked.place
    asked.check()
    locking.check(place, asked.conditions.tokens, asked.actor)
    tags = list(dict.fromkeys(tag for tag, _value in changes))
    protected = [tag for tag in tags if tag in PROTECTED]
    if protected or not place.subject:
        refused = protected or tags
        others = [element(tag) for tag in tags if tag not in refused]
        return _answer(place, [(403, [element(tag) for tag in refused]), (424, others)])
    _keep(place, changes, asked)
    return _answer(place, [(200, [element(tag) for tag in tags])])


def _changes(root: etree._Element | None) -> Iterator[tuple[str, str | None]]:
    """(tag, whole element), or None to remove it."""
    if root is None or root.tag != f"{DAV}propertyupdate":
        raise Answer(400)
    count = 0
    for deed in root:
        if deed.tag not in {f"{DAV}set", f"{DAV}remove"}:
            continue
        for prop in deed.iterchildren(f"{DAV}prop"):
            for each in prop:
                count += 1
                if count > _MOST:
                    raise Answer(507)
                whole = etree.tostring(each, encoding="unicode", with_tail=False)
                yield str(each.tag), whole if deed.tag == f"{DAV}set" else None


def _keep(place: Place, changes: list[tuple[str, str | None]], asked: Asked) -> None:
    found: Properties = properties.of(place)
    for tag, whole in changes:
        if whole is None:
            found.pop(tag, None)
        else:
            found[tag] = whole
    quietly = properties.are_windows(tag for tag, _whole in changes)
    if isinstance(place, ScratchPlace):
        properties.put(place, found)
    elif isinstance(place, DocumentPlace):
        if quietly:
            check_right(asked.actor, "edit", place.document)
            properties.put(place, found)
        else:
            mark_document(place.document, place, found, actor=asked.actor)
    elif isinstance(place, FolderPlace) and place.folder is not None:
        if quietly:
            check_right(asked.actor, "edit", place.folder)
            properties.put(place, found)
        else:
            mark_folder(place.folder, place, found, actor=asked.actor)


def _answer(place: Place, groups: list[tuple[int, list[str]]]) -> HttpResponse:
    body = elements.START + elements.response(address_of(place), groups) + elements.END
    return HttpResponse(body, 'application/xml; charset="utf-8"', 207)
