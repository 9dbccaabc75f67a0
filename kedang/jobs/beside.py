"""A second process for work that needs neither database nor files: it computes while this one writes.

`beside.submit(function, …)` gives a Future, or None while there is no such process (one processor, still starting, just
died): then the caller does the work itself. It is started by the first call, ends when nobody asks for a while, and
with the process that started it, however that ends. What is asked and answered lies in the memory of the two only.
"""

from __future__ import annotations

import gc
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from django.conf import ENVIRONMENT_VARIABLE, settings

P = ParamSpec("P")
T = TypeVar("T")
IDLE_SECONDS = 15.0
_ROOT = Path(__file__).resolve().parents[2]
_START = (
    "import sys; sys.path.insert(0, sys.argv[1]);"
    "from kedang.jobs.beside import serve; serve(int(sys.argv[2]))"
)
_READY = "ready"


class Beside:
    """One process and the thread that talks with it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._voice: ThreadPoolExecutor | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._channel: Connection | None = None
        self._ready: Future[Any] | None = None
        self._is_lost = False

    def is_ready(self) -> bool:
        """Whether it can be asked now; if there is none, it is started for the next time."""
        if processors() < 2:
            return False
        with self._lock:
            if self._has_left():
                self._begin()
            return self._ready is not None and self._ready.done()

    def submit(self, function: Callable[P, T], *args: P.args, **options: P.kwargs) -> Future[T] | None:
        """`function` of a module, with arguments and result that can be pickled."""
        if not self.is_ready():
            return None
        with self._lock:
            return self._voice.submit(self._ask, (function, args, options)) if self._voice else None

    def wait(self, seconds: float) -> bool:
        """Until it can be asked; False: it cannot."""
        self.is_ready()
        with suppress(Exception):
            return self._ready is not None and self._ready.result(seconds) == _READY
        return False

    def end(self) -> None:
        """Let it go; the next call starts another."""
        with self._lock:
            self._close()

    def _begin(self) -> None:
        self._close()
        ours, theirs = Pipe()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-X", "utf8", "-c", _START, str(_ROOT), str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                env=os.environ | {ENVIRONMENT_VARIABLE: settings.SETTINGS_MODULE},
            )
        self._channel = ours
        self._voice = ThreadPoolExecutor(1, thread_name_prefix="beside")
        self._ready = self._voice.submit(ours.recv)

    def _ask(self, request: Any) -> Any:
        if self._channel is None:
            raise EOFError
        try:
            self._channel.send(request)
            is_good, answer = self._channel.recv()
        except (EOFError, OSError):
            self._is_lost = True
            raise
        if not is_good:
            raise answer
        return answer

    def _has_left(self) -> bool:
        return self._is_lost or self._process is None or self._process.poll() is not None

    def _close(self) -> None:
        """Without its end of the channel the process ends by itself; the thread hears of it and ends too."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
        if self._voice is not None:
            self._voice.shutdown(wait=True, cancel_futures=True)
        if self._channel is not None:
            self._channel.close()
        self._voice = self._process = self._channel = self._ready = None
        self._is_lost = False


beside = Beside()


def processors() -> int:
    """How many this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def serve(handle: int) -> None:
    """The other side: answers until nobody asks or the asker is gone."""
    for number in (signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)  # Ctrl-C is for the process that asks
    import django

    django.setup()
    gc.freeze()
    gc.set_threshold(100_000)  # rows make no cycles: seldom is enough
    channel = Connection(handle)
    with suppress(EOFError, OSError):
        channel.send(_READY)
        while channel.poll(IDLE_SECONDS):
            channel.send(_answer(*channel.recv()))


def _answer(function: Callable[..., Any], args: tuple[Any, ...], options: dict[str, Any]) -> tuple[bool, Any]:
    try:
        return True, function(*args, **options)
    except Exception as error:
        return False, error
