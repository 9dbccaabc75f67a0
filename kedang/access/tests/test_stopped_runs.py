"""A run whose every attempt failed says so, and goes on when somebody has it tried again."""

from __future__ import annotations

from typing import Any

import pytest

from kedang.access.models import Run
from kedang.access.runs import ChunkResult, resume_run, run_kind, start_run_of
from kedang.access.runs.work import advance_run
from kedang.core.actor import Actor, as_actor
from kedang.jobs import queue, run_pending
from kedang.jobs.models import Task, TaskState
from kedang.ledger.models import Event
from kedang.people.models import Person

is_broken: list[bool] = []
done: list[int] = []


@run_kind("access.test_stopping", needs="edit", resource="account")
def count(items: list[int], args: dict[str, Any], *, actor: Actor) -> ChunkResult:
    if is_broken:
        raise OSError("13812345678")
    done.extend(items)
    return ChunkResult(done=len(items))


@pytest.fixture
def stopped(sales_a: Person) -> Run:
    done.clear()
    is_broken[:] = [True]
    run = start_run_of(count, [[1, 2], [3]], {}, actor=as_actor(sales_a), title="数")
    Task.objects.update(attempts=advance_run.retries)
    with pytest.raises(OSError, match="138"):
        run_pending()
    is_broken.clear()
    run.refresh_from_db()
    return run


def test_it_says_so_once_no_attempt_is_left(stopped: Run) -> None:
    assert stopped.state == Run.State.STOPPED
    assert not stopped.is_over
    assert Event.objects.filter(kind="access.run_stopped", run_id=None, subject_id=stopped.pk).count() == 1
    assert Task.objects.get().state == TaskState.FAILED


def test_its_owner_has_it_tried_again(stopped: Run, sales_a: Person) -> None:
    resume_run(stopped, actor=as_actor(sales_a))
    assert not Task.objects.filter(state=TaskState.FAILED).exists()
    run_pending()
    stopped.refresh_from_db()
    assert (stopped.state, stopped.done, done) == (Run.State.DONE, 3, [1, 2, 3])


def test_an_administrator_has_it_tried_again(stopped: Run) -> None:
    queue.retry_failed()
    run_pending()
    stopped.refresh_from_db()
    assert (stopped.state, done) == (Run.State.DONE, [1, 2, 3])
