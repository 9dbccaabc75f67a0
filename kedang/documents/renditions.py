"""A version in another format, made by us beside the untouched original: kept under the document's key."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from django.db import IntegrityError, transaction

from kedang import vault
from kedang.documents.content import PURPOSE, spooled
from kedang.documents.models import Rendition, Version
from kedang.documents.reading import office, sniff
from kedang.documents.reading.outcome import Reading
from kedang.documents.reading.spool import spool
from kedang.vault.blobs import SeekableReader
from kedang.vault.errors import BlobMissing, KeyMissing, Tampered

OLD_OFFICE = {sniff.DOC: "doc", sniff.XLS: "xls", sniff.PPT: "ppt"}
OFFICE = {**OLD_OFFICE, sniff.DOCX: "docx", sniff.XLSX: "xlsx", sniff.PPTX: "pptx", sniff.RTF: "rtf"}


def open_rendition(rendition: Rendition) -> SeekableReader:
    return vault.blobs.open(rendition.blob_id, f"document:{rendition.version.document_id}", PURPOSE)


def find(version: Version, kind: str) -> Rendition | None:
    return Rendition.objects.filter(version=version, kind=kind).select_related("version").first()


def keep(version: Version, kind: str, content: bytes, pages: int | None = None) -> Rendition:
    """In place of what was made before."""

    def chunks() -> Iterator[bytes]:
        yield content

    blob = vault.blobs.write(f"document:{version.document_id}", PURPOSE, chunks())
    try:
        with transaction.atomic():
            Rendition.objects.filter(version=version, kind=kind).delete()  # its blob is swept
            return Rendition.objects.create(
                version=version, kind=kind, blob_id=blob.blob_id, size=len(content), pages=pages
            )
    except IntegrityError:
        vault.blobs.delete(blob.blob_id)  # somebody made the same meanwhile
        return Rendition.objects.select_related("version").get(version=version, kind=kind)


def read_file(version: Version) -> tuple[BinaryIO, str] | Reading:
    """(file, name) from which the text is read: as `shown_file` for old office files, else the content itself."""
    if version.mime in OLD_OFFICE and office.program():
        return shown_file(version)
    file = spooled(version)
    return file if isinstance(file, Reading) else (file, version.original_name)


def shown_file(version: Version) -> tuple[BinaryIO, str] | Reading:
    """(file, name) from which page images are drawn: the content without its password, of office files the PDF
    that LibreOffice makes when first asked for. The caller closes it."""
    kept = find(version, Rendition.Kind.PAGES)
    if kept is not None:
        try:
            with open_rendition(kept) as reader:
                return spool(reader.iter_range(0, reader.size)), "document.pdf"
        except (KeyMissing, BlobMissing, Tampered):
            return Reading("unreadable", "content_lost", mime=version.mime)
    file = spooled(version)
    if isinstance(file, Reading) or version.mime not in OFFICE:
        return file if isinstance(file, Reading) else (file, version.original_name)
    with file:
        try:
            content = office.as_pdf(file, OFFICE[version.mime])
        except office.NotConverted as failure:
            return Reading(failure.state, failure.reason, mime=version.mime)
    keep(version, Rendition.Kind.PAGES, content)
    return spool(content), "document.pdf"
