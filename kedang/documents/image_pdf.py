"""A PDF of nothing but images, written page by page in constant memory: no text, no fonts, no original inside."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_SHORT, _LONG = 595.28, 841.89  # A4 in points
_CATALOG, _TREE, _FIRST = 1, 2, 3


@dataclass(frozen=True)
class Sheet:
    """A page: a JPEG (RGB) and its size in pixels."""

    jpeg: bytes
    width: int
    height: int


def image_pdf(sheets: Iterable[Sheet]) -> Iterator[bytes]:
    """PDF 1.4 (ISO 32000-1, 7.5): three objects a page; the tree of pages and the table come last."""
    at, offsets, pages = 0, {}, []
    number = _FIRST
    head = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"
    yield head
    at += len(head)
    for sheet in sheets:
        for body in _page(sheet, number):
            offsets[number] = at
            written = b"%d 0 obj\n%s\nendobj\n" % (number, body)
            yield written
            at += len(written)
            number += 1
        pages.append(number - 1)
    for one, body in _ends(pages):
        offsets[one] = at
        written = b"%d 0 obj\n%s\nendobj\n" % (one, body)
        yield written
        at += len(written)
    yield _table(offsets, at)


def _page(sheet: Sheet, number: int) -> tuple[bytes, bytes, bytes]:
    """Image, its drawing, the page that holds both."""
    wide = _LONG if sheet.width > sheet.height else _SHORT
    high = wide * sheet.height / sheet.width
    image = (
        b"<</Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceRGB/BitsPerComponent 8"
        b"/Filter/DCTDecode/Length %d>>\nstream\n%s\nendstream"
    ) % (sheet.width, sheet.height, len(sheet.jpeg), sheet.jpeg)
    drawing = b"%.2f 0 0 %.2f 0 0 cm /I Do" % (wide, high)
    content = b"<</Length %d>>\nstream\n%s\nendstream" % (len(drawing), drawing)
    page = (
        b"<</Type/Page/Parent %d 0 R/MediaBox[0 0 %.2f %.2f]"
        b"/Resources<</XObject<</I %d 0 R>>>>/Contents %d 0 R>>"
    ) % (_TREE, wide, high, number, number + 1)
    return image, content, page


def _ends(pages: list[int]) -> list[tuple[int, bytes]]:
    kids = b" ".join(b"%d 0 R" % page for page in pages)
    return [
        (_CATALOG, b"<</Type/Catalog/Pages %d 0 R>>" % _TREE),
        (_TREE, b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(pages), kids)),
    ]


def _table(offsets: dict[int, int], at: int) -> bytes:
    rows = b"".join(b"%010d 00000 n \n" % offsets[number] for number in sorted(offsets))
    size = len(offsets) + 1
    table = b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, rows)
    trailer = b"trailer\n<</Size %d/Root %d 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (size, _CATALOG, at)
    return table + trailer
