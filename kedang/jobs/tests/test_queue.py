from datetime import timedelta

import pytest
from django.db import transaction

from kedang.core.clock import frozen, now
from kedang.jobs import identity, queue, run_pending
from kedang.jobs.models import Task, TaskState
from kedang.jobs.tests.sample_jobs import broken, chain, note
from kedang.jobs.worker import retries_of

ELSEWHERE = "other-machine/boot/pid:[1]/77/12345"


def test_a_job_runs_with_the_arguments_it_was_given(seen: list[object]) -> None:
    note.enqueue(1, "客户", [True, None])
    assert run_pending() == 1
    assert seen == [(1, "客户", [True, None])]
    assert not Task.objects.exists()


def test_calling_a_job_runs_it_at_once(seen: list[object]) -> None:
    note("now")
    assert seen == [("now",)]


def test_only_json_can_be_queued() -> None:
    with pytest.raises(TypeError):
        note.enqueue(object())


def test_a_rolled_back_transaction_takes_its_task_with_it(seen: list[object]) -> None:
    with transaction.atomic():
        note.enqueue(1)
        transaction.set_rollback(True)
    assert run_pending() == 0
    assert seen == []


def test_what_a_job_enqueues_runs_too(seen: list[object]) -> None:
    chain.enqueue(3)
    assert run_pending() == 4
    assert seen == [3, 2, 1, 0]


def test_a_job_that_enqueues_itself_for_ever_is_noticed() -> None:
    chain.enqueue(50)
    with pytest.raises(RuntimeError, match="for ever"):
        run_pending(limit=10)


def test_a_key_is_queued_once_while_it_waits(seen: list[object]) -> None:
    note.enqueue(1, key="index:5")
    note.enqueue(1, key="index:5")
    note.enqueue(2, key="index:6")
    run_pending()
    note.enqueue(1, key="index:5")
    run_pending()
    assert seen == [(1,), (2,), (1,)]


def test_a_task_with_a_time_waits_for_it(seen: list[object]) -> None:
    note.enqueue("later", run_at=now() + timedelta(hours=1))
    assert run_pending() == 0
    with frozen(now() + timedelta(hours=2)):
        assert run_pending() == 1
    assert seen == [("later",)]


def test_tasks_run_in_the_order_of_their_times(seen: list[object]) -> None:
    moment = now()
    for hours in (1, 3, 2):
        note.enqueue(hours, run_at=moment - timedelta(hours=hours))
    run_pending()
    assert seen == [(3,), (2,), (1,)]


def test_a_claimed_task_is_nobody_elses() -> None:
    note.enqueue(1)
    assert queue.claim("first") is not None
    assert queue.claim("second") is None


def test_a_failure_is_tried_again_after_a_growing_pause_and_then_kept() -> None:
    broken.enqueue()
    pauses = []
    moment = now()
    for _attempt in range(3):
        with frozen(moment):
            task = queue.claim("worker")
            assert task is not None
            queue.fail(task, ZeroDivisionError(), broken.retries)
            task.refresh_from_db()
            pauses.append(task.run_at - moment)
            moment = task.run_at
    assert timedelta(seconds=5) <= pauses[0] < pauses[1]
    assert Task.objects.get().state == TaskState.FAILED
    with frozen(moment + timedelta(days=1)):
        assert queue.claim("worker") is None


def test_the_pause_between_attempts_has_an_end() -> None:
    assert queue.pause(1) < timedelta(seconds=7)
    assert queue.pause(200) <= queue.LATEST_RETRY * 1.25


def test_an_error_is_kept_without_its_message() -> None:
    broken.enqueue()
    with pytest.raises(ZeroDivisionError):
        run_pending()
    assert Task.objects.get().error.startswith("ZeroDivisionError at kedang.jobs.tests.sample_jobs:")
    assert "138" not in Task.objects.get().error


def test_failed_tasks_get_another_round(seen: list[object]) -> None:
    note.enqueue(1)
    Task.objects.update(state=TaskState.FAILED, attempts=9)
    assert queue.retry_failed() == 1
    run_pending()
    assert seen == [(1,)]


def test_the_work_of_a_silent_worker_elsewhere_is_given_back_after_its_lease(seen: list[object]) -> None:
    note.enqueue(1)
    task = queue.claim(ELSEWHERE)
    assert task is not None
    queue.extend(task, 300)
    assert queue.reap(retries_of) == 0
    with frozen(now() + timedelta(seconds=301)):
        assert queue.reap(retries_of) == 1
        assert run_pending() == 1
    assert seen == [(1,)]


def test_the_work_of_a_dead_process_here_is_given_back_at_once() -> None:
    gone = identity.me().rsplit("/", 2)[0] + "/4194305/1"
    note.enqueue(1)
    queue.claim(gone)
    assert queue.reap(retries_of) == 1
    assert Task.objects.get().state == TaskState.WAITING


def test_a_living_worker_keeps_its_work() -> None:
    note.enqueue(1)
    queue.claim(identity.me())
    assert queue.reap(retries_of) == 0


def test_a_task_that_kills_every_worker_ends_as_failed() -> None:
    broken.enqueue()
    moment = now()
    for _life in range(broken.retries + 1):
        moment += timedelta(hours=1)
        with frozen(moment):
            assert queue.claim(ELSEWHERE) is not None
        with frozen(moment + timedelta(minutes=10)):
            queue.reap(retries_of)
    assert Task.objects.get().state == TaskState.FAILED


def test_a_worker_that_lost_its_lease_can_neither_finish_nor_fail_the_task() -> None:
    note.enqueue(1)
    lost = queue.claim(ELSEWHERE)
    assert lost is not None
    with frozen(now() + timedelta(hours=1)):
        queue.reap(retries_of)
        assert queue.claim("second") is not None
    assert not queue.finish(lost)
    assert not queue.extend(lost, 300)
    queue.fail(lost, ValueError(), 5)
    assert Task.objects.get().worker == "second"
    assert Task.objects.get().state == TaskState.RUNNING


def test_a_task_given_back_gives_way_to_a_newer_one_with_its_key() -> None:
    note.enqueue(1, key="k")
    task = queue.claim("worker")
    assert task is not None
    note.enqueue(1, key="k")
    queue.put_back(task)
    assert Task.objects.filter(state=TaskState.WAITING).count() == 1
    assert Task.objects.count() == 1
