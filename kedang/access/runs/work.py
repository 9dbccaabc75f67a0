"""Doing bulk work: chunk by chunk, each in one transaction with its events."""

from __future__ import annotations

import time
from typing import Any

from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from kedang.access.door import react
from kedang.access.events import RUN_STOPPED
from kedang.access.models import Run, RunChunk
from kedang.access.querysets import GuardedQuerySet
from kedang.access.runs.kinds import KINDS, ChunkResult, RunKind
from kedang.access.runs.sealed import arguments_of, open_undo, seal_undo
from kedang.core.actor import Actor
from kedang.core.clock import now
from kedang.core.errors import Conflict, DomainError
from kedang.core.garbage import undisturbed
from kedang.jobs import job, stopping
from kedang.ledger.record import record, recording
from kedang.people.system import system_actor

# A job works this long, then makes room for other jobs and goes on behind them.
TURN_SECONDS = 10.0
# One that stopped goes on when an administrator has its task tried again.
_GOING = (Run.State.WAITING, Run.State.RUNNING, Run.State.STOPPED)


@job(retries=5, lease=300)
def advance_run(run_id: int) -> None:
    """Do the waiting chunks of a run for one turn; whoever is killed here is simply followed by another."""
    run = Run.objects.select_related("person", "undo_of").get(pk=run_id)
    if not Run.objects.filter(pk=run_id, state__in=_GOING).update(state=Run.State.RUNNING):
        return
    actor = Actor(person=run.person, channel="job", run_id=run.pk)
    ends = time.monotonic() + TURN_SECONDS
    for number in run.chunks.filter(is_done=False).order_by("number").values_list("number", flat=True)[:1000]:
        if time.monotonic() > ends or stopping() or not _is_running(run):
            break
        _do_chunk(run, number, actor)
    if _is_running(run):
        _go_on_or_finish(run, actor)


@advance_run.given_up
def stop_run(run_id: int) -> None:
    """Every attempt failed: the run says so, and its owner may have it tried again."""
    moving = Run.objects.filter(pk=run_id, state__in=(Run.State.WAITING, Run.State.RUNNING))
    if moving.update(state=Run.State.STOPPED, updated_at=now()):
        record(RUN_STOPPED, Run.objects.get(pk=run_id), actor=system_actor())


def _do_chunk(run: Run, number: int, actor: Actor) -> None:
    """One chunk in one transaction; when it fails as a whole its items are tried one by one."""
    chunk = RunChunk.objects.get(run=run, number=number)
    try:
        with undisturbed():
            prepared = _prepare(run, chunk.items)
            with transaction.atomic():
                if _claim(chunk):
                    _store(chunk, _perform(run, prepared, actor))
    except DomainError:
        _do_singly(run, chunk, actor)


def _do_singly(run: Run, chunk: RunChunk, actor: Actor) -> None:
    with transaction.atomic():
        if not _claim(chunk):
            return
        whole = ChunkResult(undo=[])
        for item in chunk.items:
            try:
                prepared = _prepare(run, [item])
                with transaction.atomic():
                    part = _perform(run, prepared, actor)
            except DomainError as error:
                whole.skipped[item if isinstance(item, int | str) else str(item)] = str(error)
                continue
            whole.done += part.done
            whole.skipped.update(part.skipped)
            whole.undo += part.undo if isinstance(part.undo, list) else [part.undo]
        _store(chunk, whole)


def _prepare(run: Run, items: list[Any]) -> Any:
    kind = KINDS[run.kind]
    if kind.prepare is None or run.undo_of is not None:
        return items
    return kind.prepare(items, arguments_of(run))


def _perform(run: Run, items: Any, actor: Actor) -> ChunkResult:
    kind = KINDS[run.kind]
    with recording() as events:
        if run.undo_of is not None:
            result = _take_back(run.undo_of, kind, items, actor)
        elif kind.model is None:
            result = kind.verb(items, arguments_of(run), actor=actor)
        else:
            result = _perform_on_rows(kind, kind.model, items, arguments_of(run), actor)
        react(events)
    return result


def _perform_on_rows(
    kind: RunKind, model: type[models.Model], ids: list[int], args: dict[str, Any], actor: Actor
) -> ChunkResult:
    """The rights are asked again for the chunk: what was allowed at the start may not be any more."""
    rows: GuardedQuerySet[Any] = model._default_manager.filter(pk__in=ids)  # type: ignore[assignment]  # guarded
    permitted = rows.permitted(actor, kind.needs, resource=kind.resource)
    kept = (
        set(permitted.filter(_in_trash(model)).values_list("pk", flat=True)) if not kind.in_trash else set()
    )
    subjects = list(permitted.exclude(pk__in=kept).order_by("pk"))
    result = kind.verb(subjects, args, actor=actor)
    for missing in set(ids) - {row.pk for row in subjects}:
        result.skipped[missing] = _("在回收站里，没有改动") if missing in kept else _("已不可见或没有权限")
    return result


def _in_trash(model: type[models.Model]) -> Q:
    """Its own, or its customer's: something may have been put there after the run began."""
    path: str | None = model.scope_path  # type: ignore[attr-defined]  # declared by each guarded model
    condition = Q(**{f"{path}__trashed_at__isnull": False}) if path else Q(pk__in=())
    if any(field.name == "trashed_at" for field in model._meta.fields):
        condition |= Q(trashed_at__isnull=False)
    return condition


def _take_back(original: Run, kind: RunKind, numbers: list[int], actor: Actor) -> ChunkResult:
    if kind.undo is None:
        raise Conflict(_("这类操作不能撤销"))
    total = ChunkResult()
    for chunk in original.chunks.filter(number__in=numbers):
        part = kind.undo(open_undo(chunk), arguments_of(original), actor=actor)
        total.done += 1
        total.skipped.update(part.skipped)
    return total


def _claim(chunk: RunChunk) -> bool:
    return bool(RunChunk.objects.filter(pk=chunk.pk, is_done=False).update(is_done=True))


def _store(chunk: RunChunk, result: ChunkResult) -> None:
    """What the chunk did, in the chunk's own transaction."""
    outcomes = [[item, str(why)] for item, why in result.skipped.items()]
    RunChunk.objects.filter(pk=chunk.pk).update(outcomes=outcomes, undo=seal_undo(result.undo))
    Run.objects.filter(pk=chunk.run_id).update(
        done=F("done") + result.done, failed=F("failed") + len(outcomes), updated_at=now()
    )


def _is_running(run: Run) -> bool:
    return Run.objects.filter(pk=run.pk, state=Run.State.RUNNING).exists()


def _go_on_or_finish(run: Run, actor: Actor) -> None:
    if run.chunks.filter(is_done=False).exists():
        advance_run.enqueue(run.pk)
        return
    running = Run.objects.filter(pk=run.pk, state=Run.State.RUNNING)
    with transaction.atomic():
        if running.update(state=Run.State.DONE, finished_at=now(), updated_at=now()):
            kind = KINDS[run.kind]
            if kind.finish is not None and run.undo_of_id is None:
                kind.finish(run, actor=actor)
