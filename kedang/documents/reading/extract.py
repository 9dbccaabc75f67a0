"""Inside the worker: from an open file to a Reading or a page image. Catches whatever a format raises."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any, BinaryIO

from kedang.documents.reading import limits, sniff
from kedang.documents.reading.outcome import (
    RAW,
    CannotRead,
    Content,
    Enclosed,
    LaidPage,
    Layout,
    Made,
    PageImage,
    Reading,
    Table,
)

_FORMATS: dict[str, tuple[str, str]] = {
    sniff.PDF: ("pdf", "read_pdf"),
    sniff.DOCX: ("office", "read_docx"),
    sniff.XLSX: ("office", "read_xlsx"),
    sniff.PPTX: ("office", "read_pptx"),
    sniff.OFD: ("ofd", "read_ofd"),
    sniff.EML: ("mail", "read_eml"),
    sniff.MSG: ("mail", "read_msg"),
    sniff.ZIP: ("archive", "read_zip"),
    sniff.TNEF: ("tnef", "read_tnef"),
    sniff.RTF: ("rtf", "read_rtf"),
    sniff.SVG: ("text", "read_html"),
    **dict.fromkeys(sniff.IMAGES, ("images", "read_image")),
    **dict.fromkeys(sniff.TEXTS, ("text", "read_text")),
    "text/vcard": ("vcard", "read_vcard"),
    "text/html": ("text", "read_html"),
    "text/xml": ("text", "read_html"),
}
_RENDERERS: dict[str, tuple[str, str]] = {
    sniff.PDF: ("pdf", "render_pdf"),
    sniff.OFD: ("ofd", "render_ofd"),
    **dict.fromkeys(sniff.IMAGES, ("images", "render_image")),
}
_LAYOUTS: dict[str, tuple[str, str]] = {
    sniff.PDF: ("pdf", "lay_out_pdf"),
    sniff.OFD: ("ofd", "lay_out_ofd"),
    **dict.fromkeys(sniff.IMAGES, ("images", "lay_out_image")),
}
_REASONS = {
    "application/gzip": "archive",
    "application/x-7z-compressed": "archive",
    "application/vnd.rar": "archive",
    sniff.DOC: "old_office",
    sniff.XLS: "old_office",
    sniff.PPT: "old_office",
}
_NEED_OCR = (sniff.PDF, sniff.OFD, *sniff.IMAGES)


def extract(file: BinaryIO, name: str) -> Reading:
    """Never raises: a file that cannot be read gives a state with its reason."""
    return _extracted(file, name, Budget())


def _extracted(file: BinaryIO, name: str, budget: Budget) -> Reading:
    mime = sniff.BINARY
    try:
        mime = identify(file, name)
        content = _with_enclosed(_reader(mime)(file), budget)
    except CannotRead as obstacle:
        return Reading(obstacle.state, obstacle.reason, mime=mime)
    except MemoryError:
        return Reading("too_big", "memory", mime=mime)
    except Exception as error:  # parsers of untrusted files raise anything
        return Reading("unreadable", "damaged", meta={"error": type(error).__name__}, mime=mime)
    if any(page.strip() for page in content.pages):
        return Reading("read", "", content.pages, content.meta, mime)
    reason = "no_text_layer" if mime in _NEED_OCR else "no_text"
    return Reading("empty", reason, content.pages, content.meta, mime)


def _with_enclosed(content: Content, budget: Budget) -> Content:
    """The texts of the files inside behind its own, and what became of each."""
    if not content.enclosed:
        return content
    pages, listed = list(content.pages), []
    for enclosed in content.enclosed:
        reading = budget.read(enclosed)
        known = {"name": enclosed.name, "mime": enclosed.mime, "size": len(enclosed.content)}
        listed.append(known | {"state": reading.state, "reason": reading.reason})
        listed[-1] |= {"attachments": reading.meta["attachments"]} if reading.meta.get("attachments") else {}
        if reading.text.strip():
            pages += [
                f"【{enclosed.name}】\n{page}" if not n else page for n, page in enumerate(reading.pages)
            ]
    return Content(pages, content.meta | {"attachments": listed})


class Budget:
    """How much of what is enclosed in a file is read: so deep, so many, so large."""

    def __init__(self) -> None:
        self._depth = self._files = self._bytes = 0

    def read(self, enclosed: Enclosed) -> Reading:
        self._files += 1
        if enclosed.mime == sniff.EML:  # the mail shows it in its own text
            return Reading("read")
        if self._depth >= limits.MAX_ENCLOSED_DEPTH or self._files > limits.MAX_ENCLOSED:
            return Reading("too_big", "enclosed_too_deep")
        self._bytes += len(enclosed.content)
        if self._bytes > limits.MAX_READ_THROUGH:
            return Reading("too_big", "unfolds_too_big")
        self._depth += 1
        reading = _extracted(io.BytesIO(enclosed.content), enclosed.name, self)
        self._depth -= 1
        return reading


def lay_out(file: BinaryIO, name: str) -> Layout:
    """Every page with the places of its words, as far as the format knows them. Never raises."""
    try:
        kind = _LAYOUTS.get(identify(file, name))
        if kind is not None:
            return Layout("read", "", _load(*kind)(file))
    except CannotRead as obstacle:
        return Layout(obstacle.state, obstacle.reason)
    except MemoryError:
        return Layout("too_big", "memory")
    except Exception:
        return Layout("unreadable", "damaged")
    reading = extract(file, name)
    return Layout(reading.state, reading.reason, [LaidPage(text) for text in reading.pages])


def render(file: BinaryIO, name: str, number: int, width: int, *, raw: bool = False) -> PageImage:
    """Page `number` (from 1), `width` pixels wide (an image at most that). Never raises.

    As WebP; `raw`: its pixels, at most `width` in either direction.
    """
    try:
        kind = _RENDERERS.get(identify(file, name))
        if kind is None:
            return _draw(file, name, number, width)
        picture, pages = _load(*kind)(file, number, width)
        if raw:
            picture.thumbnail((width, width), reducing_gap=2.0)
            return PageImage("read", "", picture.tobytes(), RAW, picture.width, picture.height, pages)
        return _as_webp(picture, pages)
    except CannotRead as obstacle:
        return PageImage(obstacle.state, obstacle.reason)
    except MemoryError:
        return PageImage("too_big", "memory")
    except Exception:
        return PageImage("unreadable", "damaged")


def _draw(file: BinaryIO, name: str, number: int, width: int) -> PageImage:
    """Of a format without pages of its own: what it says, set on pages by us."""
    from kedang.documents.reading.formats.drawn import render_drawn

    reading = extract(file, name)
    if reading.state != "read":
        return PageImage(reading.state, reading.reason or "no_preview")
    return _as_webp(*render_drawn(reading, number, width))


def _as_webp(picture: Any, pages: int) -> PageImage:
    out = io.BytesIO()
    picture.save(out, "WEBP", quality=82, method=2)
    return PageImage("read", "", out.getvalue(), "image/webp", picture.width, picture.height, pages)


def make_searchable(file: BinaryIO, name: str, pages: Sequence[LaidPage | None]) -> Made:
    """A copy as PDF with the recognised text of its pages. Never raises."""
    from kedang.documents.reading.formats.searchable import make_searchable as with_text

    return _made(lambda mime: with_text(file, mime, pages), file, name)


def unlock(file: BinaryIO, name: str, password: str) -> Made:
    """The same file without its password. Never raises."""
    from kedang.documents.reading.formats.unlocking import unlock as without_password

    return _made(lambda mime: without_password(file, mime, password), file, name)


def _made(make: Callable[[str], bytes], file: BinaryIO, name: str) -> Made:
    try:
        return Made("read", "", make(identify(file, name)))
    except CannotRead as obstacle:
        return Made(obstacle.state, obstacle.reason)
    except MemoryError:
        return Made("too_big", "memory")
    except Exception:
        return Made("unreadable", "damaged")


def tabulate(file: BinaryIO, name: str, sheet: str) -> Table:
    """The rows of a list. Never raises."""
    from kedang.documents.reading.formats.tables import read_table

    try:
        return read_table(file, identify(file, name), sheet)
    except CannotRead as obstacle:
        return Table(obstacle.state, obstacle.reason)
    except MemoryError:
        return Table("too_big", "memory")
    except Exception:
        return Table("unreadable", "damaged")


def identify(file: BinaryIO, name: str) -> str:
    """The type by content, looking into containers; the file is left at its start."""
    mime = sniff.sniff(file.read(sniff.HEAD), name)
    file.seek(0)
    if mime in (sniff.ZIP, sniff.DOCX, sniff.XLSX, sniff.PPTX, sniff.OFD):
        mime = _zip_type(file, mime)
    elif mime in (sniff.OLE, sniff.MSG, sniff.DOC, sniff.XLS, sniff.PPT):
        mime = _ole_type(file)
    file.seek(0)
    return mime


def _zip_type(file: BinaryIO, guess: str) -> str:
    try:
        names = set(zipfile.ZipFile(file).namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return guess
    for part, mime in (
        ("word/document.xml", sniff.DOCX),
        ("xl/workbook.xml", sniff.XLSX),
        ("ppt/presentation.xml", sniff.PPTX),
        ("OFD.xml", sniff.OFD),
    ):
        if part in names:
            return mime
    return sniff.ZIP


def _ole_type(file: BinaryIO) -> str:
    import olefile

    try:
        ole = olefile.OleFileIO(file)
        names = {entry[0] for entry in ole.listdir()}
    except Exception as error:
        raise CannotRead("unreadable", "damaged") from error
    if "EncryptedPackage" in names:
        return sniff.LOCKED
    for stream, mime in (
        ("__properties_version1.0", sniff.MSG),
        ("WordDocument", sniff.DOC),
        ("Workbook", sniff.XLS),
        ("Book", sniff.XLS),
        ("PowerPoint Document", sniff.PPT),
    ):
        if stream in names:
            return mime
    return sniff.OLE


def _reader(mime: str) -> Callable[[BinaryIO], Content]:
    if mime == sniff.LOCKED:
        raise CannotRead("protected", "password")
    kind = _FORMATS.get(mime)
    if kind is None:
        raise CannotRead("unsupported", _REASONS.get(mime, "unknown_format"))
    return _load(*kind)


def _load(module: str, function: str) -> Callable[..., Any]:
    loaded: Callable[..., Any] = getattr(
        import_module(f"kedang.documents.reading.formats.{module}"), function
    )
    return loaded


def open_received(descriptor: int) -> BinaryIO:
    file = os.fdopen(descriptor, "rb")
    file.seek(0)
    return file
