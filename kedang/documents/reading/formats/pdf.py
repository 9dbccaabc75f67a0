"""PDF: text layer, facts and page images by PDFium."""

from typing import Any, BinaryIO

import pypdfium2 as pdfium

from kedang.documents.reading.formats import pdf_fonts
from kedang.documents.reading.limits import MAX_PAGES, MAX_RENDERED, MAX_TEXT
from kedang.documents.reading.outcome import CannotRead, Content

_FACTS = {"Title": "title", "Author": "author", "Subject": "subject", "Producer": "producer"}


def read_pdf(file: BinaryIO) -> Content:
    pdf_fonts.allow(False)
    document = _opened(file)
    try:
        pages, size = [], 0
        for index in range(min(len(document), MAX_PAGES)):
            text = "" if size > MAX_TEXT else _page_text(document, index)
            size += len(text)
            pages.append(text)
        return Content(pages, _facts(document) | {"page_count": len(document), "truncated": size > MAX_TEXT})
    finally:
        document.close()


def render_pdf(file: BinaryIO, number: int, width: int) -> tuple[Any, int]:
    """(Pillow image of page `number`, from 1; pages of the document)."""
    pdf_fonts.allow(True)
    document = _opened(file)
    try:
        count = len(document)
        if not 1 <= number <= count:
            raise CannotRead("unreadable", "no_such_page")
        page = document[number - 1]
        wide, high = page.get_size()
        if wide <= 0 or high <= 0:
            raise CannotRead("unreadable", "damaged")
        scale = min(width / wide, (MAX_RENDERED / (wide * high)) ** 0.5)
        bitmap = page.render(scale=scale, may_draw_forms=True)
        return bitmap.to_pil().convert("RGB"), count
    except pdfium.PdfiumError as error:
        raise CannotRead("unreadable", "damaged") from error
    finally:
        document.close()


def _opened(file: BinaryIO) -> pdfium.PdfDocument:
    try:
        # From a file PDFium reads what it needs; as bytes the whole of it would lie in memory.
        document = pdfium.PdfDocument(file)
    except pdfium.PdfiumError as error:
        if "assword" in str(error):
            raise CannotRead("protected", "password") from error
        raise CannotRead("unreadable", "damaged") from error
    if not len(document):
        document.close()
        raise CannotRead("unreadable", "damaged")
    return document


def _page_text(document: pdfium.PdfDocument, index: int) -> str:
    try:
        page = document[index]
        layer = page.get_textpage()
        text: str = layer.get_text_range()  # also what lies beyond the page's edge
        layer.close()
        page.close()
    except pdfium.PdfiumError:
        return ""  # one broken page does not hide the others
    # PDFium marks a hyphen at a line end with U+FFFE.
    return text.replace("\r\n", "\n").replace("\ufffe", "").replace("\0", "")


def _facts(document: pdfium.PdfDocument) -> dict[str, Any]:
    found = document.get_metadata_dict(skip_empty=True)
    return {name: str(found[key])[:300] for key, name in _FACTS.items() if found.get(key)}
