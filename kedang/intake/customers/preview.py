"""What an import would do, tried on its first rows without writing."""

from __future__ import annotations

from dataclasses import dataclass, field

from kedang.core.actor import Actor
from kedang.intake.customers.ahead import read_rows
from kedang.intake.customers.deciding import decide
from kedang.intake.customers.matching import find_matches
from kedang.intake.customers.problems import ListImport, ShownProblem, shown_problems
from kedang.intake.models import CustomerImport
from kedang.intake.staging import read_segment

SEGMENTS = 2  # of staging.ROWS_PER_CHUNK rows
PROBLEMS = 20


@dataclass
class Preview:
    """Counts over the `checked` first rows, and the first problems."""

    checked: int = 0
    new: int = 0
    known: int = 0
    rejected: int = 0
    remarks: int = 0
    problems: list[ShownProblem] = field(default_factory=list)


def preview(customer_import: CustomerImport, actor: Actor, *, segments: int = SEGMENTS) -> Preview:
    """Segment by segment, as the import will do it. A row twice in different segments is seen only then."""
    seen = Preview()
    for segment in customer_import.segments[:segments]:
        rows = read_rows(customer_import, segment)
        matches = find_matches([row.new for row in rows], customer_import.match_by)
        decided = decide(customer_import, rows, matches, actor)
        seen.checked += len(rows)
        seen.new += len(decided.new)
        seen.known += len(decided.known)
        seen.rejected += sum(1 for row in rows if row.new is None)
        seen.remarks += sum(1 for row in rows if row.new is not None and row.problems)
        for row in sorted(rows, key=lambda row: row.new is not None):
            if len(seen.problems) < PROBLEMS:
                is_rejected = row.new is None
                seen.problems += shown_problems(
                    customer_import, row.number, row.problems, is_rejected=is_rejected
                )
    return seen


def first_cells(customer_import: ListImport, *, count: int = 3) -> list[list[str]]:
    """Some values of each column, so that a person can see what it holds."""
    if not customer_import.segments:
        return [[] for _heading in customer_import.headings]
    rows = [
        cells
        for _n, cells in read_segment(customer_import.rows, customer_import.key, customer_import.segments[0])
    ]
    columns = range(len(customer_import.headings))
    return [[row[at] for row in rows if at < len(row) and row[at]][:count] for at in columns]
