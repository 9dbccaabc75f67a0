"""Recognising scanned pages, against RapidOCR alone on the same pixels."""

from __future__ import annotations

import io
from time import perf_counter
from typing import Any, BinaryIO

from PIL import Image, ImageDraw, ImageFont

from kedang.documents.reading import limits, ocr, pool
from kedang.documents.reading.outcome import PageImage
from kedang.documents.reading.spool import spool
from kedang.operations.bench.figures import Figure

_PAGE = (1240, 1754)  # A4 at 150 dpi
_LINE = "Service agreement No. {} between Huaxin Ltd. and Kedang Ltd., payable within 30 days"


def measure_recognition(pages: int = 4) -> list[Figure]:
    """Nothing where recognition is not installed."""
    if not ocr.is_installed():
        return []
    with spool(_scan(pages)) as file:
        drawn = [pool.pixels(file, "scan.tiff", number, limits.OCR_LONGEST) for number in range(1, pages + 1)]
        ours, bare = _seconds(file, drawn)
    share = f"{ours / bare:.2f} of it, at most 1.1"
    return [Figure("a scanned page recognised", f"{ours:.2f} s", f"RapidOCR alone {bare:.2f} s", share)]


def _seconds(file: BinaryIO, drawn: list[PageImage]) -> tuple[float, float]:
    """A page, with us and with the library alone: in turns, as other work on the machine comes and goes."""
    engine = _engine()
    ocr.recognise(file, "scan.tiff", 1)
    engine(_array(drawn[0]))
    ours = bare = 0.0
    for number, page in enumerate(drawn, start=1):
        started = perf_counter()
        done = ocr.recognise(file, "scan.tiff", number)
        between = perf_counter()
        engine(_array(page))
        ours, bare = ours + between - started, bare + perf_counter() - between
        if done.page is None:
            raise RuntimeError(done.reason)
    return ours / len(drawn), bare / len(drawn)


def _engine() -> Any:
    from rapidocr import RapidOCR

    return RapidOCR(params={"Global.use_cls": False, "Global.log_level": "critical"})


def _array(page: PageImage) -> object:
    import numpy as np

    return np.frombuffer(page.content, np.uint8).reshape(page.height, page.width, 3)[:, :, ::-1]


def _scan(pages: int) -> bytes:
    """Pages full of lines, each of another text."""
    font, frames = ImageFont.load_default(22), []
    for number in range(pages):
        frame = Image.new("L", _PAGE, 255)
        pen = ImageDraw.Draw(frame)
        for line in range((_PAGE[1] - 100) // 52 + 1):
            pen.text((90, 70 + 52 * line), _LINE.format(1000 * number + line), 0, font)
        frames.append(frame)
    out = io.BytesIO()
    frames[0].save(out, "TIFF", save_all=True, append_images=frames[1:])
    return out.getvalue()
