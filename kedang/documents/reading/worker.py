"""The limited process: receives open files over a socket, answers with text or a page image.

It has no key, no database, no network and no right to write files; memory and processor time are
bounded by the kernel. One that grew or idled ends itself; `pool` starts another.
"""

import contextlib
import ctypes
import dataclasses
import json
import os
import resource
import select
import socket
import struct
from typing import Any, BinaryIO

from kedang.documents.reading import limits
from kedang.documents.reading.extract import (
    extract,
    lay_out,
    make_searchable,
    open_received,
    render,
    tabulate,
    unlock,
)
from kedang.documents.reading.outcome import LaidPage, PageImage

HEADER = struct.Struct("!II")  # length of the JSON, length of the bytes after it
_CLONE_NEWUSER, _CLONE_NEWNET = 0x10000000, 0x40000000


def main(descriptor: int) -> None:
    confine()
    channel = socket.socket(fileno=descriptor)
    while select.select([channel], [], [], limits.IDLE_SECONDS)[0]:
        request, files = receive(channel)
        if request is None:
            return
        _allow_more_time()
        leaving = answer(channel, request, files)
        if leaving:
            return


def confine(memory: int = limits.MEMORY) -> bool:
    """Each bound stands on its own. True when the kernel also granted an empty network of its own."""
    alone = False
    for kind, bound in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 64),
    ):
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(kind, (bound, bound))
    with contextlib.suppress(OSError, AttributeError):
        libc = ctypes.CDLL(None, use_errno=True)
        alone = libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET) == 0
        libc.prctl(38, 1, 0, 0, 0)  # PR_SET_NO_NEW_PRIVS
    with contextlib.suppress(OSError):
        os.nice(2)
    return alone


def _allow_more_time() -> None:
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(used.ru_utime + used.ru_stime) + limits.CPU_SECONDS
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.RLIM_INFINITY))


def receive(channel: socket.socket) -> tuple[dict[str, Any] | None, list[int]]:
    data, files, _, _ = socket.recv_fds(channel, 8192, 2)
    if not data or not files:
        return None, files
    return json.loads(data), files


def answer(channel: socket.socket, request: dict[str, Any], files: list[int]) -> bool:
    """Sends the reply; true when this worker has grown and leaves."""
    body = b""
    with open_received(files[0]) as file:
        if request["do"] == "read":
            reply = dataclasses.asdict(extract(file, request["name"]))
        elif request["do"] == "table":
            table = tabulate(file, request["name"], request["sheet"])
            body = table.body
            reply = dataclasses.asdict(dataclasses.replace(table, body=b"")) | {"body": None}
        elif request["do"] == "unlock":
            made = unlock(file, request["name"], request["password"])
            body, reply = made.content, {"state": made.state, "reason": made.reason}
        elif request["do"] == "searchable":
            made = make_searchable(file, request["name"], _recognised(files[1]))
            body, reply = made.content, {"state": made.state, "reason": made.reason}
        elif request["do"] == "layout":
            reply = dataclasses.asdict(lay_out(file, request["name"]))
        else:
            image = _image(file, request)
            body = image.content
            reply = dataclasses.asdict(dataclasses.replace(image, content=b"")) | {"content": None}
    leaving = resident() > limits.RESIDENT
    text = json.dumps({"reply": reply, "leaving": leaving}, ensure_ascii=False).encode("utf-8", "replace")
    channel.sendall(HEADER.pack(len(text), len(body)) + text + body)
    return leaving


def _recognised(descriptor: int) -> list[LaidPage | None]:
    with open_received(descriptor) as file:
        return [LaidPage(**page) if page else None for page in json.load(file)]


def _image(file: BinaryIO, request: dict[str, Any]) -> PageImage:
    if request["do"] == "stamp":
        from kedang.documents.reading.stamping import stamp

        return stamp(file, request["lines"], request["form"])
    raw = request["do"] == "pixels"
    return render(file, request["name"], request["page"], request["width"], raw=raw)


def resident() -> int:
    try:
        with open("/proc/self/statm") as file:
            return int(file.read().split()[1]) * resource.getpagesize()
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
