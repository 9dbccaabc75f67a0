"""Recognising the text of a scanned page (文字识别, OCR), when the extra `kedang[ocr]` is installed.

The page is drawn in a limited worker and recognised in another of its own. Never raises for a file's sake.
"""

import atexit
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from typing import BinaryIO

from kedang.documents.reading import limits, pool
from kedang.documents.reading.outcome import LaidPage, PageImage, State
from kedang.documents.reading.spool import spool

_ENGINE = ("rapidocr", "onnxruntime", "cv2")


@dataclass(frozen=True)
class Recognised:
    """`page` is None when `state` is not "read"."""

    state: State
    reason: str = ""
    page: LaidPage | None = None


@cache
def is_installed() -> bool:
    return all(find_spec(name) is not None for name in _ENGINE)


def recognise(file: BinaryIO, name: str, number: int) -> Recognised:
    """The text of page `number` of a file that `spool` made."""
    drawn = pool.pixels(file, name, number, limits.OCR_LONGEST)
    if drawn.state != "read":
        return Recognised(drawn.state, drawn.reason)
    return recognise_pixels(drawn)


def recognise_pixels(drawn: PageImage) -> Recognised:
    with spool(drawn.content) as pixels:
        try:
            reply, _ = _pool.ask({"do": "recognise", "width": drawn.width, "height": drawn.height}, pixels)
        except pool.WorkerFailed as failure:
            return Recognised(failure.state, failure.reason)
    page = reply["page"]
    return Recognised(reply["state"], reply["reason"], LaidPage(**page) if page else None)


def stop() -> None:
    _pool.stop()


_pool = pool.Pool(1, module="ocr_worker", seconds=lambda: limits.OCR_SECONDS)
atexit.register(stop)
