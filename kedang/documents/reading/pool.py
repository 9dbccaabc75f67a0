"""Starting, feeding and replacing the limited workers. `read` and `render` never raise for a file's sake."""

import atexit
import json
import os
import queue
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from pathlib import Path
from typing import Any, BinaryIO

from kedang.documents.reading import limits
from kedang.documents.reading.outcome import LaidPage, Layout, Made, PageImage, Reading, State, Table
from kedang.documents.reading.spool import spool
from kedang.documents.reading.worker import HEADER

Source = bytes | Iterable[bytes]
_ROOT = Path(__file__).resolve().parents[3]
_START = (
    "import sys; sys.path.insert(0, sys.argv[1]);"
    "from importlib import import_module;"
    "import_module('kedang.documents.reading.' + sys.argv[2]).main(int(sys.argv[3]))"
)


class WorkerFailed(Exception):
    def __init__(self, state: State, reason: str) -> None:
        super().__init__(reason)
        self.state: State = state
        self.reason = reason


def read(content: Source, name: str, *, size: int | None = None) -> Reading:
    """The text of a file. `size` (bytes), when known, refuses a giant before it is decrypted."""
    if (len(content) if isinstance(content, bytes) else size or 0) > limits.MAX_FILE:
        return Reading("too_big", "file_too_big")
    with spool(content) as file:
        return read_spooled(file, name)


def read_spooled(file: BinaryIO, name: str) -> Reading:
    """The same of a file that `spool` made."""
    try:
        reply, _ = _pool.ask({"do": "read", "name": _short(name)}, file)
    except WorkerFailed as failure:
        return Reading(failure.state, failure.reason)
    return Reading(**reply)


def size() -> int:
    """How many files are read at once."""
    return _pool.size


def read_many(files: Sequence[tuple[bytes, str]]) -> list[Reading]:
    """Texts of many small files on all workers at once, in the order given."""
    with ThreadPoolExecutor(_pool.size) as threads:
        return list(threads.map(lambda file: read(*file), files))


def render(
    content: Source, name: str, *, page: int = 1, width: int = 1000, size: int | None = None
) -> PageImage:
    """Page `page` (from 1) as WebP at most `width` pixels wide."""
    if (len(content) if isinstance(content, bytes) else size or 0) > limits.MAX_FILE:
        return PageImage("too_big", "file_too_big")
    with spool(content) as file:
        return render_spooled(file, name, page=page, width=width)


def render_spooled(file: BinaryIO, name: str, *, page: int = 1, width: int = 1000) -> PageImage:
    """The same of a file that `spool` made."""
    request = {"do": "render", "name": _short(name), "page": page, "width": max(16, min(width, 3000))}
    try:
        reply, body = _pool.ask(request, file)
    except WorkerFailed as failure:
        return PageImage(failure.state, failure.reason)
    return PageImage(**reply | {"content": body})


def stamp(image: bytes, lines: Sequence[str], *, form: str = "webp") -> PageImage:
    """A page image with `lines` burnt in, as `webp` or `jpeg`."""
    short = [line[:200] for line in lines][:8]
    with spool(image) as file:
        try:
            reply, body = _pool.ask({"do": "stamp", "lines": short, "form": form}, file)
        except WorkerFailed as failure:
            return PageImage(failure.state, failure.reason)
    return PageImage(**reply | {"content": body})


def lay_out(file: BinaryIO, name: str) -> Layout:
    """The pages of a file that `spool` made, with the places of their words."""
    try:
        reply, _ = _pool.ask({"do": "layout", "name": _short(name)}, file)
    except WorkerFailed as failure:
        return Layout(failure.state, failure.reason)
    return Layout(**reply | {"pages": [LaidPage(**page) for page in reply["pages"]]})


def pixels(file: BinaryIO, name: str, page: int, longest: int) -> PageImage:
    """The pixels of page `page` of a file that `spool` made, at most `longest` in either direction."""
    request = {"do": "pixels", "name": _short(name), "page": page, "width": longest}
    try:
        reply, body = _pool.ask(request, file)
    except WorkerFailed as failure:
        return PageImage(failure.state, failure.reason)
    return PageImage(**reply | {"content": body})


def unlock(file: BinaryIO, name: str, password: str) -> Made:
    """A file that `spool` made, without its password."""
    try:
        reply, body = _pool.ask({"do": "unlock", "name": _short(name), "password": password[:500]}, file)
    except WorkerFailed as failure:
        return Made(failure.state, failure.reason)
    return Made(**reply | {"content": body})


def make_searchable(file: BinaryIO, name: str, pages: Sequence[LaidPage | None]) -> Made:
    """A copy as PDF of a file that `spool` made, with what was recognised of each page; None: it has its own text."""
    with spool(json.dumps([page and asdict(page) for page in pages]).encode()) as recognised:
        try:
            reply, body = _pool.ask({"do": "searchable", "name": _short(name)}, file, recognised)
        except WorkerFailed as failure:
            return Made(failure.state, failure.reason)
    return Made(**reply | {"content": body})


def tabulate(content: Source, name: str, *, sheet: str = "", size: int | None = None) -> Table:
    """The rows of a list (CSV, XLSX, XLS, ODS)."""
    if (len(content) if isinstance(content, bytes) else size or 0) > limits.MAX_FILE:
        return Table("too_big", "file_too_big")
    with spool(content) as file:
        try:
            reply, body = _pool.ask({"do": "table", "name": _short(name), "sheet": sheet}, file)
        except WorkerFailed as failure:
            return Table(failure.state, failure.reason)
    return Table(**reply | {"body": body})


def stop() -> None:
    """Ends the workers of this process (tests, shutdown)."""
    _pool.stop()


def _short(name: str) -> str:
    """Only the ending matters to the worker, and its request must stay small."""
    return name[-120:].encode("utf-8", "replace").decode()


class Worker:
    def __init__(self, module: str = "worker", seconds: Callable[[], float] | None = None) -> None:
        self._seconds = seconds or _usual_seconds
        self._channel, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-I", "-X", "utf8", "-c", _START, str(_ROOT), module, str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env={"PATH": os.defpath, "LANG": "C.UTF-8", "MALLOC_ARENA_MAX": "2"},
            )
        self.alive = True

    @property
    def pid(self) -> int:
        return self._process.pid

    def has_left(self) -> bool:
        return not self.alive or self._process.poll() is not None

    def ask(self, request: dict[str, Any], *files: BinaryIO) -> tuple[dict[str, Any], bytes]:
        """Raises WorkerFailed, EOFError when the worker had gone before it took the request."""
        deadline = time.monotonic() + self._seconds()
        try:
            socket.send_fds(self._channel, [json.dumps(request).encode()], [file.fileno() for file in files])
            text_length, body_length = HEADER.unpack(self._exactly(HEADER.size, deadline))
            answer = json.loads(self._exactly(text_length, deadline))
            body = self._exactly(body_length, deadline)
        except TimeoutError as error:
            self.end()
            raise WorkerFailed("timeout", "took_too_long") from error
        except (OSError, EOFError) as error:
            raise self._gone() from error
        self.alive = not answer["leaving"]
        return answer["reply"], body

    def _exactly(self, length: int, deadline: float) -> bytes:
        parts = bytearray()
        while len(parts) < length:
            self._channel.settimeout(max(0.001, deadline - time.monotonic()))
            block = self._channel.recv(min(length - len(parts), 2**20))
            if not block:
                raise EOFError
            parts += block
        return bytes(parts)

    def _gone(self) -> Exception:
        self.end(wait=True)
        code = self._process.returncode
        if code == 0:
            return EOFError()  # it had idled out in the very moment
        if code in (-24, -9):  # SIGXCPU
            return WorkerFailed("timeout", "took_too_long")
        return WorkerFailed("unreadable", "crashed")

    def end(self, *, wait: bool = False) -> None:
        self.alive = False
        self._channel.close()
        if wait:
            try:
                self._process.wait(1)
                return
            except subprocess.TimeoutExpired:
                pass
        self._process.kill()
        self._process.wait()


class Pool:
    """`size` slots, each a worker or nothing yet. Nothing starts before the first file."""

    def __init__(
        self, size: int, *, module: str = "worker", seconds: Callable[[], float] | None = None
    ) -> None:
        self.size = size
        self._kind = (module, seconds)
        self._owner = os.getpid()
        self._free: queue.LifoQueue[Worker | None] = queue.LifoQueue()
        for _ in range(size):
            self._free.put(None)

    def ask(self, request: dict[str, Any], *files: BinaryIO) -> tuple[dict[str, Any], bytes]:
        if self._owner != os.getpid():  # a fork shares no workers with its parent
            module, seconds = self._kind
            self.__init__(self.size, module=module, seconds=seconds)  # type: ignore[misc]  # start afresh in the child
        worker = self._free.get()
        try:
            for _ in range(3):
                if worker is None or worker.has_left():
                    worker = self._replaced(worker)
                try:
                    return worker.ask(request, *files)
                except EOFError:
                    continue
            raise WorkerFailed("unreadable", "crashed")
        finally:
            self._free.put(worker)

    def _replaced(self, worker: Worker | None) -> Worker:
        if worker is not None:
            worker.end(wait=True)
        return Worker(*self._kind)

    def stop(self) -> None:
        if self._owner != os.getpid():
            return
        for _ in range(self.size):
            worker = self._free.get()
            if worker is not None:
                worker.end()
            self._free.put(None)


def _usual_seconds() -> float:
    return limits.WALL_SECONDS


_pool = Pool(int(os.environ.get("KEDANG_READERS", min(2, os.cpu_count() or 1))))
atexit.register(stop)
