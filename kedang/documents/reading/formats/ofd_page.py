"""A page image of an OFD page: lines, images and text at their places.

Enough to recognise and read an invoice or a letter; shadings, patterns, clips and embedded fonts
are not drawn.
"""

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from xml.etree.ElementTree import Element

import ofdkit
from PIL import Image, ImageDraw, ImageFont

from kedang.documents.reading.formats.container import elements
from kedang.documents.reading.limits import MAX_PIXELS, MAX_RENDERED
from kedang.documents.reading.outcome import CannotRead

_FONTS = (
    "/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc",
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc",
    "/usr/share/fonts/truetype/droid/DroidSansFallbackFull.ttf",
    "/System/Library/Fonts/PingFang.ttc",
    "C:/Windows/Fonts/simsun.ttc",
    "C:/Windows/Fonts/msyh.ttc",
)
_STEP = re.compile(r"[SMLQBAC]|-?\d*\.?\d+(?:[eE][-+]?\d+)?")
_ARGUMENTS = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}
Points = list[tuple[float, float]]


def draw(archive: zipfile.ZipFile, page: ofdkit.Page, width: int) -> Image.Image:
    left, top, wide, high = page.box
    if wide <= 0 or high <= 0:
        raise CannotRead("unreadable", "damaged")
    scale = min(width / wide, (MAX_RENDERED / (wide * high)) ** 0.5)
    sheet = Image.new("RGB", (max(1, round(wide * scale)), max(1, round(high * scale))), "white")
    brush = _Brush(sheet, left, top, scale)
    media = _media(archive)
    for part in _parts(archive, page):
        _draw_part(archive, part, brush, media)
    for run in page.runs:
        brush.text(run)
    return sheet


class _Brush:
    """Draws in the millimetres of the page."""

    def __init__(self, sheet: Image.Image, left: float, top: float, scale: float) -> None:
        self.sheet = sheet
        self._pen = ImageDraw.Draw(sheet)
        self._left, self._top, self._scale = left, top, scale

    def at(self, x: float, y: float) -> tuple[float, float]:
        return (x - self._left) * self._scale, (y - self._top) * self._scale

    def line(self, points: Points, thickness: float, colour: tuple[int, int, int]) -> None:
        self._pen.line([self.at(*point) for point in points], colour, max(1, round(thickness * self._scale)))

    def fill(self, points: Points, colour: tuple[int, int, int]) -> None:
        if len(points) > 2:
            self._pen.polygon([self.at(*point) for point in points], colour)

    def image(self, picture: Image.Image, box: tuple[float, float, float, float]) -> None:
        x, y = self.at(box[0], box[1])
        size = (max(1, round(box[2] * self._scale)), max(1, round(box[3] * self._scale)))
        if size[0] * size[1] <= MAX_RENDERED:
            shown = picture.convert("RGBA").resize(size)
            self.sheet.paste(shown, (round(x), round(y)), shown)

    def text(self, run: ofdkit.TextRun) -> None:
        font = _font(max(4, round(run.size * self._scale)))
        natural = font.getlength(run.text) or 1.0
        # The run's own advance decides, so that columns of figures stay in their cells.
        stretch = run.width * self._scale / natural if run.width else 1.0
        x, y = self.at(run.x, run.y)
        for character in run.text:
            self._pen.text((x, y), character, "black", font, anchor="ls")
            x += font.getlength(character) * stretch


@cache
def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    for path in _FONTS:
        if Path(path).exists():
            return ImageFont.truetype(path, size)
    return ImageFont.load_default(size)


def _parts(archive: zipfile.ZipFile, page: ofdkit.Page) -> Iterator[str]:
    """The template's content first, then the page's own."""
    if not page.location:
        return
    templates = _templates(archive)
    for event, element in elements(archive, page.location):
        target = templates.get(element.get("TemplateID", ""))
        if event == "start" and _tag(element) == "Template" and target in archive.namelist():
            yield target
    yield page.location


def _templates(archive: zipfile.ZipFile) -> dict[str, str]:
    found = {}
    for name in archive.namelist():
        if posixpath.basename(name) != "Document.xml":
            continue
        for event, element in elements(archive, name):
            if event == "start" and _tag(element) == "TemplatePage":
                found[element.get("ID", "")] = posixpath.join(
                    posixpath.dirname(name), element.get("BaseLoc", "")
                )
    return found


def _media(archive: zipfile.ZipFile) -> dict[str, str]:
    """Resource id → entry of the archive, found without regard to case as some writers mix it."""
    entries = {name.lower(): name for name in archive.namelist()}
    found: dict[str, str] = {}
    for name in archive.namelist():
        if not name.endswith("Res.xml"):
            continue
        base, current = posixpath.dirname(name), ""
        for event, element in elements(archive, name):
            if event == "start" and _tag(element) == "Res":
                base = posixpath.join(base, element.get("BaseLoc", ""))
            elif event == "start" and _tag(element) == "MultiMedia":
                current = element.get("ID", "")
            elif event == "end" and _tag(element) == "MediaFile" and element.text:
                path = posixpath.normpath(posixpath.join(base, element.text.strip())).lower()
                found[current] = entries.get(path, "")
    return found


def _draw_part(archive: zipfile.ZipFile, part: str, brush: _Brush, media: dict[str, str]) -> None:
    for event, element in elements(archive, part):
        if event != "end":
            continue
        if _tag(element) == "ImageObject":
            picture = _picture(archive, media.get(element.get("ResourceID", ""), ""))
            box = _numbers(element.get("Boundary", ""))
            if picture is not None and len(box) == 4:
                brush.image(picture, (box[0], box[1], box[2], box[3]))
        elif _tag(element) == "PathObject":
            _draw_path(element, brush)


def _picture(archive: zipfile.ZipFile, entry: str) -> Image.Image | None:
    if not entry:
        return None
    try:
        picture = Image.open(io.BytesIO(archive.read(entry)), formats=("PNG", "JPEG", "BMP", "GIF", "TIFF"))
        if picture.width * picture.height > MAX_PIXELS:
            return None
        picture.load()
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError, zipfile.BadZipFile):
        return None
    return picture


def _draw_path(element: Element, brush: _Brush) -> None:
    box, matrix = _numbers(element.get("Boundary", "")), _numbers(element.get("CTM", ""))
    steps = next((child.text or "" for child in element if _tag(child) == "AbbreviatedData"), "")
    colours = {
        _tag(child): _colour(child) for child in element if _tag(child) in ("StrokeColor", "FillColor")
    }
    if len(box) != 4:
        return
    for points in _outlines(steps):
        placed = [_placed(point, matrix, box) for point in points]
        if element.get("Fill") == "true" and "FillColor" in colours:
            brush.fill(placed, colours["FillColor"])
        if element.get("Stroke") != "false" and len(placed) > 1:
            thickness = float((_numbers(element.get("LineWidth", "")) or [0.353])[0])
            brush.line(placed, thickness, colours.get("StrokeColor", (0, 0, 0)))


def _placed(point: tuple[float, float], matrix: list[float], box: list[float]) -> tuple[float, float]:
    x, y = point
    if len(matrix) == 6:
        a, b, c, d, e, f = matrix
        x, y = a * x + c * y + e, b * x + d * y + f
    return x + box[0], y + box[1]


def _outlines(steps: str) -> Iterator[Points]:
    """Curves are drawn as the straight lines between their ends."""
    tokens, index = _STEP.findall(steps), 0
    points: Points = []
    while index < len(tokens):
        command = tokens[index]
        count = _ARGUMENTS.get(command)
        index += 1
        if count is None:
            continue
        values = [float(token) for token in tokens[index : index + count] if token not in _ARGUMENTS]
        index += count
        if len(values) < count:
            break
        if command in "SM" and points:
            yield points
            points = []
        points.append(
            points[0] if command == "C" and points else (values[-2], values[-1]) if values else (0.0, 0.0)
        )
    if points:
        yield points


def _colour(element: Element) -> tuple[int, int, int]:
    values = [max(0, min(255, round(value))) for value in _numbers(element.get("Value", ""))]
    if len(values) == 1:
        values *= 3
    return (values[0], values[1], values[2]) if len(values) == 3 else (0, 0, 0)


def _numbers(text: str) -> list[float]:
    try:
        return [float(part) for part in text.split()]
    except ValueError:
        return []


def _tag(element: Element) -> str:
    return element.tag.rpartition("}")[2]
