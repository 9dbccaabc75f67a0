"""A list as rows of texts: CSV in usual encodings, XLSX, XLS and ODS. One JSON array a line."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from typing import Any, BinaryIO

from kedang.documents.reading import sniff
from kedang.documents.reading.formats.text import decode
from kedang.documents.reading.outcome import CannotRead, Table

MAX_ROWS = 1_000_000
MAX_COLUMNS = 200
MAX_CELL = 32_000
_SHEETS = (sniff.XLSX, sniff.XLS, "application/vnd.oasis.opendocument.spreadsheet")


def read_table(file: BinaryIO, mime: str, sheet: str = "") -> Table:
    """The rows of `sheet` (the first that has any, when not named), empty ones kept as `[]`."""
    if mime in _SHEETS:
        return _from_workbook(file, sheet)
    if mime in sniff.TEXTS or mime.startswith("text/"):
        return _from_csv(file)
    raise CannotRead("unsupported", "not_a_list")


def _from_workbook(file: BinaryIO, wanted: str) -> Table:
    import python_calamine

    try:
        book = python_calamine.load_workbook(file)
        names = list(book.sheet_names)
        sheets = [wanted] if wanted in names else names
        for name in sheets:
            rows = _lines(_text_rows(book.get_sheet_by_name(name).iter_rows()))
            if rows[1]:
                return Table("read", sheets=names, sheet=name, count=rows[1], body=rows[0])
    except python_calamine.PasswordError as error:
        raise CannotRead("protected", "password") from error
    except python_calamine.CalamineError as error:
        raise CannotRead("unreadable", "damaged") from error
    return Table("empty", "no_rows", sheets=names)


def _from_csv(file: BinaryIO) -> Table:
    text, encoding = decode(file.read())
    csv.field_size_limit(10_000_000)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    body, count = _lines(reader)
    return Table(
        "read" if count else "empty", "" if count else "no_rows", encoding=encoding, count=count, body=body
    )


def _delimiter(text: str) -> str:
    """The one of `, ; tab |` that the first line has most of, outside quotes."""
    first = text.lstrip("\ufeff\r\n").split("\n", 1)[0]
    outside = "".join(first.split('"')[::2])
    return max(",;\t|", key=outside.count)


def _text_rows(rows: Iterable[list[Any]]) -> Iterator[list[str]]:
    for row in rows:
        yield [_text(cell) for cell in row]


def _text(cell: Any) -> str:
    """As a person reads it: no `.0` behind a phone number that Excel took for a quantity."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e18 else repr(cell)
    if isinstance(cell, datetime):
        return (
            cell.date().isoformat() if cell.time() == time() else cell.isoformat(sep=" ", timespec="seconds")
        )
    if isinstance(cell, (date, time)):
        return cell.isoformat()
    return str(cell)


def _lines(rows: Iterable[list[str]]) -> tuple[bytes, int]:
    """The rows as lines of JSON up to the last one with content, and how many."""
    out = io.BytesIO()
    count = end = 0
    for number, row in enumerate(rows, start=1):
        if number > MAX_ROWS:
            raise CannotRead("too_big", "too_many_rows")
        cells = [cell[:MAX_CELL].replace("\0", "").strip() for cell in row[:MAX_COLUMNS]]
        while cells and not cells[-1]:
            cells.pop()
        out.write(json.dumps(cells, ensure_ascii=False).encode("utf-8", "replace") + b"\n")
        if cells:
            count, end = number, out.tell()
    return out.getvalue()[:end], count
