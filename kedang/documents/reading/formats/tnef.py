"""winmail.dat (MS-OXTNEF): what Outlook hides from everybody else. Every length is checked against the file."""

from __future__ import annotations

import codecs
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from kedang.documents.reading.formats.rtf import text_of_rtf, unfold_rtf
from kedang.documents.reading.formats.text import decode, paged, strip_html
from kedang.documents.reading.limits import MAX_ENCLOSED, MAX_TEXT
from kedang.documents.reading.outcome import CannotRead, Content, Enclosed

SIGNATURE = b"\x78\x9f\x3e\x22"
_SUBJECT, _BODY, _CODEPAGE, _PROPERTIES = 0x00018004, 0x0002800C, 0x00069007, 0x00069003
_NEXT_FILE, _TITLE, _CONTENT, _FILE_PROPERTIES = 0x00069002, 0x00018010, 0x0006800F, 0x00069005
_PR_SUBJECT, _PR_BODY, _PR_RTF, _PR_HTML = 0x0037, 0x1000, 0x1009, 0x1013
_PR_NAME, _PR_LONG_NAME, _PR_DATA = 0x3704, 0x3707, 0x3701
_FIXED = {1: 0, 2: 4, 3: 4, 4: 4, 5: 8, 6: 8, 7: 8, 10: 4, 11: 4, 20: 8, 64: 8, 72: 16}
_VARIABLE = (13, 30, 31, 258)
_MOST_PROPERTIES = 10_000
Properties = dict[int, Any]


@dataclass
class Letter:
    properties: Properties = field(default_factory=dict)
    files: list[Enclosed] = field(default_factory=list)
    codepage: str = ""


def read_tnef(file: BinaryIO) -> Content:
    letter = read_letter(file.read())
    subject = _string(letter.properties.get(_PR_SUBJECT), letter.codepage)
    text = _body(letter)
    lines = [f"主题: {subject}" if subject else "", text, *(f"附件: {each.name}" for each in letter.files)]
    joined = "\n".join(line for line in lines if line)
    return Content(paged(joined[:MAX_TEXT]), {"subject": subject} if subject else {}, letter.files)


def read_letter(data: bytes) -> Letter:
    """Raises CannotRead: not a winmail.dat, or cut off before anything of it."""
    if len(data) < 6 or not data.startswith(SIGNATURE):
        raise CannotRead("unreadable", "damaged")
    letter, current = Letter(), _File()
    for identity, value in _attributes(data):
        if identity == _NEXT_FILE:
            current.into(letter)
            current = _File(begun=True)
        elif identity in (_TITLE, _CONTENT, _FILE_PROPERTIES):
            current.take(identity, value, letter.codepage)
        elif identity == _PROPERTIES:
            letter.properties |= _properties(value)
        elif identity == _CODEPAGE and len(value) >= 4:
            letter.codepage = _known(f"cp{struct.unpack_from('<I', value)[0]}")
        elif identity in (_SUBJECT, _BODY):
            letter.properties.setdefault(
                {_SUBJECT: _PR_SUBJECT, _BODY: _PR_BODY}[identity], value.rstrip(b"\0")
            )
    current.into(letter)
    return letter


@dataclass
class _File:
    begun: bool = False
    name: str = ""
    content: bytes = b""

    def take(self, identity: int, value: bytes, codepage: str) -> None:
        if identity == _TITLE:
            self.name = self.name or _string(value, codepage)
        elif identity == _CONTENT:
            self.content = value
        else:
            known = _properties(value)
            self.name = _string(known.get(_PR_LONG_NAME) or known.get(_PR_NAME), codepage) or self.name
            data = known.get(_PR_DATA)
            if not self.content and isinstance(data, bytes):
                self.content = data[16:] if data[16:20] == SIGNATURE else data  # behind its class id

    def into(self, letter: Letter) -> None:
        if self.begun and len(letter.files) < MAX_ENCLOSED:
            mime = "application/ms-tnef" if self.content.startswith(SIGNATURE) else ""
            letter.files.append(Enclosed(self.name.replace("\0", ""), mime, self.content))


def _attributes(data: bytes) -> Iterator[tuple[int, bytes]]:
    """What is there whole; a file cut off gives what came before."""
    place = 6
    while place + 9 <= len(data):
        _level, identity, length = struct.unpack_from("<BII", data, place)
        start, place = place + 9, place + 9 + length + 2  # a checksum follows
        if start + length > len(data):
            return
        yield identity, data[start : start + length]


def _properties(data: bytes) -> Properties:
    """By their ids. What a broken length spoils is left out."""
    found: Properties = {}
    try:
        count = min(struct.unpack_from("<I", data)[0], _MOST_PROPERTIES)
        place = 4
        for _ in range(count):
            kind, identity = struct.unpack_from("<HH", data, place)
            place = _named(data, place + 4) if identity >= 0x8000 else place + 4
            value, place = _value(data, place, kind)
            found.setdefault(identity, value)
    except (struct.error, IndexError, ValueError):
        pass
    return found


def _named(data: bytes, place: int) -> int:
    """Past the name of a property: a class id, then a number or a string."""
    (kind,) = struct.unpack_from("<I", data, place + 16)
    if kind == 0:
        return place + 24
    (length,) = struct.unpack_from("<I", data, place + 20)
    return place + 24 + _even(length)


def _value(data: bytes, place: int, kind: int) -> tuple[Any, int]:
    base = kind & 0xFFF
    several = bool(kind & 0x1000)
    if base in _FIXED and not several:
        size = _FIXED[base]
        return data[place : place + size], place + size
    if base in _FIXED:
        (count,) = struct.unpack_from("<I", data, place)
        return None, _within(data, place + 4 + count * max(1, _FIXED[base]))
    if base not in _VARIABLE:
        raise ValueError(kind)
    (count,) = struct.unpack_from("<I", data, place)
    place, value = place + 4, None
    for _ in range(min(count, _MOST_PROPERTIES)):
        (length,) = struct.unpack_from("<I", data, place)
        end = _within(data, place + 4 + length)
        value, place = (data[place + 4 : end] if value is None else value), place + 4 + _even(length)
    return _text_or_bytes(base, value), place


def _text_or_bytes(base: int, value: bytes | None) -> str | bytes | None:
    if value is not None and base == 31:
        return value.decode("utf-16-le", "replace").rstrip("\0")
    return value


def _within(data: bytes, place: int) -> int:
    if place > len(data):
        raise ValueError(place)
    return place


def _even(length: int) -> int:
    return (length + 3) & ~3


def _string(value: Any, codepage: str) -> str:
    if isinstance(value, bytes):
        return decode(value.split(b"\0")[0], codepage)[0]
    return value if isinstance(value, str) else ""


def _body(letter: Letter) -> str:
    known = letter.properties
    if known.get(_PR_BODY):
        return _string(known[_PR_BODY], letter.codepage)
    if isinstance(known.get(_PR_HTML), bytes):
        return strip_html(decode(known[_PR_HTML], letter.codepage)[0])[1]
    if isinstance(known.get(_PR_RTF), bytes):
        return text_of_rtf(unfold_rtf(known[_PR_RTF]))
    return ""


def _known(name: str) -> str:
    try:
        return codecs.lookup(name).name
    except LookupError:
        return ""
