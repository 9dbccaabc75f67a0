"""What must lie on the disk for a moment: encrypted under a key that is only in memory, in a file without a name.

For uploads too large to be held while their request lasts. A killed process leaves nothing: the system frees a
file without a name with its last holder, and nobody has the key.
"""

from __future__ import annotations

import io
import os
import tempfile
from pathlib import Path
from typing import IO, Any, cast

from cryptography.hazmat.primitives.ciphers import Cipher, CipherContext
from cryptography.hazmat.primitives.ciphers.algorithms import AES256
from cryptography.hazmat.primitives.ciphers.modes import CTR
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

_BLOCK = 16


class ScratchFile(io.RawIOBase):
    """Written once from start to end, then read anywhere. AES-256-CTR: whoever could change it holds the process."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile(dir=folder(), buffering=0)  # noqa: SIM115  # closed by close()
        self._key = AES256(os.urandom(32))
        self._writer = self._stream(0)
        self._position = 0
        self.size = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def append(self, content: bytes) -> None:
        self._file.seek(0, os.SEEK_END)
        sealed = memoryview(self._writer.update(content))
        while sealed:
            sealed = sealed[self._file.write(sealed) :]
        self.size += len(content)

    def tell(self) -> int:
        return self._position

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._position, os.SEEK_END: self.size}[whence]
        if base + offset < 0:
            raise ValueError("negative seek position")
        self._position = base + offset
        return self._position

    def readinto(self, buffer: Any) -> int:
        view = memoryview(buffer).cast("B")
        skipped = self._position % _BLOCK
        self._file.seek(self._position - skipped)
        sealed = self._file.read(skipped + len(view)) or b""
        plain = self._stream(self._position // _BLOCK).update(sealed)[skipped:]
        view[: len(plain)] = plain
        self._position += len(plain)
        return len(plain)

    def close(self) -> None:
        self._file.close()
        super().close()

    def _stream(self, block: int) -> CipherContext:
        # The key is used for this file alone: the counter may start at nought.
        return Cipher(self._key, CTR(block.to_bytes(_BLOCK, "big"))).encryptor()


class SealedUploadHandler(FileUploadHandler):
    """Files of a form that are too large for memory (`FILE_UPLOAD_HANDLERS`)."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self._scratch = ScratchFile()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self._scratch.append(raw_data)

    def file_complete(self, file_size: int) -> UploadedFile[bytes]:
        self._scratch.seek(0)
        return UploadedFile(
            file=cast(IO[bytes], self._scratch),
            name=self.file_name,
            content_type=self.content_type,
            size=file_size,
            charset=self.charset,
            content_type_extra=self.content_type_extra,
        )

    def upload_interrupted(self) -> None:
        if hasattr(self, "_scratch"):
            self._scratch.close()


def folder() -> Path:
    """Beside the data, nobody else's to look into; not the system's folder for temporary files."""
    path = Path(settings.SCRATCH)
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    return path
