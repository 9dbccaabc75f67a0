"""Inside the worker for recognition (OCR): from the pixels of a page to its text and the places of its lines.

RapidOCR finds and reads lines; which way up the page lies and how far it leans is found out from them,
so that an upright page costs nothing more.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from kedang.documents.reading.limits import OCR_LONGEST
from kedang.documents.reading.outcome import LaidPage

Pixels = NDArray[np.uint8]
_SURE = 0.9  # mean confidence of a page that is read the right way up
_LEGIBLE = 0.5  # of a line that is kept
_LEANS = 8.0  # degrees beyond which lines are found better on a straightened page
_LOOKED_AT = 6  # lines read the other way up to tell which it is
_LONGEST_TO_SHORTEST = 2.4  # a strip is padded: the detector would blow it up to any size


@dataclass(frozen=True)
class Found:
    """Lines in pixels of an image: corners (n × 4 × 2, clockwise from the line's own top left), text, confidence."""

    corners: NDArray[np.float64]
    texts: tuple[str, ...]
    scores: tuple[float, ...]

    @property
    def sureness(self) -> float:
        weights = [len(text) for text in self.texts]
        return sum(w * s for w, s in zip(weights, self.scores, strict=True)) / (sum(weights) or 1)

    @property
    def runs_down(self) -> bool:
        """Most of the text stands in boxes higher than wide: the page lies on its side, or columns."""
        sides = np.ptp(self.corners, axis=1)
        tall = sides[:, 1] > sides[:, 0] * 1.5
        weights = np.array([len(text) for text in self.texts])
        return bool(weights[tall].sum() * 2 > weights.sum())


def recognise(content: bytes, width: int, height: int) -> LaidPage:
    """`content`: RGB, row by row."""
    image = np.frombuffer(content, np.uint8).reshape(height, width, 3)[:, :, ::-1]
    padded = _padded(np.ascontiguousarray(image))
    found, turned = _upright(padded)
    if found is None:
        return LaidPage()
    text, order = _in_order(found, turned)
    boxes = [_box(found.corners[place], width, height) for place in order]
    return LaidPage(text, [[found.texts[p], *box] for p, box in zip(order, boxes, strict=True)], turned)


@cache
def engine() -> Any:
    from rapidocr import RapidOCR

    bounds = {"Global.max_side_len": OCR_LONGEST, "Rec.rec_batch_num": 4, "Global.text_score": 0.0}
    return RapidOCR(params={"Global.use_cls": False, "Global.log_level": "critical", **bounds})


def _upright(image: Pixels) -> tuple[Found | None, int]:
    """The lines in the image's own coordinates, and the degrees clockwise that make it upright."""
    found = _read(image)
    if found is None:
        return None, 0
    # Of lines that run down the engine reads each turned a quarter to the left.
    turned = 270 if found.runs_down else 0
    if found.sureness < _SURE and _sureness_upside_down(image, found) > found.sureness + 0.05:
        turned = (turned + 180) % 360
        found = _read_turned(image, turned) or found
    elif found.runs_down and found.sureness < _SURE:
        turned = 0  # columns of upright characters
    lean = _lean(found, turned)
    if abs(lean) > _LEANS:
        found = _read_straightened(image, turned, lean) or found
    return found, turned


def _read(image: Pixels) -> Found | None:
    out = engine()(image)
    if out.boxes is None or not out.txts:
        return None
    return Found(np.asarray(out.boxes, float), tuple(out.txts), tuple(map(float, out.scores)))


def _sureness_upside_down(image: Pixels, found: Found) -> float:
    from rapidocr.ch_ppocr_rec import TextRecInput
    from rapidocr.utils.process_img import get_rotate_crop_image

    longest = sorted(range(len(found.texts)), key=lambda place: -len(found.texts[place]))[:_LOOKED_AT]
    crops = [get_rotate_crop_image(image, found.corners[p].astype(np.float32)) for p in longest]
    crops = [np.ascontiguousarray(crop[::-1, ::-1]) for crop in crops if crop.size]
    if not crops:
        return 0.0
    read = engine().text_rec(TextRecInput(img=crops, return_word_box=False))
    weights = [len(text) for text in read.txts]
    return float(sum(w * s for w, s in zip(weights, read.scores, strict=True)) / (sum(weights) or 1))


def _read_turned(image: Pixels, turned: int) -> Found | None:
    found = _read(np.ascontiguousarray(np.rot90(image, -turned // 90)))
    return found and Found(_turned_back(found.corners, turned, image), found.texts, found.scores)


def _turned_back(corners: NDArray[np.float64], turned: int, image: Pixels) -> NDArray[np.float64]:
    """From the coordinates of the image turned clockwise to its own."""
    high, wide = image.shape[:2]
    x, y = corners[..., 0], corners[..., 1]
    back = {0: (x, y), 90: (y, high - x), 180: (wide - x, high - y), 270: (wide - y, x)}[turned]
    return np.stack(back, axis=-1)


def _lean(found: Found, turned: int) -> float:
    """Degrees clockwise by which the lines of the page, turned upright, slope down."""
    edges = found.corners[:, 1] - found.corners[:, 0]
    if turned in (90, 270) and found.runs_down:
        edges = _longer_edges(found.corners)
    angles = np.degrees(np.arctan2(edges[:, 1], edges[:, 0])) + turned
    lengths = np.linalg.norm(edges, axis=1)
    long = lengths >= np.median(lengths)
    return float(np.median((angles[long] + 45) % 90 - 45))


def _longer_edges(corners: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(corners[:, 2] - corners[:, 1])


def _read_straightened(image: Pixels, turned: int, lean: float) -> Found | None:
    high, wide = image.shape[:2]
    matrix = cv2.getRotationMatrix2D((wide / 2, high / 2), lean, 1.0)
    cosine, sine = abs(matrix[0, 0]), abs(matrix[0, 1])
    size = (int(high * sine + wide * cosine), int(high * cosine + wide * sine))
    matrix[:, 2] += (size[0] - wide) / 2, (size[1] - high) / 2
    straight = cv2.warpAffine(image, matrix, size, borderValue=(255, 255, 255))
    found = _read_turned(np.asarray(straight, np.uint8), turned)
    if found is None:
        return None
    back = cv2.invertAffineTransform(matrix)
    corners = found.corners @ back[:, :2].T + back[:, 2]
    return Found(corners, found.texts, found.scores)


def _in_order(found: Found, turned: int) -> tuple[str, list[int]]:
    """The text line by line, and the places of what is kept in that order."""
    kept = [p for p, text in enumerate(found.texts) if text.strip() and found.scores[p] >= _LEGIBLE]
    if not kept:
        return "", []
    angle = np.radians(turned - _lean(found, turned))
    centres = found.corners.mean(axis=1)
    across = centres[:, 0] * np.cos(angle) - centres[:, 1] * np.sin(angle)
    down = centres[:, 0] * np.sin(angle) + centres[:, 1] * np.cos(angle)
    edges = np.linalg.norm(np.diff(found.corners, axis=1), axis=2)
    heights = np.minimum(edges[:, 0], edges[:, 1])
    if found.runs_down and turned == 0:
        across, down = down, -across  # columns, from right to left
    rows: list[list[int]] = []
    for place in sorted(kept, key=lambda p: float(down[p])):
        row = rows[-1] if rows else []
        if row and down[place] - down[row[-1]] < 0.5 * min(heights[place], heights[row[-1]]):
            row.append(place)
        else:
            rows.append([place])
    rows = [sorted(row, key=lambda p: float(across[p])) for row in rows]
    text = "\n".join("  ".join(found.texts[p] for p in row) for row in rows)
    return text, [place for row in rows for place in row]


def _padded(image: Pixels) -> Pixels:
    high, wide = image.shape[:2]
    right = max(0, int(high / _LONGEST_TO_SHORTEST) - wide)
    below = max(0, int(wide / _LONGEST_TO_SHORTEST) - high)
    if not right and not below:
        return image
    white = (255, 255, 255)
    return np.asarray(
        cv2.copyMakeBorder(image, 0, below, 0, right, cv2.BORDER_CONSTANT, value=white), np.uint8
    )


def _box(corners: NDArray[np.float64], width: int, height: int) -> list[float]:
    left, top = corners.min(axis=0) / (width, height)
    right, bottom = corners.max(axis=0) / (width, height)
    return [round(float(v), 4) for v in (left, top, right - left, bottom - top)]
