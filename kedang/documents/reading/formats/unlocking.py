"""Inside the worker: a file protected by a password as the same file without one."""

from __future__ import annotations

import io
import zipfile
from typing import BinaryIO

from kedang.documents.reading import sniff
from kedang.documents.reading.formats.container import within_limits
from kedang.documents.reading.limits import MAX_UNPACKED
from kedang.documents.reading.outcome import CannotRead


def unlock(file: BinaryIO, mime: str, password: str) -> bytes:
    """Raises CannotRead; with the reason `wrong_password` when it is that."""
    if mime == sniff.PDF:
        return _pdf(file, password)
    if mime == sniff.ZIP:
        return _archive(file, password)
    return _office(file, password)


def _pdf(file: BinaryIO, password: str) -> bytes:
    import pikepdf

    out = io.BytesIO()
    try:
        with pikepdf.open(file, password=password) as document:
            document.save(out, encryption=False)
    except pikepdf.PasswordError as error:
        raise CannotRead("protected", "wrong_password") from error
    except pikepdf.PdfError as error:
        raise CannotRead("unreadable", "damaged") from error
    return out.getvalue()


def _office(file: BinaryIO, password: str) -> bytes:
    import msoffcrypto
    from msoffcrypto.exceptions import DecryptionError, FileFormatError, InvalidKeyError, ParseError

    out = _Bounded()
    try:
        office = msoffcrypto.OfficeFile(file)
        office.load_key(password=password)
        office.decrypt(out)
    except (InvalidKeyError, DecryptionError) as error:
        raise CannotRead("protected", "wrong_password") from error
    except (FileFormatError, ParseError) as error:
        raise CannotRead("unreadable", "damaged") from error
    content = out.getvalue()
    # Some kinds of encryption do not check the password: the right one gives a container.
    if not content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise CannotRead("protected", "wrong_password")
    return content


class _Bounded(io.BytesIO):
    def write(self, block: object) -> int:
        if self.tell() > MAX_UNPACKED:
            raise CannotRead("too_big", "unfolds_too_big")
        return super().write(block)  # type: ignore[arg-type]  # whatever the library writes


def _archive(file: BinaryIO, password: str) -> bytes:
    try:
        archive = zipfile.ZipFile(file)
        within_limits(archive)
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as plain:
            for member in archive.infolist():
                plain.writestr(member.filename, archive.read(member, pwd=password.encode()))
    except RuntimeError as error:  # what zipfile says of a wrong password
        raise CannotRead("protected", "wrong_password") from error
    except NotImplementedError as error:  # AES
        raise CannotRead("protected", "unknown_encryption") from error
    except (zipfile.BadZipFile, OSError, ValueError, EOFError) as error:
        # A wrong password passes the one byte that is checked once in 256 times, and fails the checksum.
        wrong = "Bad CRC" in str(error) or isinstance(error, EOFError)
        raise CannotRead(
            *(("protected", "wrong_password") if wrong else ("unreadable", "damaged"))
        ) from error
    return out.getvalue()
