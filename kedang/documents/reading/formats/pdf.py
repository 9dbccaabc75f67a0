"""PDF: text layer, facts and page images by PDFium."""

from typing import Any, BinaryIO

import pypdfium2 as pdfium
from pypdfium2 import raw

from kedang.documents.reading.formats import pdf_fonts
from kedang.documents.reading.limits import MAX_PAGES, MAX_RENDERED, MAX_TEXT
from kedang.documents.reading.outcome import CannotRead, Content, LaidPage

_SCARCE = 8  # characters; a scan may bear a page number or a stamp of the program that made it
_MOST_WORDS = 20_000
_FACTS = {"Title": "title", "Author": "author", "Subject": "subject", "Producer": "producer"}


def read_pdf(file: BinaryIO) -> Content:
    pdf_fonts.allow(False)
    document = _opened(file)
    try:
        pages, size, scans = [], 0, []
        for index in range(min(len(document), MAX_PAGES)):
            text = "" if size > MAX_TEXT else _page_text(document, index)
            if size <= MAX_TEXT and _is_scan(document, index, text):
                scans.append(index + 1)
            size += len(text)
            pages.append(text)
        counts = {"page_count": len(document), "scans": scans, "truncated": size > MAX_TEXT}
        return Content(pages, _facts(document) | counts)
    finally:
        document.close()


def lay_out_pdf(file: BinaryIO) -> list[LaidPage]:
    pdf_fonts.allow(False)
    document = _opened(file)
    try:
        pages, size = [], 0
        for index in range(min(len(document), MAX_PAGES)):
            laid = LaidPage() if size > MAX_TEXT else _laid(document, index)
            size += len(laid.text)
            pages.append(laid)
        return pages
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


def _is_scan(document: pdfium.PdfDocument, index: int, text: str) -> bool:
    """Next to no text, or one that is no text (fonts without a mapping), on a page that shows something."""
    plain = "".join(text.split())
    if len(plain) >= _SCARCE and sum(map(_is_mapped, plain)) * 2 > len(plain):
        return False
    try:
        page = document[index]
        shows_something = raw.FPDFPage_CountObjects(page.raw) > 0
        page.close()
    except pdfium.PdfiumError:
        return False
    return bool(shows_something)


def _is_mapped(character: str) -> bool:
    return character != "\ufffd" and not "\ue000" <= character <= "\uf8ff"


def _laid(document: pdfium.PdfDocument, index: int) -> LaidPage:
    text = _page_text(document, index)
    if _is_scan(document, index, text):
        return LaidPage(is_scan=True)
    try:
        page = document[index]
        words = _words(page)
        page.close()
    except pdfium.PdfiumError:
        words = []
    return LaidPage(text, words)


def _words(page: pdfium.PdfPage) -> list[list[Any]]:
    wide, high = page.get_size()
    layer = page.get_textpage()
    place = _Placer(page, wide, high)
    words = []
    for number in range(min(layer.count_rects(), _MOST_WORDS)):
        box = _of_some_height(layer, *layer.get_rect(number))
        text = layer.get_text_bounded(*box).replace("\r", "").replace("\n", " ").strip("\0 \ufffe")
        if text:
            words.append([text, *place(*box)])
    layer.close()
    return words


def _of_some_height(
    layer: pdfium.PdfTextPage, left: float, bottom: float, right: float, top: float
) -> tuple[float, float, float, float]:
    """Without its font PDFium knows how far a line goes, not how high it is."""
    if top - bottom > 1:
        return left, bottom, right, top
    index = raw.FPDFText_GetCharIndexAtPos(layer.raw, left, bottom, 3, 3)
    size = raw.FPDFText_GetFontSize(layer.raw, index) if index >= 0 else 10.0
    return left, bottom - size * 0.15, right, bottom + size * 0.9


class _Placer:
    """From the page's own coordinates to fractions of the page as shown: cropped and turned."""

    def __init__(self, page: pdfium.PdfPage, wide: float, high: float) -> None:
        self._crop = page.get_bbox()
        self._turn = page.get_rotation() % 360
        if wide <= 0 or high <= 0:
            raise CannotRead("unreadable", "damaged")

    def __call__(self, left: float, bottom: float, right: float, top: float) -> list[float]:
        start, low, end, up = self._crop
        across, along = end - start or 1.0, up - low or 1.0
        x0, x1 = (left - start) / across, (right - start) / across
        y0, y1 = (up - top) / along, (up - bottom) / along
        for _ in range(self._turn // 90):
            x0, y0, x1, y1 = 1 - y1, x0, 1 - y0, x1
        return [round(x0, 4), round(y0, 4), round(x1 - x0, 4), round(y1 - y0, 4)]


def _facts(document: pdfium.PdfDocument) -> dict[str, Any]:
    found = document.get_metadata_dict(skip_empty=True)
    return {name: str(found[key])[:300] for key, name in _FACTS.items() if found.get(key)}
