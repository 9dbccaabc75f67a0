"""vCard as text: folded lines joined, quoted-printable decoded, photos and keys left out."""

import quopri
import re
from typing import BinaryIO

from kedang.documents.reading.formats.text import decode, paged
from kedang.documents.reading.limits import MAX_TEXT
from kedang.documents.reading.outcome import Content

_BINARY = re.compile(r"(?i)^(\w+\.)?(photo|logo|sound|key)\b")
_CHARSET = re.compile(r"(?i)charset=([\w-]+)")


def read_vcard(file: BinaryIO) -> Content:
    text, encoding = decode(file.read(MAX_TEXT * 4))
    lines = [_readable(line) for line in _unfolded(text) if not _BINARY.match(line)]
    cards = sum(line.upper().startswith("BEGIN:VCARD") for line in lines)
    return Content(paged("\n".join(lines)[:MAX_TEXT]), {"encoding": encoding, "cards": cards})


def _unfolded(text: str) -> list[str]:
    lines: list[str] = []
    for line in text.replace("\r\n", "\n").split("\n"):
        quoted = bool(lines) and "QUOTED-PRINTABLE" in lines[-1].upper() and lines[-1].endswith("=")
        if lines and (quoted or line[:1] in (" ", "\t")):
            lines[-1] = (lines[-1][:-1] if quoted else lines[-1]) + line.lstrip(" \t")
        elif line.strip():
            lines.append(line)
    return lines


def _readable(line: str) -> str:
    name, separator, value = line.partition(":")
    if "QUOTED-PRINTABLE" not in name.upper():
        return line
    charset = _CHARSET.search(name)
    raw = quopri.decodestring(value.encode("utf-8"))
    return f"{name.split(';')[0]}{separator}{decode(raw, charset.group(1) if charset else '')[0]}"
