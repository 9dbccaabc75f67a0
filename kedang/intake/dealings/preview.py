"""What an import would do, tried on its first rows without writing."""

from __future__ import annotations

from dataclasses import dataclass, field

from kedang.core.actor import Actor
from kedang.intake.customers.problems import ShownProblem, shown_problems
from kedang.intake.dealings.reading import read_rows
from kedang.intake.models import DealingImport

SEGMENTS = 2  # of staging.ROWS_PER_CHUNK rows
PROBLEMS = 20


@dataclass
class Preview:
    """Counts over the `checked` first rows, and the first problems."""

    checked: int = 0
    new: int = 0
    rejected: int = 0
    customers: int = 0
    problems: list[ShownProblem] = field(default_factory=list)


def preview(dealing_import: DealingImport, actor: Actor, *, segments: int = SEGMENTS) -> Preview:
    seen, customers = Preview(), set()
    for segment in dealing_import.segments[:segments]:
        for row in read_rows(dealing_import, segment, actor):
            seen.checked += 1
            if row.new is None:
                seen.rejected += 1
            else:
                seen.new += 1
                customers.add(row.new.customer.pk)
            if row.problems and len(seen.problems) < PROBLEMS:
                rejected = row.new is None
                seen.problems += shown_problems(
                    dealing_import, row.number, row.problems, is_rejected=rejected
                )
    seen.customers = len(customers)
    return seen
