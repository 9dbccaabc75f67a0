"""A real worker process, ended politely and killed."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connection

from kedang.core.clock import now
from kedang.jobs.models import Task
from kedang.jobs.tests.sample_jobs import slow_effect

pytestmark = pytest.mark.django_db(transaction=True)

TASKS = 12
ROOT = Path(__file__).parents[3]


@pytest.fixture(autouse=True)
def effects() -> Iterator[Callable[[], list[tuple[int, str]]]]:
    """What `slow_effect` left in the database."""

    def read() -> list[tuple[int, str]]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT number, step FROM sample_effect ORDER BY number, step")
            return list(cursor.fetchall())

    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE sample_effect (number integer, step varchar(9), UNIQUE (number, step))")
    yield read
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE sample_effect")


@pytest.fixture
def start() -> Iterator[Callable[[], "subprocess.Popen[bytes]"]]:
    """Starts worker processes on this test's database and ends what is left of them."""
    started: list[subprocess.Popen[bytes]] = []

    def run() -> "subprocess.Popen[bytes]":
        wanted = ("ENGINE", "NAME", "USER", "PASSWORD", "HOST", "PORT", "OPTIONS")
        database = {name: connection.settings_dict[name] for name in wanted}
        command = [
            sys.executable,
            "-m",
            "kedang.jobs.tests.worker_process",
            json.dumps({"default": database}, default=str),
        ]
        started.append(subprocess.Popen(command, cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)}))
        return started[-1]

    yield run
    for process in started:
        process.kill()
        process.wait()


def wait_until(condition: Callable[[], bool], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "the worker did not get there"
        time.sleep(0.02)


def test_killing_workers_in_the_middle_of_their_jobs_loses_and_doubles_nothing(
    start: Callable[[], "subprocess.Popen[bytes]"], effects: Callable[[], list[tuple[int, str]]]
) -> None:
    for number in range(TASKS):
        slow_effect.enqueue(number)
    for enough in (3, 11, 17):
        worker = start()
        wait_until(lambda enough=enough: len(effects()) >= enough)  # type: ignore[misc]  # a lambda's default is untyped
        worker.send_signal(signal.SIGKILL)
        worker.wait()
        assert Task.objects.exists()
    start()
    wait_until(lambda: not Task.objects.exists())
    assert effects() == [(number, step) for number in range(TASKS) for step in ("begun", "done")]


def test_a_worker_asked_to_end_finishes_what_it_has_begun_and_leaves_the_rest(
    start: Callable[[], "subprocess.Popen[bytes]"], effects: Callable[[], list[tuple[int, str]]]
) -> None:
    for number in range(TASKS):
        slow_effect.enqueue(number)
    worker = start()
    wait_until(lambda: len(effects()) >= 3)
    worker.terminate()
    assert worker.wait(timeout=30) == 0
    begun = {number for number, _step in effects()}
    assert effects() == [(number, step) for number in sorted(begun) for step in ("begun", "done")]
    assert Task.objects.filter(state="waiting", run_at__lte=now()).count() == TASKS - len(begun)
