"""Texts, tables and mails as pages: for readers who may see what a file says but not take its words.

Plain on purpose: A4, one size, lines broken by half-width cells; a sheet's columns that do not fit follow on further pages.
"""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, NamedTuple
from unicodedata import east_asian_width

from PIL import Image, ImageDraw

from kedang.documents.reading.fonts import sans
from kedang.documents.reading.outcome import CannotRead, Reading
from kedang.documents.text_shown import Part, parts_of

CELLS, LINES = 84, 50  # half-width cells in a line, lines on a page
MOST_PAGES = 400
_WIDEST, _GAP = 24, 2  # cells of a table's column and between two
_MARGIN, _HIGH = 0.085, 297 / 210


class Run(NamedTuple):
    """Text that starts at a cell of its line."""

    at: int
    text: str


Line = tuple[Run, ...]


def render_drawn(reading: Reading, number: int, width: int) -> tuple[Any, int]:
    """(Pillow image of page `number`, from 1; pages in all)."""
    pages = list(islice(pages_of(reading), MOST_PAGES))
    if not 1 <= number <= len(pages):
        raise CannotRead("unreadable", "no_such_page")
    return _drawn(pages[number - 1], width), len(pages)


def pages_of(reading: Reading) -> Iterator[list[Line]]:
    """A mail keeps its head; every sheet, slide and page begins a page of its own."""
    shown = (
        [Part(text) for text in reading.pages]
        if "subject" in reading.meta
        else parts_of(reading, reading.mime)
    )
    for part in shown:
        lines = _table(part) if part.rows else _text(part)
        titled = [(Run(0, part.title),), (), *lines] if part.title else lines
        yield from _in_pages(titled or [()])


def wrapped(text: str, cells: int = CELLS) -> Iterator[str]:
    """`text` in lines of at most `cells`; a wide character takes two."""
    for line in text.split("\n"):
        if len(line) * 2 <= cells:
            yield line
            continue
        start = used = 0
        for index, character in enumerate(line):
            wide = 2 if east_asian_width(character) in "WF" else 1
            if used + wide > cells:
                yield line[start:index]
                start, used = index, 0
            used += wide
        yield line[start:]


def cells(text: str) -> int:
    return sum(2 if east_asian_width(each) in "WF" else 1 for each in text)


def place(line: int, at: int, text: str) -> tuple[float, float, float, float]:
    """Where a run is drawn: x, y, width, height in fractions of the page."""
    cell, lead = (1 - 2 * _MARGIN) / CELLS, (_HIGH - 2 * _MARGIN) / LINES / _HIGH
    return _MARGIN + at * cell, _MARGIN / _HIGH + line * lead, cells(text) * cell, lead


def _text(part: Part) -> list[Line]:
    return [(Run(0, line),) for line in wrapped(part.text.replace("\t", "    "))]


def _table(part: Part) -> list[Line]:
    """Row by row; then the columns that did not fit, and so on."""
    width = len(part.rows[0])
    widths = [
        min(_WIDEST, max(min(cells(row[index][:_WIDEST]), _WIDEST) for row in part.rows))
        for index in range(width)
    ]
    lines: list[Line] = []
    first = 0
    while first < width:
        last, at, places = first, 0, []
        while last < width and (last == first or at + widths[last] <= CELLS):
            places.append((last, at))
            at += widths[last] + _GAP
            last += 1
        lines += [
            tuple(Run(cell, next(wrapped(row[index].replace("\n", " "), _WIDEST))) for index, cell in places)
            for row in part.rows
        ]
        lines.append(())
        first = last
    return lines


def _in_pages(lines: Iterable[Line]) -> Iterator[list[Line]]:
    rest = iter(lines)
    while page := list(islice(rest, LINES)):
        yield page


def _drawn(lines: list[Line], width: int) -> Image.Image:
    height = round(width * _HIGH)
    image = Image.new("RGB", (width, height), "white")
    pen, margin = ImageDraw.Draw(image), width * _MARGIN
    cell = (width - 2 * margin) / CELLS
    lead, font = (height - 2 * margin) / LINES, sans(max(5, round(cell * 2)))
    for index, line in enumerate(lines):
        for at, text in line:
            pen.text((margin + at * cell, margin + index * lead), text, (24, 26, 31), font)
    return image
