"""Bulk work: a Run of chunks, each done whole with its events or not at all, resumable, with progress.

A room registers a kind:

    @run_kind("customers.tag", needs="edit", model=Customer, undo=untag_chunk)
    def tag_chunk(customers: list[Customer], args: dict, *, actor: Actor) -> ChunkResult: ...

and starts it with `start_run(TAG, queryset, {"tag": 3}, actor=actor, title=_("打标签"))`.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.db import models, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from kedang import vault
from kedang.access.door import react
from kedang.access.events import RUN_CANCELLED, RUN_PAUSED, RUN_RESUMED, RUN_STARTED
from kedang.access.models import Run, RunChunk
from kedang.access.querysets import GuardedQuerySet
from kedang.access.rights import rights_of
from kedang.core.actor import Actor
from kedang.core.clock import now
from kedang.core.errors import Conflict, DomainError, Refused
from kedang.jobs import job
from kedang.ledger.record import record, recording

CHUNK = 100
# A job works this long, then makes room for other jobs and goes on behind them.
TURN_SECONDS = 10.0


@dataclass
class ChunkResult:
    """What a chunk did. `skipped`: item → why not. `undo`: what the kind's undo needs, JSON."""

    done: int = 0
    skipped: dict[Any, str] = field(default_factory=dict)
    undo: Any = None


ChunkVerb = Callable[..., ChunkResult]


@dataclass(frozen=True)
class RunKind:
    """How bulk work of one kind is done. Without `model` the items are passed to the verb as they are.

    `prepare(items, args)` runs before the chunk's transaction, so that no lock is held while it works;
    the verb gets what it returns. `undo(what, args, *, actor)` gets a chunk's `ChunkResult.undo` back.
    `finish(run, *, actor)` runs once at the end.
    """

    name: str
    verb: ChunkVerb
    needs: str
    resource: str
    model: type[models.Model] | None
    undo: Callable[..., ChunkResult] | None
    finish: Callable[..., None] | None
    prepare: Callable[[list[Any], dict[str, Any]], Any] | None


_kinds: dict[str, RunKind] = {}


def run_kind(
    name: str,
    *,
    needs: str,
    model: type[models.Model] | None = None,
    resource: str | None = None,
    undo: Callable[..., ChunkResult] | None = None,
    finish: Callable[..., None] | None = None,
    prepare: Callable[[list[Any], dict[str, Any]], Any] | None = None,
) -> Callable[[ChunkVerb], RunKind]:
    """Register a kind of bulk work; returns what `start_run` takes. `needs` is checked for every subject."""

    def register(verb: ChunkVerb) -> RunKind:
        where = resource or (model.resource if model else "")  # type: ignore[attr-defined]  # a guarded model
        kind = RunKind(name, verb, needs, where, model, undo, finish, prepare)
        _kinds[name] = kind
        return kind

    return register


def kinds() -> dict[str, RunKind]:
    return dict(_kinds)


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
) -> Run:
    """Queue work over given `chunks` of items (JSON)."""
    if not rights_of(actor).has(kind.resource, kind.needs):
        raise Refused(_("您没有权限做这项批量操作"))
    batches = list(chunks)
    owner = f"audit:{now():%Y-%m}"
    with transaction.atomic():
        run = Run.objects.create(
            kind=kind.name,
            title=title[:200],
            person=actor.person,
            arguments=vault.seal(owner, "audit", json.dumps(args, ensure_ascii=False).encode(), aad=b"run"),
            arguments_key=owner,
            total=sum(len(batch) for batch in batches) if total is None else total,
            undo_of=undo_of,
        )
        RunChunk.objects.bulk_create(
            [RunChunk(run=run, number=number, items=batch) for number, batch in enumerate(batches)],
            batch_size=500,
        )
        record(RUN_STARTED, run, actor=actor, details={"title": title, "count": run.total})
        advance_run.enqueue(run.pk)
    return run


def arguments_of(run: Run) -> dict[str, Any]:
    plain = vault.unseal(bytes(run.arguments), owner=run.arguments_key, purpose="audit", aad=b"run")
    args: dict[str, Any] = json.loads(plain)
    return args


def pause_run(run: Run, *, actor: Actor) -> None:
    _move(run, {Run.State.WAITING, Run.State.RUNNING}, Run.State.PAUSED, RUN_PAUSED, actor)


def cancel_run(run: Run, *, actor: Actor) -> None:
    _move(
        run,
        {Run.State.WAITING, Run.State.RUNNING, Run.State.PAUSED},
        Run.State.CANCELLED,
        RUN_CANCELLED,
        actor,
    )


def resume_run(run: Run, *, actor: Actor) -> None:
    with transaction.atomic():
        _move(run, {Run.State.PAUSED}, Run.State.WAITING, RUN_RESUMED, actor)
        advance_run.enqueue(run.pk)


def undo_run(run: Run, *, actor: Actor) -> Run:
    """A new run that takes back, chunk by chunk in reverse, what `run` did."""
    kind = _kinds[run.kind]
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


@job(retries=5, lease=300)
def advance_run(run_id: int) -> None:
    """Do the waiting chunks of a run for one turn; whoever is killed here is simply followed by another."""
    run = Run.objects.select_related("person", "undo_of").get(pk=run_id)
    if not Run.objects.filter(pk=run_id, state__in=(Run.State.WAITING, Run.State.RUNNING)).update(
        state=Run.State.RUNNING
    ):
        return
    actor = Actor(person=run.person, channel="job", run_id=run.pk)
    ends = time.monotonic() + TURN_SECONDS
    for number in run.chunks.filter(is_done=False).order_by("number").values_list("number", flat=True)[:1000]:
        if time.monotonic() > ends or not _is_running(run):
            break
        _do_chunk(run, number, actor)
    if _is_running(run):
        _go_on_or_finish(run, actor)


def _do_chunk(run: Run, number: int, actor: Actor) -> None:
    """One chunk in one transaction; when it fails as a whole its items are tried one by one."""
    chunk = RunChunk.objects.get(run=run, number=number)
    try:
        prepared = _prepare(run, chunk.items)
        with transaction.atomic():
            if _claim(chunk):
                _store(chunk, _perform(run, prepared, actor), actor)
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
        _store(chunk, whole, actor)


def _prepare(run: Run, items: list[Any]) -> Any:
    kind = _kinds[run.kind]
    if kind.prepare is None or run.undo_of is not None:
        return items
    return kind.prepare(items, arguments_of(run))


def _perform(run: Run, items: Any, actor: Actor) -> ChunkResult:
    kind = _kinds[run.kind]
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
    subjects = list(rows.permitted(actor, kind.needs, resource=kind.resource).order_by("pk"))
    result = kind.verb(subjects, args, actor=actor)
    for missing in set(ids) - {row.pk for row in subjects}:
        result.skipped[missing] = _("已不可见或没有权限")
    return result


def _take_back(original: Run, kind: RunKind, numbers: list[int], actor: Actor) -> ChunkResult:
    if kind.undo is None:
        raise Conflict(_("这类操作不能撤销"))
    total = ChunkResult()
    for chunk in original.chunks.filter(number__in=numbers):
        part = kind.undo(_open_undo(chunk), arguments_of(original), actor=actor)
        total.done += 1
        total.skipped.update(part.skipped)
    return total


def _claim(chunk: RunChunk) -> bool:
    return bool(RunChunk.objects.filter(pk=chunk.pk, is_done=False).update(is_done=True))


def _store(chunk: RunChunk, result: ChunkResult, actor: Actor) -> None:
    """What the chunk did, in the chunk's own transaction."""
    outcomes = [[item, str(why)] for item, why in result.skipped.items()]
    undo = None
    if result.undo:
        owner = f"audit:{now():%Y-%m}"
        body = json.dumps([owner, result.undo], ensure_ascii=False, default=str).encode()
        undo = owner.encode() + b"\n" + vault.seal(owner, "audit", body, aad=b"undo")
    RunChunk.objects.filter(pk=chunk.pk).update(outcomes=outcomes, undo=undo)
    Run.objects.filter(pk=chunk.run_id).update(
        done=F("done") + result.done, failed=F("failed") + len(outcomes), updated_at=now()
    )


def _open_undo(chunk: RunChunk) -> Any:
    owner, _newline, sealed = bytes(chunk.undo or b"").partition(b"\n")
    _owner, what = json.loads(vault.unseal(sealed, owner=owner.decode(), purpose="audit", aad=b"undo"))
    return what


def _is_running(run: Run) -> bool:
    return Run.objects.filter(pk=run.pk, state=Run.State.RUNNING).exists()


def _go_on_or_finish(run: Run, actor: Actor) -> None:
    if run.chunks.filter(is_done=False).exists():
        advance_run.enqueue(run.pk)
        return
    running = Run.objects.filter(pk=run.pk, state=Run.State.RUNNING)
    with transaction.atomic():
        if running.update(state=Run.State.DONE, finished_at=now(), updated_at=now()):
            kind = _kinds[run.kind]
            if kind.finish is not None:
                kind.finish(run, actor=actor)


def _move(run: Run, before: set[str], after: str, kind: Any, actor: Actor) -> None:
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
