"""Work that outlives a request: queue, lease, retry, schedule.

`@job()` makes a function of JSON arguments a job, `@every("02:30")` above it gives it a time;
`fn.enqueue(…)` joins the caller's transaction. A job may run again after a crash: it is idempotent.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import update_wrapper
from typing import Any

JsonValue = Any  # what json.dumps takes

Verb = Callable[..., None]


class Job:
    """A function the worker can run; calling it runs it here and now."""

    def __init__(self, verb: Verb, *, retries: int = 5, lease: int = 300) -> None:
        self.verb = verb
        self.name = f"{verb.__module__}.{verb.__qualname__}"
        self.retries = retries
        self.lease = lease
        self.rule: int | str | None = None
        self.consequence: Verb | None = None
        update_wrapper(self, verb)

    def __call__(self, *args: JsonValue, **options: JsonValue) -> None:
        self.verb(*args, **options)

    def given_up(self, verb: Verb) -> Verb:
        """What is done, with the same arguments, once no attempt is left: say so where somebody waits for it."""
        self.consequence = verb
        return verb

    def enqueue(self, *args: JsonValue, run_at: datetime | None = None, key: str | None = None) -> None:
        """Queue a run; it exists once the caller's transaction commits.

        While a task of this job with the same `key` waits, another is not added.
        """
        from kedang.jobs import queue

        queue.enqueue(self, args, run_at=run_at, key=key)


def job(*, retries: int = 5, lease: int = 300) -> Callable[[Verb], Job]:
    """`lease`: seconds after which the work of a silent worker is given to another."""
    return lambda verb: Job(verb, retries=retries, lease=lease)


def every(rule: int | str) -> Callable[[Job], Job]:
    """When the scheduler enqueues a job listed in `config/schedule.py`.

    Seconds (`60`), a time of day (`"02:30"`), or a weekday and time (`"sun 04:00"`), office time.
    """

    def give(scheduled: Job) -> Job:
        scheduled.rule = rule
        return scheduled

    return give


def run_pending(*, limit: int = 10_000) -> int:
    """Run in this process what is due, and what that enqueues; for tests. A failure is raised."""
    from kedang.jobs import worker

    return worker.run_pending(limit=limit)


def stopping() -> bool:
    """True when the worker was asked to end: a long job enqueues its rest and returns."""
    from kedang.jobs import worker

    return worker.stop_asked.is_set()
