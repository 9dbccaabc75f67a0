"""Jobs for the tests; a worker process of their own imports them too."""

import time

from django.db import connection

from kedang.jobs import every, job

seen: list[object] = []


@job()
def note(*values: object) -> None:
    seen.append(values)


@job(retries=2)
def broken() -> None:
    seen.append("broken")
    raise ZeroDivisionError("a message with 13800138000 in it")


@job()
def chain(count: int) -> None:
    seen.append(count)
    if count:
        chain.enqueue(count - 1)


@every(60)
@job()
def each_minute() -> None:
    seen.append("minute")


@every("02:30")
@job()
def nightly() -> None:
    seen.append("night")


@job(retries=50)
def slow_effect(number: int) -> None:
    """Two steps with a pause between, each of which may have happened before."""
    _once(number, "begun")
    time.sleep(0.15)
    _once(number, "done")


def _once(number: int, step: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO sample_effect (number, step) VALUES (%s, %s) ON CONFLICT DO NOTHING", [number, step]
        )
