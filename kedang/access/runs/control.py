"""Starting, pausing, cancelling and undoing bulk work."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kedang.access.events import RUN_CANCELLED, RUN_PAUSED, RUN_RESUMED, RUN_STARTED
from kedang.access.models import Run, RunChunk
from kedang.access.querysets import GuardedQuerySet
from kedang.access.rights import rights_of
from kedang.access.runs.kinds import KINDS, RunKind
from kedang.access.runs.sealed import month_key, seal_arguments
from kedang.access.runs.work import advance_run
from kedang.core.actor import Actor
from kedang.core.clock import now
from kedang.core.errors import Conflict, Refused
from kedang.jobs.queue import forget_failed
from kedang.ledger.kinds import Kind
from kedang.ledger.record import record

CHUNK = 100


def start_run(
    kind: RunKind, subjects: GuardedQuerySet[Any], args: dict[str, Any], *, actor: Actor, title: str
) -> Run:
    """Freeze the ids of those `subjects` on which `actor` may act, and queue the work."""
    permitted = subjects.permitted(actor, kind.needs, resource=kind.resource).order_by("pk")
    ids = list(permitted.values_list("pk", flat=True).iterator(chunk_size=5000))
    return start_run_of(kind, _batched(ids, CHUNK), args, actor=actor, title=title)


def start_run_of(
    kind: RunKind,
    chunks: Iterable[list[Any]],
    args: dict[str, Any],
    *,
    actor: Actor,
    title: str,
    total: int | None = None,
    undo_of: Run | None = None,
    result_url: str = "",
    claim: Callable[[Run], bool] | None = None,
) -> Run:
    """Queue work over given `chunks` of items (JSON).

    `claim` ties the run to what it works on, in the same transaction. Raises Conflict when it says no.
    """
    if not rights_of(actor).has(kind.resource, kind.needs):
        raise Refused(_("您没有权限做这项批量操作"))
    batches = list(chunks)
    owner = month_key()
    with transaction.atomic():
        run = Run.objects.create(
            kind=kind.name,
            title=title[:200],
            person=actor.person,
            arguments=seal_arguments(args, owner),
            arguments_key=owner,
            total=sum(len(batch) for batch in batches) if total is None else total,
            undo_of=undo_of,
            result_url=result_url,
        )
        if claim is not None and not claim(run):
            raise Conflict(_("这项任务已经开始"))
        RunChunk.objects.bulk_create(
            [RunChunk(run=run, number=number, items=batch) for number, batch in enumerate(batches)],
            batch_size=500,
        )
        record(RUN_STARTED, run, actor=actor, details={"title": title, "count": run.total})
        advance_run.enqueue(run.pk)
    return run


def pause_run(run: Run, *, actor: Actor) -> None:
    _move(run, {Run.State.WAITING, Run.State.RUNNING}, Run.State.PAUSED, RUN_PAUSED, actor)


def cancel_run(run: Run, *, actor: Actor) -> None:
    _move(
        run,
        {Run.State.WAITING, Run.State.RUNNING, Run.State.PAUSED, Run.State.STOPPED},
        Run.State.CANCELLED,
        RUN_CANCELLED,
        actor,
    )


def resume_run(run: Run, *, actor: Actor) -> None:
    with transaction.atomic():
        _move(run, {Run.State.PAUSED, Run.State.STOPPED}, Run.State.WAITING, RUN_RESUMED, actor)
        forget_failed(advance_run, [run.pk])
        advance_run.enqueue(run.pk)


def undo_run(run: Run, *, actor: Actor) -> Run:
    """A new run that takes back, chunk by chunk in reverse, what `run` did."""
    kind = KINDS[run.kind]
    if kind.undo is None:
        raise Conflict(_("这类操作不能撤销"))
    if actor.id != run.person_id and not rights_of(actor).has(kind.resource, "manage"):
        raise Refused(_("只有发起人可以撤销"))
    if Run.objects.filter(undo_of=run).exists():
        raise Conflict(_("这次操作已经撤销过了"))
    if not run.is_over:
        raise Conflict(_("操作还在进行中"), remedy=_("请先等它完成或取消它。"))
    numbers = (
        run.chunks.filter(is_done=True, undo__isnull=False)
        .order_by("-number")
        .values_list("number", flat=True)
    )
    return start_run_of(
        kind,
        [[number] for number in numbers],
        {},
        actor=actor,
        title=_("撤销：%(title)s") % {"title": run.title},
        undo_of=run,
    )


def _move(run: Run, before: set[str], after: str, kind: Kind, actor: Actor) -> None:
    if actor.id != run.person_id:
        raise Refused(_("只有发起人可以操作这项任务"))
    over = {"finished_at": now()} if after == Run.State.CANCELLED else {}
    with transaction.atomic():
        moved = Run.objects.filter(pk=run.pk, state__in=before).update(state=after, updated_at=now(), **over)
        if not moved:
            raise Conflict(_("任务的状态已变化"), remedy=_("请刷新后再试。"))
        record(kind, run, actor=actor)


def _batched(items: list[Any], size: int) -> Iterator[list[Any]]:
    iterator = iter(items)
    while batch := list(islice(iterator, size)):
        yield batch
