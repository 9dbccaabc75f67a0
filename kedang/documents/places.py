"""Where the words of a version stand on its pages as they are shown, and finding some of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from kedang.core.folding import fold, fold_with_map
from kedang.documents import previews, readings, renditions
from kedang.documents.models import Rendition, Version
from kedang.documents.page_texts import PageText, Word
from kedang.documents.reading import pool
from kedang.documents.reading.formats import drawn
from kedang.documents.reading.spool import spool

MOST_HITS = 500
Box = tuple[float, float, float, float]  # x, y, width, height in fractions of the page


@dataclass(frozen=True)
class Hit:
    """One place; more boxes than one where it goes over words or lines."""

    page: int
    boxes: tuple[Box, ...]


@dataclass(frozen=True)
class Found:
    hits: list[Hit]
    is_cut: bool = False


def words_of(version: Version, numbers: Sequence[int] | None = None) -> list[PageText]:
    """Pages with the places of their words: as the file has them, or as we drew them."""
    if previews.kind_of(version) == "pages":
        return readings.pages_of(version, numbers)
    converted = renditions.find(version, Rendition.Kind.PAGES)
    if converted is not None:
        return _of_rendition(converted, numbers)
    reading = readings.read_version(version)
    wanted = set(numbers) if numbers is not None else None
    pages = enumerate(islice(drawn.pages_of(reading), drawn.MOST_PAGES), start=1)
    return [_laid(number, lines) for number, lines in pages if wanted is None or number in wanted]


def find(version: Version, sought: str) -> Found:
    """Every place of `sought`; where it stands nowhere as a whole, every place of each of its words.

    Compared as search does: width, case, 繁 and 简 are the same, and so are line breaks and blanks.
    """
    pages = words_of(version)
    whole = list(islice(_places(pages, [sought]), MOST_HITS + 1))
    terms = sought.split()
    if not whole and len(terms) > 1:
        whole = list(islice(_places(pages, terms), MOST_HITS + 1))
    return Found(whole[:MOST_HITS], len(whole) > MOST_HITS)


def _places(pages: Sequence[PageText], terms: Sequence[str]) -> Iterator[Hit]:
    keys = [key for key in ("".join(fold(term).split()) for term in terms) if key]
    for page in pages:
        text, origins = _run_together(page.words)
        found = sorted((at, len(key)) for key in set(keys) for at in _all(text, key))
        for at, length in found:
            yield Hit(page.number, _boxes(page.words, origins[at : at + length]))


def _run_together(words: Sequence[Word]) -> tuple[str, list[tuple[int, int]]]:
    """The page's folded characters without blanks, and of each the word and the position it comes from."""
    text: list[str] = []
    origins: list[tuple[int, int]] = []
    for index, word in enumerate(words):
        folded, positions = fold_with_map(word.text)
        for character, position in zip(folded, positions, strict=True):
            if not character.isspace():
                text.append(character)
                origins.append((index, position))
    return "".join(text), origins


def _all(text: str, key: str) -> Iterator[int]:
    at = text.find(key)
    while at >= 0:
        yield at
        at = text.find(key, at + len(key))


def _boxes(words: Sequence[Word], origins: Sequence[tuple[int, int]]) -> tuple[Box, ...]:
    """A box for each word touched, as wide as its share of the word's cells."""
    boxes = []
    for index in dict.fromkeys(index for index, _position in origins):
        word = words[index]
        positions = [position for each, position in origins if each == index]
        before, within = (
            drawn.cells(word.text[: min(positions)]),
            drawn.cells(word.text[min(positions) : max(positions) + 1]),
        )
        share = word.width / max(1, drawn.cells(word.text))
        boxes.append(
            (_short(word.x + before * share), _short(word.y), _short(within * share), _short(word.height))
        )
    return tuple(boxes)


def _short(fraction: float) -> float:
    return round(fraction, 4)


def _of_rendition(converted: Rendition, numbers: Sequence[int] | None) -> list[PageText]:
    with renditions.open_rendition(converted) as reader, spool(reader.iter_range(0, reader.size)) as file:
        pages = pool.lay_out(file, "document.pdf").pages
    laid = [
        PageText(number, page.text, tuple(Word(*word) for word in page.words))
        for number, page in enumerate(pages, start=1)
    ]
    return [page for page in laid if numbers is None or page.number in numbers]


def _laid(number: int, lines: list[drawn.Line]) -> PageText:
    words = [
        Word(text, *drawn.place(index, at, text))
        for index, line in enumerate(lines)
        for at, text in line
        if text.strip()
    ]
    return PageText(number, "\n".join(word.text for word in words), tuple(words))
