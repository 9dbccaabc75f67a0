"""Looking: OPTIONS, GET, HEAD, PROPFIND."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from lxml import etree

from kedang.access.door import check_right
from kedang.documents.downloads import open_download, respond
from kedang.drive import elements, scratch
from kedang.drive.answers import Answer
from kedang.drive.asked import Asked
from kedang.drive.elements import DAV
from kedang.drive.methods.shown import Shown, address_of, http_date, size_of
from kedang.drive.tree.listing import batches
from kedang.drive.tree.places import DocumentPlace, Place, ScratchPlace

METHODS = "OPTIONS, GET, HEAD, PUT, DELETE, MKCOL, COPY, MOVE, PROPFIND, PROPPATCH, LOCK, UNLOCK"
CAPABLE = {"DAV": "1, 2, 3", "MS-Author-Via": "DAV", "Allow": METHODS, "Accept-Ranges": "bytes"}


def options(asked: Asked) -> HttpResponseBase:
    return HttpResponse(headers=CAPABLE)


def get(asked: Asked) -> HttpResponseBase:
    place = asked.place
    asked.check(reading=True)
    if isinstance(place, DocumentPlace):
        return _with_facts(
            respond(open_download(asked.actor, place.document.pk), _range(asked, place)), place
        )
    if isinstance(place, ScratchPlace) and not place.is_collection:
        return _with_facts(_scratch(asked, place), place)
    return HttpResponse(_("这是网络驱动器的文件夹。请用文件管理器打开。"), "text/plain; charset=utf-8")


def head(asked: Asked) -> HttpResponseBase:
    """The facts a listing tells too; no byte of the content, and no opening."""
    place = asked.place
    asked.check(reading=True)
    response = HttpResponse(content_type="application/octet-stream", headers={"Accept-Ranges": "bytes"})
    if isinstance(place, DocumentPlace):
        check_right(asked.actor, "download", place.document)
    size = size_of(place)
    response["Content-Length"] = str(size or 0)
    return _with_facts(response, place)


def propfind(asked: Asked) -> HttpResponseBase:
    """Streamed: a folder of ten thousand is told while it is read."""
    wanted = _wanted(asked.xml())
    place = asked.place
    depth = asked.depth("infinity")
    if depth == "infinity" and place.is_collection:
        raise Answer(403, condition="propfind-finite-depth")
    asked.check(reading=True)
    return StreamingHttpResponse(
        _told(place, depth, wanted, asked), status=207, content_type='application/xml; charset="utf-8"'
    )


def _told(place: Place, depth: str, wanted: Sequence[str] | str, asked: Asked) -> Iterator[str]:
    yield elements.START
    own = Shown([place])
    yield _response(place, wanted, own)
    if depth == "1":
        for some in batches(place, asked.actor):
            shown = Shown(some)
            yield "".join(_response(each, wanted, shown) for each in some)
    yield elements.END


def _response(place: Place, wanted: Sequence[str] | str, shown: Shown) -> str:
    if wanted == "allprop":
        groups: list[tuple[int, Sequence[str]]] = [(200, shown.all(place))]
    elif wanted == "propname":
        groups = [(200, shown.names(place))]
    else:
        there, lacking = shown.asked(place, list(wanted))
        groups = [(200, there), (404, lacking)] if there or lacking else [(200, [""])]
    return elements.response(address_of(place), groups)


def _wanted(root: etree._Element | None) -> Sequence[str] | str:
    if root is None:
        return "allprop"
    if root.tag != f"{DAV}propfind":
        raise Answer(400)
    kinds = [child for child in root if child.tag in {f"{DAV}allprop", f"{DAV}propname", f"{DAV}prop"}]
    if len(kinds) != 1:
        raise Answer(400)
    tag = str(kinds[0].tag)
    if tag != f"{DAV}prop":
        return tag.removeprefix(DAV)
    return list(dict.fromkeys(str(child.tag) for child in kinds[0]))[:500]


def _range(asked: Asked, place: Place) -> str:
    """Parts of another content than the program has half of are of no use to it."""
    condition = asked.header("If-Range").strip()
    return asked.header("Range") if not condition or condition == place.etag else ""


def _scratch(asked: Asked, place: ScratchPlace) -> HttpResponseBase:
    row = place.scratch
    if row.document is not None:
        return respond(open_download(asked.actor, row.document.pk, row.version), _range(asked, place))
    response = StreamingHttpResponse(scratch.chunks(row), content_type="application/octet-stream")
    response["Content-Length"] = str(row.size)
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


def _with_facts(response: HttpResponseBase, place: Place) -> HttpResponseBase:
    if place.etag:
        response["ETag"] = place.etag
    if place.changed_at:
        response["Last-Modified"] = http_date(place.changed_at)
    return response
