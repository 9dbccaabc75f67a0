"""The bytes of a document on their way out: the file itself, page images, thumbnails."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from kedang.access.door import check_right
from kedang.access.http import SignedInRequest
from kedang.access.opening import find_record
from kedang.core.errors import NotFound
from kedang.documents import control, previews, quotas, watermark
from kedang.documents.actions.taking import print_document
from kedang.documents.downloads import disposition, open_download, respond
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
    return _image(request, picture.content, version.document)


@require_GET
def thumbnail(request: SignedInRequest, document_id: int, number: int) -> HttpResponse:
    """One of the top level stands beside others as if it had none, until it was unlocked."""
    version = _version(request, document_id, number)
    document = version.document
    if is_top_level(document) and not is_unlocked(request.actor, document):
        return HttpResponse(status=204)
    note_preview(request.actor, document)
    picture = previews.page_image(version, 1, previews.THUMBNAIL)
    return _image(request, picture.content, document) if picture.content else HttpResponse(status=204)


@never_cache
@require_http_methods(["GET", "POST"])
def printed(request: SignedInRequest, document_id: int, number: int) -> HttpResponseBase:
    """GET: the dialog; POST: a stamped PDF of the pages, counted and in the ledger before its first byte."""
    version = _version(request, document_id, number)
    document = version.document
    ensure_still_open(request.actor, document)
    check_right(request.actor, "print", document)
    if request.method == "GET":
        context = {
            "version": version,
            "document": document,
            "pages": previews.page_count(version),
            "left": quotas.left_today(document, "print", actor=request.actor),
            "lines": watermark.reader_lines(request.actor, _("打印件")),
        }
        return render(request, "documents/print.html", context)
    purpose = request.POST.get("purpose", "").strip()[:40]
    if previews.kind_of(version) == "none":
        raise NotFound(reason_of("no_preview"))
    print_document(document, number, previews.page_count(version), purpose=purpose, actor=request.actor)
    lines = watermark.reader_lines(request.actor, purpose or _("打印件"))
    return _pdf(watermark.printable_pdf(document, version, lines), document)


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


def _image(request: SignedInRequest, content: bytes, document: Document) -> HttpResponse:
    # A version's bare page never changes: the browser may keep it, nobody in between. What bears a name and
    # a minute, and the top level, nobody keeps.
    marks = control.marks(request.actor, document)
    kept = "private, no-store" if marks or is_top_level(document) else "private, max-age=3600, immutable"
    headers = {"Cache-Control": kept, "X-Content-Type-Options": "nosniff"}
    if marks:
        return HttpResponse(watermark.stamp(content, marks), content_type="image/jpeg", headers=headers)
    return HttpResponse(content, content_type="image/webp", headers=headers)


def _pdf(chunks: Iterator[bytes], document: Document) -> StreamingHttpResponse:
    response = StreamingHttpResponse(chunks, content_type="application/pdf")
    response["Content-Disposition"] = disposition(f"{document.name}.pdf", kind="inline")
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = (
        "default-src 'none'; object-src 'self'; plugin-types application/pdf"
    )
    return response
