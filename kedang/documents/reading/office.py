"""Old office files (doc, xls, ppt) as PDF through LibreOffice, where it is installed.

Each run has a folder and profile of its own, in memory where the system has such, a bound of memory and
time, no network where the kernel grants that; it is killed with all its children.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from functools import cache
from pathlib import Path
from typing import BinaryIO

from kedang.documents.reading import limits
from kedang.documents.reading.outcome import State

_MEMORY = Path("/dev/shm")  # noqa: S108  # a folder of memory, not of temporary files
_one_at_a_time = threading.Lock()
_LAUNCH = """
import ctypes, os, resource, sys
bounds = {"DATA": %d, "CPU": %d, "FSIZE": %d, "CORE": 0}
for kind, bound in bounds.items():
    try:
        resource.setrlimit(getattr(resource, "RLIMIT_" + kind), (bound, bound))
    except (OSError, ValueError):
        pass
try:
    libc = ctypes.CDLL(None)
    libc.unshare(0x50000000)
    libc.prctl(38, 1, 0, 0, 0)
except (OSError, AttributeError):
    pass
os.nice(5)
os.execv(sys.argv[1], sys.argv[1:])
"""


class NotConverted(Exception):
    def __init__(self, state: State, reason: str) -> None:
        super().__init__(reason)
        self.state: State = state
        self.reason = reason


@cache
def program() -> str:
    """Its path; empty where it is not installed."""
    names = ("soffice", "libreoffice", "/Applications/LibreOffice.app/Contents/MacOS/soffice")
    return next((found for found in map(shutil.which, names) if found), "")


def as_pdf(file: BinaryIO, ending: str) -> bytes:
    """The pages of a file that `spool` made. Raises NotConverted."""
    if not program():
        raise NotConverted("unsupported", "old_office")
    with _one_at_a_time, tempfile.TemporaryDirectory(prefix="kedang-", dir=_place()) as folder:
        source = Path(folder, f"document.{ending}")
        with source.open("wb") as copy:
            file.seek(0)
            shutil.copyfileobj(file, copy)
        _run(Path(folder), source)
        made = source.with_suffix(".pdf")
        if not made.exists():
            raise NotConverted("unreadable", "damaged")
        if made.stat().st_size > limits.OFFICE_OUTPUT:
            raise NotConverted("too_big", "unfolds_too_big")
        return made.read_bytes()


def _place() -> Path | None:
    return _MEMORY if os.access(_MEMORY, os.W_OK) else None


def _run(folder: Path, source: Path) -> None:
    bounds = (limits.OFFICE_MEMORY, limits.OFFICE_SECONDS, limits.OFFICE_OUTPUT)
    command = [sys.executable, "-I", "-c", _LAUNCH % bounds, program()]
    command += [f"-env:UserInstallation={Path(folder, 'profile').as_uri()}", "--headless", "--norestore"]
    command += ["--nologo", "--convert-to", "pdf", "--outdir", str(folder), str(source)]
    process = subprocess.Popen(
        command,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        env={"PATH": os.defpath, "HOME": str(folder), "LANG": "C.UTF-8", "SAL_USE_VCLPLUGIN": "svp"},
    )
    try:
        process.wait(limits.OFFICE_SECONDS)
    except subprocess.TimeoutExpired as error:
        raise NotConverted("timeout", "took_too_long") from error
    finally:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)  # soffice starts a child that outlives it
        process.wait()
