"""The tasks in the database: every change of hands is one conditional update."""

import json
import random
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet

from kedang.core.clock import now
from kedang.jobs import identity
from kedang.jobs.models import Task, TaskState

if TYPE_CHECKING:
    from kedang.jobs import Job, JsonValue

SOONEST_RETRY = timedelta(seconds=5)
LATEST_RETRY = timedelta(hours=1)
STARTING_LEASE = timedelta(seconds=60)
WORKER_LOST = "worker lost"
GaveUp = Callable[[Task], None]


def enqueue(
    job: "Job", args: "Sequence[JsonValue]", *, run_at: datetime | None = None, key: str | None = None
) -> None:
    task = Task(job=job.name, args=json.loads(json.dumps(list(args))), run_at=run_at or now(), key=key)
    # A waiting task with the same key does the work of this one too.
    Task.objects.bulk_create([task], ignore_conflicts=True)


def due() -> QuerySet[Task]:
    return Task.objects.filter(state=TaskState.WAITING, run_at__lte=now())


def claim(worker: str) -> Task | None:
    """The task that waits longest, now leased by `worker`; nobody else gets it."""
    if not due().exists():  # most polls end here, without the write lock
        return None
    with transaction.atomic():
        task = due().select_for_update(skip_locked=True).order_by("run_at", "pk").first()
        if task is None:
            return None
        task.state = TaskState.RUNNING
        task.worker = worker
        task.attempts += 1
        task.lease_until = now() + STARTING_LEASE
        task.save(update_fields=["state", "worker", "attempts", "lease_until"])
    return task


def extend(task: Task, seconds: float) -> bool:
    """Heartbeat; False when the lease was lost to another."""
    return bool(_held(task).update(lease_until=now() + timedelta(seconds=seconds)))


def finish(task: Task) -> bool:
    return bool(_held(task).delete()[0])


def fail(task: Task, error: BaseException, retries: int, gave_up: GaveUp | None = None) -> None:
    """Again after a pause that doubles, or never after `retries` repetitions."""
    Task.objects.filter(pk=task.pk).update(error=_described(error))
    if task.attempts > retries:
        _give_up(task, gave_up)
    else:
        put_back(task, pause(task.attempts))


def put_back(task: Task, wait: timedelta = timedelta(0)) -> None:
    """Return a task to the queue."""
    try:
        with transaction.atomic():
            _held(task).update(state=TaskState.WAITING, worker="", lease_until=None, run_at=now() + wait)
    except IntegrityError:
        # A task with the same key came while this one ran: it does the work.
        _held(task).delete()


def reap(retries_of: Callable[[str], int], gave_up: GaveUp | None = None) -> int:
    """Give back what workers held that died or fell silent; how many."""
    running = Task.objects.filter(state=TaskState.RUNNING)
    workers = running.exclude(worker="").values_list("worker", flat=True).distinct()
    dead = [worker for worker in workers if identity.is_dead(worker)]
    lost = list(running.filter(Q(worker__in=dead) | Q(lease_until__lt=now())))
    for task in lost:
        if task.attempts > retries_of(task.job):
            _held(task).update(error=WORKER_LOST)
            _give_up(task, gave_up)
        else:
            put_back(task)
    return len(lost)


def retry_failed() -> int:
    """Give failed tasks another round of attempts."""
    failed = list(Task.objects.filter(state=TaskState.FAILED))
    for task in failed:
        retry(task)
    return len(failed)


def retry(task: Task) -> bool:
    """Give a failed task another round of attempts; false when it is not failed any more."""
    if not _held(task).filter(state=TaskState.FAILED).update(attempts=0):
        return False
    task.attempts = 0
    put_back(task)
    return True


def discard(task: Task) -> bool:
    """Forget a failed task; false when it is not failed any more."""
    return bool(_held(task).filter(state=TaskState.FAILED).delete()[0])


def forget_failed(job: "Job", args: "Sequence[JsonValue]") -> None:
    """Somebody began the same work anew."""
    Task.objects.filter(state=TaskState.FAILED, job=job.name, args=list(args)).delete()


def pause(attempts: int) -> timedelta:
    wait = min(SOONEST_RETRY * 2.0 ** min(attempts - 1, 20), LATEST_RETRY)
    return wait * random.uniform(1, 1.25)  # noqa: S311  # spreads load, hides nothing


def _give_up(task: Task, gave_up: GaveUp | None) -> None:
    with transaction.atomic():
        if _held(task).update(state=TaskState.FAILED, lease_until=None) and gave_up is not None:
            gave_up(task)


def _held(task: Task) -> QuerySet[Task]:
    """The row as long as it is the same run of the same holder."""
    return Task.objects.filter(pk=task.pk, state=task.state, worker=task.worker, attempts=task.attempts)


def _described(error: BaseException) -> str:
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    place = f" at {trace.tb_frame.f_globals.get('__name__')}:{trace.tb_lineno}" if trace else ""
    return f"{type(error).__qualname__}{place}"[:200]
