"""A zip as a stream: no temporary file, memory for one piece and the list of names, zip64 when it must be."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.utils.timezone import localtime

from kedang.dossier.bag.writing import File

# What is compressed already by the formats themselves.
PACKED = {
    *("application/pdf", "application/zip", "application/gzip", "application/x-7z-compressed"),
    *("image/jpeg", "image/png", "image/gif", "image/webp", "image/heic", "video/mp4", "audio/mpeg"),
    *("application/vnd.rar", "application/ofd"),
}
_PACKED_FAMILIES = ("application/vnd.openxmlformats", "application/vnd.oasis", "video/", "audio/")
_ZIP64_FROM = 2**31 - 2**20
# Text shrinks to a quarter at the quickest level; the rest would cost more time than it saves on the line.
_LEVEL = 1


def is_packed(mime: str) -> bool:
    return mime in PACKED or mime.startswith(_PACKED_FAMILIES)


def stream_zip(files: Iterable[File], folder: str = "") -> Iterator[bytes]:
    """The zip piece by piece; names in UTF-8. A reader that goes away closes what is open."""
    sink = _Sink()
    prefix = f"{folder}/" if folder else ""
    with zipfile.ZipFile(sink, "w", allowZip64=True) as archive:  # type: ignore[call-overload]  # a sink that only writes
        for file in files:
            with archive.open(_info(file, prefix), "w", force_zip64=_is_long(file)) as member:
                for piece in file.pieces():
                    member.write(piece)
                    yield from sink.taken()
    yield from sink.taken()


def write_directory(files: Iterable[File], target: Path) -> Iterator[int]:
    """Write the files below `target` (made by the caller); the bytes of each piece, for progress."""
    for file in files:
        path = target / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            for piece in file.pieces():
                out.write(piece)
                yield len(piece)


class _Sink:
    """What the zip wrote and nobody has taken yet. It cannot seek, so sizes follow their content."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def write(self, piece: bytes) -> int:
        self._pieces.append(piece)
        return len(piece)

    def flush(self) -> None:
        pass

    def taken(self) -> list[bytes]:
        pieces, self._pieces = self._pieces, []
        return pieces


def _info(file: File, prefix: str) -> zipfile.ZipInfo:
    moment = localtime(file.modified)
    info = zipfile.ZipInfo(f"{prefix}{file.path}", (max(moment.year, 1980), *moment.timetuple()[1:6]))
    info.compress_type = zipfile.ZIP_STORED if file.is_packed else zipfile.ZIP_DEFLATED
    info._compresslevel = _LEVEL  # type: ignore[attr-defined]  # the public name exists from Python 3.13 on
    info.external_attr = 0o600 << 16
    info.create_system = 3
    return info


def _is_long(file: File) -> bool:
    return file.size is None or file.size >= _ZIP64_FROM
