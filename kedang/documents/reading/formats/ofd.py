"""OFD (GB/T 33190), the national fixed-layout format: text by ofdkit, page images by `ofd_page`."""

from typing import Any, BinaryIO

import ofdkit

from kedang.documents.reading.formats.container import open_container
from kedang.documents.reading.formats.einvoice import invoice_lines
from kedang.documents.reading.limits import MAX_PAGES
from kedang.documents.reading.outcome import CannotRead, Content, LaidPage

_MOST_ATTACHED, _LARGEST_ATTACHED = 20, 2_000_000


def read_ofd(file: BinaryIO) -> Content:
    with _opened(file) as document:
        try:
            pages = [page.text() for page in document.pages[:MAX_PAGES]]
        except ofdkit.OFDError as error:
            raise CannotRead("unreadable", "damaged") from error
        pages = _with_invoice(pages, file)
        scans = [number for number, text in enumerate(pages, start=1) if not text.strip()]
        return Content(pages, {"page_count": len(document.pages), "scans": scans})


def _with_invoice(pages: list[str], file: BinaryIO) -> list[str]:
    """An electronic invoice carries its data beside its picture: below the text of its last page."""
    archive = open_container(file)
    names = [
        name for name in archive.namelist() if name.lower().endswith(".xml") and "attach" in name.lower()
    ]
    for name in names[:_MOST_ATTACHED]:
        if archive.getinfo(name).file_size > _LARGEST_ATTACHED:
            continue
        lines = invoice_lines(archive.read(name).decode("utf-8", "replace"))
        if lines:
            return [*pages[:-1], f"{pages[-1]}\n{lines}" if pages else lines]
    return pages


def lay_out_ofd(file: BinaryIO) -> list[LaidPage]:
    with _opened(file) as document:
        try:
            return [_laid(page) for page in document.pages[:MAX_PAGES]]
        except ofdkit.OFDError as error:
            raise CannotRead("unreadable", "damaged") from error


def _laid(page: ofdkit.Page) -> LaidPage:
    text = page.text()
    left, top, wide, high = page.box
    if not text.strip() or wide <= 0 or high <= 0:
        return LaidPage(text, is_scan=not text.strip())
    words = []
    for run in page.runs:
        above = run.y - run.size * 0.88  # `y` is the baseline
        box = [(run.x - left) / wide, (above - top) / high, run.width / wide, run.size / high]
        words.append([run.text, *(round(value, 4) for value in box)])
    return LaidPage(text, words)


def render_ofd(file: BinaryIO, number: int, width: int) -> tuple[Any, int]:
    """(Pillow image of page `number`, from 1; pages of the document)."""
    from kedang.documents.reading.formats.ofd_page import draw

    archive = open_container(file)
    with _opened(file) as document:
        if not 1 <= number <= len(document.pages):
            raise CannotRead("unreadable", "no_such_page")
        return draw(archive, document.pages[number - 1], width), len(document.pages)


def _opened(file: BinaryIO) -> ofdkit.OFDDocument:
    open_container(file)  # refuses bombs before ofdkit unfolds anything
    file.seek(0)
    try:
        return ofdkit.open(file.read())
    except ofdkit.OFDLimitError as error:
        raise CannotRead("too_big", "unfolds_too_big") from error
    except ofdkit.OFDError as error:
        raise CannotRead("unreadable", "damaged") from error
