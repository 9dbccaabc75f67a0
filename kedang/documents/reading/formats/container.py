"""Zip containers (docx, xlsx, pptx, OFD), checked for bombs before anything is unfolded."""

import zipfile
from collections.abc import Iterator
from typing import IO, BinaryIO
from xml.etree.ElementTree import Element, ParseError, iterparse

from kedang.documents.reading.limits import MAX_MEMBERS, MAX_RATIO, MAX_UNPACKED, MAX_XML
from kedang.documents.reading.outcome import CannotRead


def open_container(file: BinaryIO, *, most_unpacked: int | None = MAX_UNPACKED) -> zipfile.ZipFile:
    """Raises CannotRead: damaged, encrypted, or unfolding beyond the limits."""
    try:
        archive = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise CannotRead("unreadable", "damaged") from error
    if any(member.flag_bits & 1 for member in archive.infolist()):
        raise CannotRead("protected", "password")
    within_limits(archive, most_unpacked)
    return archive


def within_limits(archive: zipfile.ZipFile, most_unpacked: int | None = MAX_UNPACKED) -> None:
    """Raises CannotRead."""
    members = archive.infolist()
    # zipfile never unfolds more than the declared size, so that the declared sizes can be trusted here.
    unpacked = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    if len(members) > MAX_MEMBERS or (most_unpacked is not None and unpacked > most_unpacked):
        raise CannotRead("too_big", "unfolds_too_big")
    if unpacked > 8 * 2**20 and unpacked > packed * MAX_RATIO:
        raise CannotRead("too_big", "unfolds_too_big")


def elements(archive: zipfile.ZipFile, name: str) -> Iterator[tuple[str, Element]]:
    """(event, element) of one XML part, streamed; no document type or entity is accepted."""
    info = archive.getinfo(name)
    if info.file_size > MAX_XML:
        raise CannotRead("too_big", "unfolds_too_big")
    with archive.open(info) as stream:
        yield from _parse(_NoEntities(stream))


def _parse(stream: "_NoEntities") -> Iterator[tuple[str, Element]]:
    try:
        yield from iterparse(stream, events=("start", "end"))  # noqa: S314 - entities are refused above
    except (ParseError, zipfile.BadZipFile, EOFError, OSError) as error:
        raise CannotRead("unreadable", "damaged") from error


class _NoEntities:
    """Refuses `<!DOCTYPE` and `<!ENTITY`: office parts have none, attacks do."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._tail = b""

    def read(self, size: int = -1) -> bytes:
        block = self._stream.read(size)
        seen = self._tail + block
        if b"<!DOCTYPE" in seen or b"<!ENTITY" in seen:
            raise CannotRead("unreadable", "damaged")
        self._tail = seen[-16:]
        return block
