"""The limited process that recognises text: RapidOCR's models are loaded once and serve page after page.

It sees pixels that another limited process drew, of bounded size, and never a file.
"""

import contextlib
import dataclasses
import json
import os
import select
import socket
from typing import Any

from kedang.documents.reading import limits
from kedang.documents.reading.extract import open_received
from kedang.documents.reading.outcome import LaidPage
from kedang.documents.reading.worker import HEADER, confine, receive, resident


def main(descriptor: int) -> None:
    confine(limits.OCR_MEMORY)
    with contextlib.suppress(OSError):
        os.nice(8)  # minutes of both processors: pages of people come first
    channel = socket.socket(fileno=descriptor)
    while select.select([channel], [], [], limits.IDLE_SECONDS)[0]:
        request, files = receive(channel)
        if request is None:
            return
        if answer(channel, request, files[0]):
            return


def answer(channel: socket.socket, request: dict[str, Any], descriptor: int) -> bool:
    """Sends the reply; true when this worker has grown and leaves."""
    with open_received(descriptor) as file:
        content = file.read()
    try:
        reply: dict[str, Any] = {
            "state": "read",
            "reason": "",
            "page": dataclasses.asdict(_recognised(content, request)),
        }
    except MemoryError:
        reply = {"state": "too_big", "reason": "memory", "page": None}
    except Exception:
        reply = {"state": "unreadable", "reason": "damaged", "page": None}
    leaving = resident() > limits.OCR_RESIDENT
    text = json.dumps({"reply": reply, "leaving": leaving}, ensure_ascii=False).encode("utf-8", "replace")
    channel.sendall(HEADER.pack(len(text), 0) + text)
    return leaving


def _recognised(content: bytes, request: dict[str, Any]) -> LaidPage:
    from kedang.documents.reading.recognition import recognise

    return recognise(content, request["width"], request["height"])
