"""A zip as the list of what is in it; small ones are read through (`Content.enclosed`)."""

from __future__ import annotations

import zipfile
import zlib
from typing import BinaryIO

from kedang.documents.reading.formats.container import open_container
from kedang.documents.reading.formats.text import decode, paged
from kedang.documents.reading.limits import MAX_ENCLOSED, MAX_READ_THROUGH
from kedang.documents.reading.outcome import CannotRead, Content, Enclosed

_UTF8 = 0x800
_LISTED = 5_000


def read_zip(file: BinaryIO) -> Content:
    archive = open_container(file, most_unpacked=None)
    members = [member for member in archive.infolist() if not member.is_dir()]
    lines = [f"{name_of(member)}\t{member.file_size}" for member in members[:_LISTED]]
    return Content(
        paged("\n".join(lines)),
        {"files": len(members), "truncated": len(members) > _LISTED},
        _read(archive, members),
    )


def name_of(member: zipfile.ZipInfo) -> str:
    """Names without the mark of UTF-8 are in the code page of whoever packed them: GBK, most often."""
    if member.flag_bits & _UTF8:
        return member.filename
    try:
        return decode(member.filename.encode("cp437"))[0]
    except UnicodeEncodeError:
        return member.filename


def _read(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo]) -> list[Enclosed]:
    found, left = [], MAX_READ_THROUGH
    for member in members[:MAX_ENCLOSED]:
        left -= member.file_size
        if left < 0:
            break
        try:
            found.append(Enclosed(name_of(member), "", archive.read(member)))
        except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError) as error:
            if isinstance(error, NotImplementedError):
                continue  # packed in a way the library does not know; it stays in the list
            raise CannotRead("unreadable", "damaged") from error
    return found
