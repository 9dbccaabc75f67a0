"""Writing who reads, and when, across a page image: tiled, slanting, legible on white paper and on dark photographs.

It runs in the limited worker like everything that opens an image.
"""

import io
from functools import lru_cache
from typing import BinaryIO

from PIL import Image, ImageDraw

from kedang.documents.reading.fonts import sans
from kedang.documents.reading.limits import MAX_RENDERED
from kedang.documents.reading.outcome import CannotRead, PageImage

ANGLE = 28
MOST_LINES, MOST_CHARACTERS = 4, 60
# Both shades, so that no colour of paper swallows the writing.
_INK, _HALO = (96, 96, 104, 88), (255, 255, 255, 72)
_FORMATS = {"webp": ("WEBP", "image/webp"), "jpeg": ("JPEG", "image/jpeg")}


def stamp(file: BinaryIO, lines: list[str], form: str = "webp") -> PageImage:
    """The image with `lines` burnt in. Never raises."""
    try:
        image = _opened(file)
        image = Image.alpha_composite(image.convert("RGBA"), _layer(image.size, _shown(lines)))
        kind, mime = _FORMATS[form]
        out = io.BytesIO()
        image.convert("RGB").save(out, kind, quality=80, method=1)
    except CannotRead as obstacle:
        return PageImage(obstacle.state, obstacle.reason)
    except MemoryError:
        return PageImage("too_big", "memory")
    except Exception:
        return PageImage("unreadable", "damaged")
    return PageImage("read", "", out.getvalue(), mime, image.width, image.height, 1)


def _opened(file: BinaryIO) -> Image.Image:
    image = Image.open(file, formats=("WEBP", "JPEG", "PNG"))
    if image.width * image.height > 2 * MAX_RENDERED:
        raise CannotRead("too_big", "too_many_pixels")
    return image


def _shown(lines: list[str]) -> tuple[str, ...]:
    """Few and short: what does not fit would make the marks rare."""
    kept = ("".join(c for c in line if c.isprintable())[:MOST_CHARACTERS] for line in lines)
    return tuple(line for line in kept if line.strip())[:MOST_LINES]


@lru_cache(maxsize=4)
def _layer(size: tuple[int, int], lines: tuple[str, ...]) -> Image.Image:
    """Kept while one reader turns the pages of one document."""
    width, height = size
    layer = Image.new("RGBA", size)
    if not lines:
        return layer
    mark = _mark(lines, max(11, min(width, height) // 46))
    step_x, step_y = mark.width + mark.width // 6, max(mark.height * 3 // 4, 40)
    for row, y in enumerate(range(-mark.height // 2, height, step_y)):
        for x in range(-mark.width // 2 - (row % 2) * step_x // 2, width, step_x):
            layer.alpha_composite(*_inside(mark, x, y, size))
    return layer


def _mark(lines: tuple[str, ...], points: int) -> Image.Image:
    font = sans(points)
    lead = round(points * 1.4)
    width = max(1, *(round(font.getlength(line)) for line in lines)) + 4
    tile = Image.new("RGBA", (width, lead * len(lines) + 4))
    pen = ImageDraw.Draw(tile)
    for index, line in enumerate(lines):
        pen.text((2, index * lead + 2), line, _INK, font, stroke_width=1, stroke_fill=_HALO)
    return tile.rotate(ANGLE, expand=True, resample=Image.Resampling.BICUBIC)


def _inside(
    mark: Image.Image, x: int, y: int, size: tuple[int, int]
) -> tuple[Image.Image, tuple[int, int], tuple[int, int, int, int]]:
    """What of the mark lies on the page: Pillow composites nothing at negative places."""
    left, top = max(0, -x), max(0, -y)
    right, bottom = min(mark.width, size[0] - x), min(mark.height, size[1] - y)
    return mark, (max(0, x), max(0, y)), (left, top, max(left, right), max(top, bottom))
