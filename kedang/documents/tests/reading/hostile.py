"""Files made to hurt, small enough to be made by the tests."""

import io
import struct
import zipfile
from collections.abc import Callable

from kedang.documents.tests import samples

Make = Callable[[], bytes]


def bomb_zip() -> bytes:
    """Forty megabytes of zeros in forty kilobytes."""
    return _zip({f"{n}.bin": bytes(2**20) for n in range(40)})


def zip_in_zip(depth: int = 40) -> bytes:
    inner = b"x"
    for number in range(depth):
        inner = _zip({f"{number}.zip": inner})
    return inner


def bombs_in_a_zip() -> bytes:
    """Each by itself is small enough; together they are not."""
    bomb = _zip({"a.txt": bytes(7 * 2**20)})
    return _zip({f"{n}.zip": bomb for n in range(60)})


def overlapping_zip() -> bytes:
    """A directory whose entries all point at the same bytes."""
    single = _zip({"a.txt": bytes(2**20)})
    start = single.index(b"PK\x01\x02")
    entry, end = single[start : single.index(b"PK\x05\x06")], single[single.index(b"PK\x05\x06") :]
    count = 2_000
    head = end[:8] + struct.pack("<HHII", count, count, len(entry) * count, start) + end[20:]
    return single[:start] + entry * count + head


def huge_sheet() -> bytes:
    """A sheet that says it has a million rows of sixteen thousand columns, and one cell at the far end."""
    sheet = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><dimension ref="A1:XFD1048576"/>'
        '<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>first</t></is></c></row>'
        '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>'
    )
    book = zipfile.ZipFile(io.BytesIO(samples.xlsx()))
    parts = {name: book.read(name) for name in book.namelist()}
    return _zip(parts | {"xl/worksheets/sheet1.xml": sheet.encode()})


def deep_mail(depth: int = 400) -> bytes:
    mail = b"Subject: in\n\nthe innermost"
    for _ in range(depth):
        mail = b"Subject: out\nContent-Type: message/rfc822\n\n" + mail
    return b"From: a@b.example\nTo: c@d.example\n" + mail


def deep_parts(depth: int = 300) -> bytes:
    head = (
        b"From: a@b.example\nTo: c@d.example\nSubject: deep\nContent-Type: multipart/mixed; boundary=b0\n\n"
    )
    steps = (b"--b%d\nContent-Type: multipart/mixed; boundary=b%d\n\n" % (n, n + 1) for n in range(depth))
    return head + b"".join(steps) + b"--b%d\n\nthe innermost" % depth


def many_parts(count: int = 5_000) -> bytes:
    head = b"From: a@b.example\nTo: c@d.example\nSubject: many\nContent-Type: multipart/mixed; boundary=b\n\n"
    return head + b"--b\nContent-Disposition: attachment\n\nx\n" * count


def tnef_of_53_bytes() -> bytes:
    head = b"\x78\x9f\x3e\x22\x01\x00\x02" + struct.pack("<II", 0x00069003, 0x7FFFFFFF)
    return (head + struct.pack("<IHH", 0xFFFFFFFF, 0x101F, 0x3001) + b"\xff" * 53)[:53]


def tnef_of_lies() -> bytes:
    """Property counts and lengths beyond the file, inside an attribute that is whole."""
    value = struct.pack("<I", 0xFFFFFFF0) + struct.pack("<HHII", 0x101E, 0x1000, 0xFFFFFFFF, 0xFFFFFFFF)
    return b"\x78\x9f\x3e\x22\x01\x00\x01" + struct.pack("<II", 0x00069003, len(value)) + value + b"\0\0"


def looping_pdf() -> bytes:
    """Its page tree is its own child."""
    return (
        b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[2 0 R 2 0 R]/Count 99999>>"
        b"endobj\ntrailer<</Root 1 0 R>>"
    )


def wide_tiff() -> bytes:
    """A TIFF of 60,000 × 60,000 pixels that has none of them."""
    entries = [
        (256, 4, 60_000),
        (257, 4, 60_000),
        (258, 3, 8),
        (259, 3, 1),
        (262, 3, 1),
        (273, 4, 8),
        (278, 4, 60_000),
    ]
    body = b"".join(struct.pack("<HHII", tag, kind, 1, value) for tag, kind, value in entries)
    return b"II*\x00" + struct.pack("<IH", 8, len(entries)) + body + bytes(4)


def endless_tiff() -> bytes:
    """Its next page is always itself."""
    whole = bytearray(samples.tiff(1))
    (place,) = struct.unpack_from("<I", whole, 4)
    (count,) = struct.unpack_from("<H", whole, place)
    struct.pack_into("<I", whole, place + 2 + 12 * count, place)
    return bytes(whole)


def deep_rtf() -> bytes:
    return b"{\\rtf1 " + b"{\\b " * 40_000


def long_line() -> bytes:
    return b"a" * 20_000_000


def deep_html() -> bytes:
    return b"<html>" + b"<div>" * 50_000


HOSTILE: dict[str, Make] = {
    "bomb.zip": bomb_zip,
    "nested.zip": zip_in_zip,
    "bombs.zip": bombs_in_a_zip,
    "overlapping.zip": overlapping_zip,
    "bomb.docx": lambda: samples.zip_bomb(12 * 2**20),
    "huge.xlsx": huge_sheet,
    "deep.eml": deep_mail,
    "parts.eml": deep_parts,
    "many.eml": many_parts,
    "winmail.dat": tnef_of_53_bytes,
    "lies.dat": tnef_of_lies,
    "looping.pdf": looping_pdf,
    "pixels.png": samples.pixel_bomb,
    "wide.tiff": wide_tiff,
    "endless.tiff": endless_tiff,
    "deep.rtf": deep_rtf,
    "line.txt": long_line,
    "deep.html": deep_html,
}


def _zip(members: dict[str, bytes]) -> bytes:
    return samples.archive(members)
