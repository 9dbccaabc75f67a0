"""Page images and thumbnails: made in the limited worker when first asked for, kept under the document's key."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from kedang import vault
from kedang.documents import renditions
from kedang.documents.content import PURPOSE
from kedang.documents.models import Document, PageImage, Version
from kedang.documents.reading import limits, office, pool, sniff
from kedang.documents.reading.outcome import PageImage as Rendered
from kedang.documents.reading.outcome import Reading

KEPT = 4 * 2**30  # bytes of page images; the older ones are drawn again when asked for
THUMBNAIL = 320
WIDTHS = (THUMBNAIL, 1000, 1800)
_SHOWN_AS_PAGES = (sniff.PDF, sniff.OFD, *sniff.IMAGES)
_SHOWN_AS_TEXT = (
    sniff.DOCX,
    sniff.XLSX,
    sniff.PPTX,
    sniff.EML,
    sniff.MSG,
    sniff.SVG,
    sniff.TNEF,
    sniff.RTF,
    sniff.ZIP,
    *sniff.TEXTS,
)


@dataclass(frozen=True)
class Picture:
    """A page image, or why there is none."""

    content: bytes = b""
    reason: str = ""


def kind_of(version: Version) -> str:
    """`pages`, `text` or `none`: how the content can be shown without giving out the file."""
    if version.size > limits.MAX_FILE:
        return "none"
    if version.mime in _SHOWN_AS_PAGES:
        return "pages"
    if version.mime in renditions.OLD_OFFICE and office.program():
        return "pages"
    return "text" if version.mime in _SHOWN_AS_TEXT else "none"


def page_image(version: Version, page: int, width: int) -> Picture:
    """Page `page` (from 1) in the nearest of WIDTHS."""
    width = next((each for each in WIDTHS if each >= width), WIDTHS[-1])
    kept = PageImage.objects.filter(version=version, page=page, width=width).first()
    if kept is not None:
        with vault.blobs.open(kept.blob_id, f"document:{version.document_id}", PURPOSE) as reader:
            return Picture(reader.read())
    return _made(version, page, width)


def page_count(version: Version) -> int:
    """Pages of the preview, at least one. Of texts it is known once the first page was drawn."""
    if kind_of(version) == "pages":
        return version.pages or 1
    kept = PageImage.objects.filter(version=version).exclude(total=0).values_list("total", flat=True).first()
    if kept is None and _made(version, 1, WIDTHS[1]).content:
        kept = PageImage.objects.filter(version=version).values_list("total", flat=True).first()
    return kept or 1


def trim() -> int:
    """Forget the oldest page images beyond KEPT bytes; they are drawn again when asked for. Their blobs are swept."""
    kept, seen = 0, 0
    for pk, size in PageImage.objects.order_by("-pk").values_list("pk", "size").iterator():
        seen += size
        if seen > KEPT:
            kept = pk
            break
    return PageImage.objects.filter(pk__lte=kept).delete()[0] if kept else 0


def has_thumbnail(document: Document) -> bool:
    return document.mime in _SHOWN_AS_PAGES and document.read_state in ("read", "empty", "recognising")


def _made(version: Version, page: int, width: int) -> Picture:
    if kind_of(version) == "none":
        return Picture(reason="no_preview")
    shown = renditions.shown_file(version)
    if isinstance(shown, Reading) and version.mime in _SHOWN_AS_TEXT:
        shown = renditions.read_file(
            version
        )  # no LibreOffice, or it would not: what it says, set on pages by us
    if isinstance(shown, Reading):
        return Picture(reason=shown.reason)
    file, name = shown
    with file:
        image = pool.render_spooled(file, name, page=page, width=width)
    if image.state != "read":
        return Picture(reason=image.reason)
    _keep(version, page, width, image)
    return Picture(image.content)


def _keep(version: Version, page: int, width: int, image: Rendered) -> None:
    def chunks() -> Iterator[bytes]:
        yield image.content

    blob = vault.blobs.write(f"document:{version.document_id}", PURPOSE, chunks())
    try:
        with transaction.atomic():
            PageImage.objects.create(
                version=version,
                page=page,
                width=width,
                blob_id=blob.blob_id,
                size=len(image.content),
                total=image.pages,
            )
    except IntegrityError:
        vault.blobs.delete(blob.blob_id)  # somebody made the same image meanwhile
