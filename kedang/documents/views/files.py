"""The bytes of a document on their way out: the file itself, page images, thumbnails."""

from __future__ import annotations

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from kedang.access.http import SignedInRequest
from kedang.access.opening import find_record
from kedang.core.errors import NotFound
from kedang.documents import previews
from kedang.documents.downloads import open_download, respond
from kedang.documents.models import Document, Version
from kedang.documents.openings import note_opening, note_preview
from kedang.documents.reasons import reason_of
from kedang.documents.sitting import ensure_still_open, is_top_level, is_unlocked


@require_http_methods(["GET"])
def download(request: SignedInRequest, document_id: int, number: int | None = None) -> HttpResponseBase:
    return respond(open_download(request.actor, document_id, number), request.headers.get("Range", ""))


@require_GET
def page(request: SignedInRequest, document_id: int, number: int, page: int, width: int) -> HttpResponse:
    """A page image. The ledger has the opening: of the page it stands on, or recorded now."""
    version = _version(request, document_id, number)
    ensure_still_open(request.actor, version.document)
    note_opening(request.actor, version.document)
    picture = previews.page_image(version, page, width)
    if not picture.content:
        raise NotFound(reason_of(picture.reason))
    return _image(picture.content, version.document)


@require_GET
def thumbnail(request: SignedInRequest, document_id: int, number: int) -> HttpResponse:
    """One of the top level stands beside others as if it had none, until it was unlocked."""
    version = _version(request, document_id, number)
    document = version.document
    if is_top_level(document) and not is_unlocked(request.actor, document):
        return HttpResponse(status=204)
    note_preview(request.actor, document)
    picture = previews.page_image(version, 1, previews.THUMBNAIL)
    return _image(picture.content, document) if picture.content else HttpResponse(status=204)


def _version(request: SignedInRequest, document_id: int, number: int) -> Version:
    document = find_record(request.actor, Document.objects.select_related("customer"), document_id)
    version = (
        Version.objects.visible_to(request.actor)
        .filter(document=document, number=number)
        .select_related("document__customer")
        .first()
    )
    if version is None:
        raise NotFound(_("没有第 %(number)s 版。") % {"number": number})
    return version


def _image(content: bytes, document: Document) -> HttpResponse:
    # A version's page never changes: the browser may keep it, nobody in between. The top level nobody keeps.
    kept = "private, no-store" if is_top_level(document) else "private, max-age=3600, immutable"
    headers = {"Cache-Control": kept, "X-Content-Type-Options": "nosniff"}
    return HttpResponse(content, content_type="image/webp", headers=headers)
