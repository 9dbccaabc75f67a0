"""OFD (GB/T 33190), the national fixed-layout format: text by ofdkit, page images by `ofd_page`."""

from typing import Any, BinaryIO

import ofdkit

from kedang.documents.reading.formats.container import open_container
from kedang.documents.reading.limits import MAX_PAGES
from kedang.documents.reading.outcome import CannotRead, Content


def read_ofd(file: BinaryIO) -> Content:
    with _opened(file) as document:
        try:
            pages = [page.text() for page in document.pages[:MAX_PAGES]]
        except ofdkit.OFDError as error:
            raise CannotRead("unreadable", "damaged") from error
        return Content(pages, {"page_count": len(document.pages)})


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
