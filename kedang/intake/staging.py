"""From an uploaded list to rows that chunks can read by themselves: parsed once, sealed, sought by offset."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from kedang import vault
from kedang.core.errors import Invalid
from kedang.documents.reading import pool
from kedang.documents.reading.outcome import Table

# The write lock of SQLite is held for 110 to 180 ms by so many (the first, cold, 235; by 300 rows up to 500): the limit is 250.
ROWS_PER_CHUNK = 200
PIECE = 2**18
# A heading row is looked for this far down: lists often start with a title.
HEADING_DEPTH = 10

Row = list[str]


@dataclass(frozen=True)
class Staged:
    """A list ready to import. `segments`: [first row, rows, offset, length] of each chunk."""

    rows: str
    sheets: list[str]
    sheet: str
    encoding: str
    headings: Row
    segments: list[list[int]]
    total: int


def stage(source: str, name: str, key: tuple[str, str], *, sheet: str = "") -> Staged:
    """Read blob `source` in the limited worker and keep its rows sealed. Raises Invalid: not a list, empty, too big."""
    with vault.blobs.open(source, *key) as reader:
        table = pool.tabulate(_pieces(reader), name, sheet=sheet)
    if table.state != "read":
        raise Invalid(
            _reason(table), value=name, remedy=_("请用 CSV（UTF-8 或 GB18030）或 XLSX 文件，第一行为列名。")
        )
    heading_row, headings, start = _find_heading(table.body)
    stored = vault.blobs.write(*key, [table.body] if table.body else [])
    segments = _segments(table.body, start, heading_row + 1)
    return Staged(
        stored.blob_id,
        table.sheets,
        table.sheet,
        table.encoding,
        headings,
        segments,
        sum(rows for _first, rows, _offset, _length in segments),
    )


def read_segment(rows: str, key: tuple[str, str], segment: list[int]) -> Iterator[tuple[int, Row]]:
    """The rows of a chunk with their numbers as the spreadsheet counts them; empty ones are left out."""
    first, _count, offset, length = segment
    with vault.blobs.open(rows, *key) as reader:
        reader.seek(offset)
        block = reader.read(length)
    for number, line in enumerate(io.BytesIO(block), start=first):
        if cells := json.loads(line):
            yield number, cells


def _find_heading(body: bytes) -> tuple[int, Row, int]:
    """The row with the most short, distinct texts among the first; its number (from 1), cells and end offset."""
    best: tuple[int, int, Row, int] = (0, 0, [], 0)
    offset = 0
    for number, line in enumerate(io.BytesIO(body), start=1):
        if number > HEADING_DEPTH:
            break
        offset += len(line)
        cells: Row = json.loads(line)
        distinct = len({cell for cell in cells if cell and len(cell) <= 40})
        if distinct > best[0]:
            best = (distinct, number, cells, offset)
        if distinct > 2 and number > best[1] + 1:
            break
    return best[1], best[2], best[3]


def _segments(body: bytes, start: int, first: int) -> list[list[int]]:
    segments: list[list[int]] = []
    offset, lines = start, 0
    position = start
    for line in io.BytesIO(body[start:]):
        position += len(line)
        lines += 1
        if lines == ROWS_PER_CHUNK:
            segments.append([first, lines, offset, position - offset])
            first, offset, lines = first + lines, position, 0
    if lines:
        segments.append([first, lines, offset, position - offset])
    return segments


def _pieces(reader: Any) -> Iterable[bytes]:
    while piece := reader.read(PIECE):
        yield piece


def _reason(table: Table) -> str:
    return {
        "empty": _("文件里没有数据"),
        "protected": _("文件有密码，无法读取"),
        "too_big": _("文件太大，超出一次导入的上限"),
        "timeout": _("读取文件用时过长"),
        "unsupported": _("不是可以导入的列表文件"),
    }.get(table.state, _("文件已损坏，无法读取"))
