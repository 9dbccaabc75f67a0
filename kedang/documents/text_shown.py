"""What was read of a version as the viewer shows it: sheets as tables, a mail without the head that stands above it."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from kedang.documents.reading import sniff
from kedang.documents.reading.outcome import Reading

MOST_ROWS = 500
MOST_COLUMNS = 50
_CSV = ("text/csv", "text/tab-separated-values")
_HEAD = re.compile(r"(?:主题|发件人|收件人|抄送|日期): ")  # i18n: what the reader of mails writes
_ATTACHED = "附件: "  # i18n: likewise


@dataclass(frozen=True)
class Part:
    """A page of text, or a sheet: a row for each of its rows. `is_cut`: there are more rows."""

    text: str = ""
    title: str = ""
    rows: tuple[tuple[str, ...], ...] = ()
    is_cut: bool = False


def parts_of(reading: Reading, mime: str) -> list[Part]:
    if mime == sniff.XLSX:
        return [_sheet(page) for page in reading.pages]
    if mime in _CSV:
        return [_table("", _cells("".join(reading.pages)))]
    if "subject" in reading.meta:
        return [Part(text) for text in _without_head(list(reading.pages), reading.meta)]
    return [Part(page) for page in reading.pages]


def _sheet(page: str) -> Part:
    """Its first line is the sheet's name."""
    title, _end, lines = page.partition("\n")
    return _table(title, [line.split("\t") for line in islice(lines.split("\n"), MOST_ROWS + 1) if line])


def _cells(text: str) -> list[list[str]]:
    first = text.partition("\n")[0]
    sign = max(",;\t", key=first.count)
    return list(islice((row for row in csv.reader(text.splitlines(), delimiter=sign) if row), MOST_ROWS + 1))


def _table(title: str, rows: list[list[str]]) -> Part:
    shown = rows[:MOST_ROWS]
    width = min(MOST_COLUMNS, max((len(row) for row in shown), default=0))
    even = tuple((*row[:width], *[""] * (width - len(row))) for row in shown)
    return Part(title=title, rows=even, is_cut=len(rows) > MOST_ROWS)


def _without_head(pages: list[str], meta: Mapping[str, Any]) -> list[str]:
    lines = pages[0].split("\n") if pages else []
    while lines and (_HEAD.match(lines[0]) or not lines[0].strip()):
        lines.pop(0)
    named = {f"{_ATTACHED}{one['name']}" for one in meta.get("attachments", ())}
    return ["\n".join(line for line in lines if line not in named), *pages[1:]]
