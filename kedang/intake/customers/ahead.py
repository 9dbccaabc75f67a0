"""Reading the next chunks of a list in a second process while this one writes.

What is read here or there is the same; there is only for speed. Nothing of it is stored: after a crash the chunk that
was not written is read again.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from time import monotonic

from django.utils import translation

from kedang.intake.customers.plan import Plan, Row, plan_of
from kedang.intake.customers.reading import ReadRow, read_row
from kedang.intake.models import CustomerImport
from kedang.intake.staging import read_segment
from kedang.jobs.beside import beside
from kedang.search import tokens
from kedang.vault import macs

_KEYS = ("index", "lookup")  # of the tokens
_AHEAD = 2
# A shorter list is done before a second process has started.
_WORTH_IT = 5
# After a pause the names and rights of then are not those of now.
_FRESH_SECONDS = 30.0
_PATIENCE = 60.0

Numbered = list[tuple[int, Row]]


@dataclass(frozen=True)
class _Asked:
    """A chunk that is being read over there."""

    answer: Future[list[ReadRow]]
    numbered: Numbered
    at: float

    @property
    def is_fresh(self) -> bool:
        return monotonic() - self.at < _FRESH_SECONDS

    def rows(self) -> list[ReadRow]:
        rows = self.answer.result(_PATIENCE)
        for row, (_number, cells) in zip(rows, self.numbered, strict=True):
            row.cells = cells
        return rows


_asked: dict[tuple[int, int], _Asked] = {}


def read_rows(customer_import: CustomerImport, segment: list[int]) -> list[ReadRow]:
    """The rows of one segment, checked and normalised."""
    return _read(*_material(customer_import, segment))


def rows_to_write(customer_import: CustomerImport, segment: list[int]) -> list[ReadRow]:
    """The same, ready to be written, and the next segments asked for; no lock is held meanwhile."""
    asked = _asked.pop((customer_import.pk, segment[0]), None)
    rows = _taken(asked) if asked else None
    _look_ahead(customer_import, segment)
    return rows if rows is not None else _made_ready(read_rows(customer_import, segment))


def _taken(asked: _Asked) -> list[ReadRow] | None:
    """None: that process died, or it could not; what is wrong shows when the rows are read here."""
    try:
        return asked.rows() if asked.is_fresh else None
    except Exception:
        return None


def _look_ahead(customer_import: CustomerImport, segment: list[int]) -> None:
    segments = customer_import.segments
    if len(segments) < _WORTH_IT:
        return
    for key in [key for key, asked in _asked.items() if not asked.is_fresh]:
        _asked.pop(key, None)
    start = bisect(segments, segment)
    for following in segments[start : start + _AHEAD]:
        key = (customer_import.pk, following[0])
        if key not in _asked and beside.is_ready():
            plan, numbered = _material(customer_import, following)
            answer = beside.submit(
                _read_there, plan, numbered, macs.lend(*_KEYS), translation.get_language() or "zh-hans"
            )
            if answer is not None:
                _asked[key] = _Asked(answer, numbered, monotonic())


def _material(customer_import: CustomerImport, segment: list[int]) -> tuple[Plan, Numbered]:
    numbered = list(read_segment(customer_import.rows, customer_import.key, segment))
    return plan_of(customer_import, [cells for _number, cells in numbered]), numbered


def _read(plan: Plan, numbered: Sequence[tuple[int, Row]]) -> list[ReadRow]:
    return [read_row(plan, number, cells) for number, cells in numbered]


def _made_ready(rows: list[ReadRow]) -> list[ReadRow]:
    for row in rows:
        if row.new is not None:
            row.new.make_ready()
    return rows


def _read_there(plan: Plan, numbered: Numbered, keys: Mapping[str, bytes], language: str) -> list[ReadRow]:
    """In the other process. The cells need not come back: they are known where they came from."""
    if macs.borrow(keys):
        tokens.forget()
    with translation.override(language):
        rows = _made_ready(_read(plan, numbered))
    for row in rows:
        row.cells = []
    return rows
