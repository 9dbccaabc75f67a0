"""One chunk of a list of dealings: recorded in one transaction; the rest comes back with reasons."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _

from kedang import vault
from kedang.access.models import Run
from kedang.access.runs import ChunkResult, arguments_of, run_kind
from kedang.core.actor import Actor, as_actor
from kedang.core.clock import now
from kedang.dealings.entering import NewInteraction, NewPurchase, enter_interactions, enter_purchases
from kedang.dealings.models import Interaction, Purchase
from kedang.dealings.withdrawing import withdraw_many
from kedang.intake.dealings.reading import DealingRow, read_rows
from kedang.intake.models import DealingImport, DealingProblem
from kedang.workflow.planning import plan_task

Prepared = tuple[DealingImport, list[DealingRow]]


def import_rows(dealing_import: DealingImport, rows: list[DealingRow], *, actor: Actor) -> ChunkResult:
    """Write what can be written. Inside the chunk's transaction."""
    created = _enter(dealing_import, rows, actor)
    rejected = [row for row in rows if row.new is None]
    _store_problems(dealing_import, rows)
    DealingImport.objects.filter(pk=dealing_import.pk).update(
        created=F("created") + len(created), rejected=F("rejected") + len(rejected), updated_at=now()
    )
    return ChunkResult(
        done=len(created),
        skipped={row.number: _("见结果文件") for row in rejected},
        undo={"kind": dealing_import.kind, "created": created} if created else None,
    )


def _enter(dealing_import: DealingImport, rows: list[DealingRow], actor: Actor) -> list[int]:
    taken = [row for row in rows if row.new is not None]
    if dealing_import.kind == DealingImport.Kind.PURCHASES:
        bought = [row.new for row in taken if isinstance(row.new, NewPurchase)]
        return [one.pk for one in enter_purchases(bought, actor=actor, run_id=actor.run_id)]
    told = [row.new for row in taken if isinstance(row.new, NewInteraction)]
    made = enter_interactions(told, actor=actor, run_id=actor.run_id)
    for row, one in zip(taken, made, strict=True):
        if row.next_step is not None:
            step = row.next_step
            plan_task(
                step.title,
                actor=actor,
                customer=one.customer,
                assignee=one.author,
                due_on=step.due_on,
                source=one,
            )
    return [one.pk for one in made]


def _store_problems(dealing_import: DealingImport, rows: list[DealingRow]) -> None:
    """Cells and reasons, sealed under the import's own key."""
    troubled = [row for row in rows if row.problems]
    sealed = vault.seal_many(
        [(*dealing_import.key, _dump(row), str(row.number).encode()) for row in troubled]
    )
    DealingProblem.objects.bulk_create(
        [
            DealingProblem(
                dealing_import=dealing_import, row=row.number, is_rejected=row.new is None, sealed=body
            )
            for row, body in zip(troubled, sealed, strict=True)
        ],
        batch_size=500,
    )


def _dump(row: DealingRow) -> bytes:
    body = {"cells": row.cells, "problems": [asdict(problem) for problem in row.problems]}
    return json.dumps(body, ensure_ascii=False).encode()


def _prepare(items: list[list[int]], args: dict[str, Any]) -> Prepared:
    dealing_import = DealingImport.objects.select_related("person").get(pk=args["import"])
    actor = as_actor(dealing_import.person)
    return dealing_import, [row for segment in items for row in read_rows(dealing_import, segment, actor)]


def _finish(run: Run, *, actor: Actor) -> None:
    imports = DealingImport.objects.filter(pk=int(arguments_of(run)["import"]))
    imports.update(state=DealingImport.State.DONE, updated_at=now())


def _take_back(undo: dict[str, Any], _args: dict[str, Any], *, actor: Actor) -> ChunkResult:
    """One chunk. What somebody changed since stays and is reported."""
    model: Any = Purchase if undo["kind"] == DealingImport.Kind.PURCHASES else Interaction
    rows = list(model.objects.filter(pk__in=undo["created"], withdrawn_at=None))
    untouched = [row for row in rows if row.revision == 1]
    result = ChunkResult(done=len(untouched))
    for row in rows:
        if row.revision != 1:
            result.skipped[row.pk] = _("导入后已有人修改，保留")
    withdraw_many(untouched, actor=actor)
    return result


def _import_chunk(prepared: Prepared, args: dict[str, Any], *, actor: Actor) -> ChunkResult:
    dealing_import, rows = prepared
    return import_rows(dealing_import, rows, actor=actor)


IMPORT = run_kind(
    "intake.dealings", needs="import", resource="dealing", undo=_take_back, finish=_finish, prepare=_prepare
)(_import_chunk)
