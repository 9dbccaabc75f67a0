"""The rows that came back: shown on the page, and as a file to correct and bring again."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from kedang import vault
from kedang.intake.customers.reading import Problem
from kedang.intake.models import CustomerImport, DealingImport, DealingProblem, RowProblem

BATCH = 500
ListImport = CustomerImport | DealingImport


@dataclass(frozen=True)
class ShownProblem:
    row: int
    column: str
    value: str
    message: str
    remedy: str
    is_rejected: bool


def shown_problems(
    customer_import: ListImport, row: int, problems: Iterable[Problem], *, is_rejected: bool
) -> list[ShownProblem]:
    headings = customer_import.headings
    return [
        ShownProblem(
            row,
            headings[one.column] if 0 <= one.column < len(headings) else "",
            one.value,
            one.message,
            one.remedy,
            is_rejected,
        )
        for one in problems
    ]


def first_problems(customer_import: ListImport, *, limit: int = 50) -> list[ShownProblem]:
    """Rejected rows first."""
    rows = customer_import.problems.order_by("-is_rejected", "row")[:limit]
    return [one for _row, _cells, problems in _opened(customer_import, list(rows)) for one in problems]


def problems_file(customer_import: ListImport) -> bytes:
    """The rejected rows as XLSX: the columns as they came, then the reason per cell; correct it and import it again."""
    import xlsxwriter

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"constant_memory": True, "strings_to_formulas": False}) as book:
        bold, bad = book.add_format({"bold": True}), book.add_format({"bg_color": "#FDE8E8"})
        sheet = book.add_worksheet(_("未导入的行"))
        headings = [*customer_import.headings, _("原行号"), _("原因")]
        for column, heading in enumerate(headings):
            sheet.write_string(0, column, heading, bold)
        width = len(customer_import.headings)
        for line, (row, cells, problems) in enumerate(_rejected(customer_import), start=1):
            wrong = {one.column for one in problems}
            for column, cell in enumerate(cells[:width]):
                marked = customer_import.headings[column] in wrong
                sheet.write_string(line, column, cell, bad if marked else None)
            sheet.write_number(line, width, row)
            sheet.write_string(line, width + 1, _reasons(problems))
    return out.getvalue()


def _reasons(problems: Sequence[ShownProblem]) -> str:
    return "\n".join(f"{one.column}：{one.message}" if one.column else one.message for one in problems)[
        :32_000
    ]


def _rejected(customer_import: ListImport) -> Iterator[tuple[int, list[str], list[ShownProblem]]]:
    after = 0
    kept: Any = customer_import.problems.filter(is_rejected=True).order_by("row")
    while rows := list(kept.filter(row__gt=after)[:BATCH]):
        yield from _opened(customer_import, rows)
        after = rows[-1].row


def _opened(
    customer_import: ListImport, rows: Sequence[RowProblem | DealingProblem]
) -> Iterator[tuple[int, list[str], list[ShownProblem]]]:
    sealed = [(bytes(row.sealed), *customer_import.key, str(row.row).encode()) for row in rows]
    for row, plain in zip(rows, vault.unseal_many(sealed), strict=True):
        if plain is None:
            continue
        body = json.loads(plain)
        problems = [Problem(**one) for one in body["problems"]]
        yield (
            row.row,
            body["cells"],
            shown_problems(customer_import, row.row, problems, is_rejected=row.is_rejected),
        )
