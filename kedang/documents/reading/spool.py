"""An unnamed in-memory file for a decrypted document: handed to the worker, never on disk."""

import os
import tempfile
from collections.abc import Iterable
from typing import BinaryIO


def spool(content: bytes | Iterable[bytes]) -> BinaryIO:
    """Where the system has no memory files (macOS), an unlinked temporary file."""
    if hasattr(os, "memfd_create"):
        file: BinaryIO = os.fdopen(os.memfd_create("document"), "w+b")
    else:
        file = tempfile.TemporaryFile("w+b")  # noqa: SIM115 - the caller closes it
    for chunk in [content] if isinstance(content, bytes) else content:
        file.write(chunk)
    file.flush()
    return file
