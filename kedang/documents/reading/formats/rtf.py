"""RTF as text, and the compressed RTF of Outlook (MS-OXRTFCP)."""

from __future__ import annotations

import codecs
import re
import struct
from typing import BinaryIO

from kedang.documents.reading.formats.text import paged
from kedang.documents.reading.limits import MAX_TEXT
from kedang.documents.reading.outcome import CannotRead, Content

_PRELOADED = (
    rb"{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern \fscript \fdecor MS Sans "
    rb"SerifSymbolArialTimes New RomanCourier{\colortbl\red0\green0\blue0"
    b"\r\n"
    rb"\par \pard\plain\f0\fs20\b\i\u\tab\tx"
)
_MOST = 64 * 2**20
_TOKEN = re.compile(
    rb"\\([a-z]{1,32})(-?\d{1,10})?[ ]?|\\'([0-9a-fA-F]{2})|\\([^a-z])|([{}])|[\r\n]+|([^\\{}\r\n]+)", re.I
)
_ASIDE = {
    b"fonttbl",
    b"colortbl",
    b"stylesheet",
    b"info",
    b"pict",
    b"object",
    b"themedata",
    b"datastore",
    b"listtable",
}
_ASIDE |= {b"listoverridetable", b"rsidtbl", b"generator", b"xmlnstbl", b"latentstyles", b"fldinst"}
_BREAKS = {
    b"par": "\n",
    b"line": "\n",
    b"tab": "\t",
    b"cell": "\t",
    b"row": "\n",
    b"page": "\n",
    b"sect": "\n",
}


def read_rtf(file: BinaryIO) -> Content:
    return Content(paged(text_of_rtf(file.read(MAX_TEXT * 8))[:MAX_TEXT]))


def text_of_rtf(raw: bytes) -> str:
    return _Stripper().strip(raw)


def unfold_rtf(raw: bytes) -> bytes:
    """Raises CannotRead."""
    try:
        _packed, size, kind, _check = struct.unpack_from("<IIII", raw)
    except struct.error as error:
        raise CannotRead("unreadable", "damaged") from error
    if kind == 0x414C454D:  # stored as it is
        return raw[16 : 16 + size]
    if kind != 0x75465A4C or size > _MOST:
        raise CannotRead("unreadable", "damaged")
    return _unpacked(raw, size)


def _unpacked(raw: bytes, size: int) -> bytes:
    window = bytearray(_PRELOADED.ljust(4096, b"\0"))
    out, place, write = bytearray(), 16, len(_PRELOADED)
    while place < len(raw) and len(out) < size:
        flags, place = raw[place], place + 1
        for bit in range(8):
            if len(out) >= size or place >= len(raw):
                break
            if not flags >> bit & 1:
                piece, place = raw[place : place + 1], place + 1
            else:
                if place + 2 > len(raw):
                    return bytes(out)
                code = raw[place] << 8 | raw[place + 1]
                place += 2
                start, length = code >> 4, (code & 15) + 2
                if start == write % 4096:
                    return bytes(out)
                piece = b""
                for step in range(length):
                    byte = window[(start + step) % 4096]
                    window[(write + step) % 4096] = byte
                    piece += bytes([byte])
            for byte in piece:
                window[write % 4096] = byte
                write += 1
            out += piece
    return bytes(out[:size])


class _Stripper:
    def __init__(self) -> None:
        self._out: list[str] = []
        self._bytes = bytearray()
        self._codepage = "cp1252"
        self._hidden: list[bool] = [False]
        self._skip = 0  # characters that stand for a \u before them

    def strip(self, raw: bytes) -> str:
        for token in _TOKEN.finditer(raw):
            word, number, code, sign, brace, text = token.groups()
            if brace:
                self._brace(brace)
            elif word:
                self._word(word.lower(), int(number) if number else None)
            elif code:
                self._byte(bytes([int(code, 16)]))
            elif sign:
                self._sign(sign)
            elif text:
                self._byte(text)
        self._flush()
        return "".join(self._out)

    def _brace(self, brace: bytes) -> None:
        self._flush()
        if brace == b"{":
            self._hidden.append(self._hidden[-1])
        elif len(self._hidden) > 1:
            self._hidden.pop()

    def _word(self, word: bytes, number: int | None) -> None:
        self._flush()
        if word in _ASIDE:
            self._hidden[-1] = True
        elif word == b"ansicpg" and number:
            self._codepage = _codec(number)
        elif word == b"u" and number is not None and not self._hidden[-1]:
            self._out.append(chr(number % 65536) if not 0xD800 <= number % 65536 < 0xE000 else "\ufffd")
            self._skip = 1
        elif word in _BREAKS and not self._hidden[-1]:
            self._out.append(_BREAKS[word])

    def _sign(self, sign: bytes) -> None:
        if sign == b"*":
            self._hidden[-1] = True
        elif sign in b"\\{}":
            self._byte(sign)
        elif sign == b"~":
            self._byte(b" ")

    def _byte(self, text: bytes) -> None:
        if self._skip:
            text, self._skip = text[1:], 0
        if not self._hidden[-1]:
            self._bytes += text

    def _flush(self) -> None:
        if self._bytes:
            self._out.append(self._bytes.decode(self._codepage, "replace"))
            self._bytes.clear()


def _codec(number: int) -> str:
    try:
        return codecs.lookup("gb18030" if number == 936 else f"cp{number}").name
    except LookupError:
        return "cp1252"
