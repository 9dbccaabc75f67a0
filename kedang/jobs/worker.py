"""The process that runs tasks: some threads of work, one of heartbeats, one that reaps and schedules."""

import logging
import threading
import time
from collections.abc import Callable

from django.db import close_old_connections, connections, transaction
from django.utils import translation
from django.utils.module_loading import import_string

from kedang.jobs import Job, identity, queue, schedule
from kedang.jobs.models import Task

log = logging.getLogger(__name__)

POLL = 0.5  # seconds a queued task waits at most, when a thread is free
HEARTBEAT = 5.0
REAP = 2.0
GRACE = 25.0

stop_asked = threading.Event()


class Worker:
    """`run()` returns after `stop()`, when the running tasks have ended or the grace is over."""

    def __init__(self, threads: int = 2) -> None:
        self._me = identity.me()
        self._running: dict[int, tuple[Task, Job]] = {}
        self._lock = threading.Lock()
        self._workers = [
            threading.Thread(target=self._work, name=f"job-{n}", daemon=True) for n in range(threads)
        ]
        self._helpers = [
            threading.Thread(target=self._repeat, args=(step, pause), name=name, daemon=True)
            for name, step, pause in (
                ("heartbeat", self._beat, HEARTBEAT),
                ("scheduler", self._look_after, REAP),
            )
        ]

    def run(self) -> None:
        stop_asked.clear()
        for thread in (*self._helpers, *self._workers):
            thread.start()
        while not stop_asked.wait(1):
            pass
        deadline = time.monotonic() + GRACE
        for thread in self._workers:
            thread.join(max(0.0, deadline - time.monotonic()))
        self._give_back()

    def stop(self) -> None:
        stop_asked.set()

    def _work(self) -> None:
        translation.activate("zh-hans")
        while not stop_asked.is_set():
            if not _safely(self._step):
                stop_asked.wait(POLL)
        connections.close_all()

    def _step(self) -> bool:
        """One task from the queue; false when there is none."""
        close_old_connections()
        task = queue.claim(self._me)
        if task is None:
            return False
        self._execute(task)
        return True

    def _execute(self, task: Task) -> None:
        try:
            job = find(task.job)
        except ImportError as error:
            queue.fail(task, error, retries=0)
            return
        with self._lock:
            self._running[task.pk] = (task, job)
        try:
            job(*task.args)
        except Exception as error:
            log.exception("job %s failed, attempt %d", task.job, task.attempts)
            queue.fail(task, error, job.retries, tell_given_up)
        else:
            queue.finish(task)
        finally:
            with self._lock:
                self._running.pop(task.pk, None)

    def _repeat(self, step: Callable[[], None], pause: float) -> None:
        while not stop_asked.is_set() or self._running:
            _safely(step)
            stop_asked.wait(pause) if not stop_asked.is_set() else time.sleep(0.1)
        connections.close_all()

    def _beat(self) -> None:
        with self._lock:
            running = list(self._running.values())
        for task, job in running:
            queue.extend(task, job.lease)

    def _look_after(self) -> None:
        close_old_connections()
        if stop_asked.is_set():
            return
        queue.reap(retries_of, tell_given_up)
        if schedule.lead(self._me):
            schedule.tick()

    def _give_back(self) -> None:
        """What did not end in time runs again elsewhere."""
        schedule.resign(self._me)
        with self._lock:
            running = list(self._running.values())
        for task, _job in running:
            queue.put_back(task)


def find(name: str) -> Job:
    found = import_string(name)
    if not isinstance(found, Job):
        raise ImportError(f"{name} is not a job")
    return found


def retries_of(name: str) -> int:
    try:
        return find(name).retries
    except ImportError:
        return 0


def tell_given_up(task: Task) -> None:
    """Have the job say so; in the transaction in which the task fails, which its own failure does not undo."""
    try:
        consequence = find(task.job).consequence
        if consequence is not None:
            with transaction.atomic():
                consequence(*task.args)
    except Exception:
        log.exception("what follows when %s is given up failed", task.job)


def run_pending(*, limit: int) -> int:
    me = identity.me()
    done = 0
    while task := queue.claim(me):
        if done == limit:
            raise RuntimeError(f"more than {limit} tasks: does a job enqueue itself for ever?")
        try:
            find(task.job)(*task.args)
        except BaseException as error:
            queue.fail(task, error, retries_of(task.job), tell_given_up)
            raise
        queue.finish(task)
        done += 1
    return done


def _safely(step: Callable[[], bool | None]) -> bool:
    """A database that is away for a while does not end the worker."""
    try:
        return bool(step())
    except Exception:
        log.exception("worker step failed; trying again")
        close_old_connections()
        return False
