"""Giving out a document's bytes: ledger first, then a stream of constant memory."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from kedang.access.opening import find_record
from kedang.core.actor import Actor
from kedang.core.errors import NotFound
from kedang.documents.actions.taking import take_document
from kedang.documents.content import open_version
from kedang.documents.models import Document, Version
from kedang.filing.file_names import split_extension
from kedang.vault.blobs import SeekableReader

_RANGE = re.compile(r"bytes=([0-9]{0,18})-([0-9]{0,18})")
# Shown by browsers without running anything; all else leaves as an attachment of no type.
_HARMLESS = {
    "application/pdf",
    "image/png",
    "image/jpeg",
    "image/gif",
    "image/webp",
    "image/bmp",
    "text/plain",
}


@dataclass(frozen=True)
class Download:
    """One version on its way out."""

    document: Document
    version: Version
    reader: SeekableReader

    @property
    def name(self) -> str:
        if self.version.number == self.document.version_number:
            return self.document.name
        stem, extension = split_extension(self.document.name)
        return f"{stem}_v{self.version.number}{extension}"


def open_download(actor: Actor, document_id: int, number: int | None = None) -> Download:
    """Raises NotFound, Refused, StepUpNeeded, QuotaReached, PermitNeeded.

    The ledger has it before the first byte; so has every continued range.
    """
    document = find_record(actor, Document.objects.with_places(), document_id, verb="download")
    version = Version.objects.filter(document=document, number=number or document.version_number).first()
    if version is None:
        raise NotFound(_("没有第 %(number)s 版。") % {"number": number})
    take_document(document, number, actor=actor)
    return Download(document, version, open_version(version))


def respond(download: Download, range_header: str = "") -> HttpResponseBase:
    """A streaming answer, with one byte range when it was asked for."""
    size = download.reader.size
    span = _span(range_header, size)
    if span == (-1, -1):
        download.reader.close()
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    start, stop = span or (0, size)
    response = StreamingHttpResponse(_stream(download.reader, start, stop), status=206 if span else 200)
    response["Content-Length"] = str(stop - start)
    response["Accept-Ranges"] = "bytes"
    if span:
        response["Content-Range"] = f"bytes {start}-{stop - 1}/{size}"
    mime = download.version.mime
    response["Content-Type"] = mime if mime in _HARMLESS else "application/octet-stream"
    response["Content-Disposition"] = disposition(download.name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "private, no-store"
    return response


def disposition(name: str, *, kind: str = "attachment") -> str:
    """RFC 6266: a plain name for old programs, the real one in UTF-8 (RFC 5987)."""
    plain = re.sub(r'[^\x20-\x7e]|["\\%]', "_", name)
    return f"{kind}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def _span(header: str, size: int) -> tuple[int, int] | None:
    """(start, stop) of a single satisfiable range; (-1, -1): none is; None: no range, or one not understood."""
    found = _RANGE.fullmatch(header.strip())
    if not found or found.groups() == ("", ""):
        return None
    first, last = found.groups()
    if not first:
        start, stop = max(0, size - int(last)), size
    else:
        start, stop = int(first), min(size, int(last) + 1) if last else size
    if last and first and int(last) < int(first):
        return None
    return (start, stop) if start < stop else (-1, -1)


def _stream(reader: SeekableReader, start: int, stop: int) -> Iterator[bytes]:
    with reader:
        yield from reader.iter_range(start, stop)
