"""The comparing process from outside: started, fed, asked, ended. It dies with its parent's pipe."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from kedang.duplicates.scoring.worker import Row, receive, send

Pair = tuple[int, int, float, list[int]]
_ROOT = Path(__file__).resolve().parents[3]
_START = (
    "import sys; sys.path.insert(0, sys.argv[1]); from kedang.duplicates.scoring.worker import main; main()"
)


class ComparingFailed(Exception):
    """The process ended early; what it said is in the message."""


class Comparing:
    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process

    def add(self, rows: list[Row]) -> None:
        self._send(["rows", rows])

    def ready(self) -> None:
        self._send(["ready"])
        self._receive()

    def pairs(self, rule: str, least: float) -> Iterator[list[Pair]]:
        self._send(["pairs", rule, least])
        while batch := self._receive():
            yield batch

    def peak(self) -> int:
        """The most memory the process has had, in bytes."""
        self._send(["peak"])
        return int(self._receive()[0])

    def _send(self, message: list[Any]) -> None:
        pipe = self._process.stdin
        try:
            if pipe is None:
                raise BrokenPipeError
            send(pipe, message)
        except BrokenPipeError:
            raise self._failure() from None

    def _receive(self) -> Any:
        pipe = self._process.stdout
        answer = receive(pipe) if pipe is not None else None
        if answer is None:
            raise self._failure()
        return answer

    def _failure(self) -> ComparingFailed:
        self._process.kill()
        said = self._process.stderr.read()[-2000:] if self._process.stderr else b""
        return ComparingFailed(said.decode(errors="replace"))


@contextmanager
def comparing(*, memory: str = "2GB", threads: int = 1) -> Iterator[Comparing]:
    """Nice to everybody else on the machine; without the environment's secrets."""
    inherited = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL", "TZ") if name in os.environ}
    process = subprocess.Popen(  # our own interpreter and module
        [sys.executable, "-I", "-c", _START, str(_ROOT)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=inherited,
        preexec_fn=_be_nice,  # nothing but nice
    )
    worker = Comparing(process)
    try:
        worker._send(["begin", {"memory": memory, "threads": threads}])
        yield worker
    finally:
        if process.stdin:
            with suppress(BrokenPipeError):
                process.stdin.close()
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _be_nice() -> None:
    os.nice(10)
