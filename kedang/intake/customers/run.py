"""The import as bulk work: chunks of rows, pausable, resumable, undone as a whole."""

from __future__ import annotations

from typing import Any

from kedang.access.models import Run
from kedang.access.runs import ChunkResult, arguments_of, run_kind
from kedang.core.actor import Actor
from kedang.core.clock import now
from kedang.intake.customers.ahead import rows_to_write
from kedang.intake.customers.importing import import_rows
from kedang.intake.customers.reading import ReadRow
from kedang.intake.customers.undoing import take_back
from kedang.intake.models import CustomerImport

Prepared = tuple[CustomerImport, list[ReadRow]]


def prepare(items: list[list[int]], args: dict[str, Any]) -> Prepared:
    customer_import = CustomerImport.objects.get(pk=args["import"])
    return customer_import, [row for segment in items for row in rows_to_write(customer_import, segment)]


def finish(run: Run, *, actor: Actor) -> None:
    imports = CustomerImport.objects.filter(pk=int(arguments_of(run)["import"]))
    imports.update(state=CustomerImport.State.DONE, updated_at=now())


def _import_chunk(prepared: Prepared, args: dict[str, Any], *, actor: Actor) -> ChunkResult:
    customer_import, rows = prepared
    return import_rows(customer_import, rows, actor=actor)


IMPORT = run_kind(
    "intake.customers", needs="import", resource="customer", undo=take_back, finish=finish, prepare=prepare
)(_import_chunk)
