"""The second process: asked, gone, killed, and not there at all."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from typing import Any

import psutil
import pytest

from kedang.jobs import beside as module
from kedang.jobs.beside import Beside

LONGEST = 60


@pytest.fixture
def beside(monkeypatch: pytest.MonkeyPatch) -> Iterator[Beside]:
    monkeypatch.setattr(module, "processors", lambda: 2)
    made = Beside()
    assert made.wait(LONGEST)
    yield made
    made.end()


def test_a_function_is_worked_out_in_another_process(beside: Beside) -> None:
    assert ask(beside, sorted, [3, 1, 2], reverse=True).result(LONGEST) == [3, 2, 1]
    assert ask(beside, os.getpid).result(LONGEST) != os.getpid()


def test_what_goes_wrong_there_is_raised_here_and_the_next_question_is_answered(beside: Beside) -> None:
    wrong, right = ask(beside, int, "x"), ask(beside, int, "7")
    with pytest.raises(ValueError, match="invalid literal"):
        wrong.result(LONGEST)
    assert right.result(LONGEST) == 7


def test_killed_it_fails_what_it_was_asked_and_another_takes_its_place(beside: Beside) -> None:
    killed = ask(beside, os.getpid).result(LONGEST)
    waiting = ask(beside, time.sleep, LONGEST)
    os.kill(killed, signal.SIGKILL)
    with pytest.raises((EOFError, OSError)):
        waiting.result(LONGEST)
    assert beside.wait(LONGEST)
    assert ask(beside, os.getpid).result(LONGEST) not in (killed, os.getpid())


def test_it_is_gone_when_it_is_let_go(beside: Beside) -> None:
    process = psutil.Process(ask(beside, os.getpid).result(LONGEST))
    beside.end()
    wait_until(lambda: not process.is_running())


def test_it_ends_with_the_process_that_asked_however_that_ends() -> None:
    """A process that starts one and is killed with -9."""
    told, tell = os.pipe()
    asker = os.fork()
    if not asker:
        module.processors = lambda: 2
        mine = Beside()
        mine.wait(LONGEST)
        os.write(tell, str(ask(mine, os.getpid).result(LONGEST)).encode())
        time.sleep(LONGEST)
        os._exit(0)
    process = psutil.Process(int(os.read(told, 20)))
    os.kill(asker, signal.SIGKILL)
    os.waitpid(asker, 0)
    wait_until(lambda: not process.is_running() or process.status() == psutil.STATUS_ZOMBIE)
    os.close(told)
    os.close(tell)


def test_on_one_processor_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "processors", lambda: 1)
    alone = Beside()
    assert alone.submit(int, "7") is None
    assert not alone.wait(0)


def ask(beside: Beside, function: Callable[..., Any], *args: Any, **options: Any) -> Future[Any]:
    answer = beside.submit(function, *args, **options)
    assert answer is not None
    return answer


def wait_until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + LONGEST
    while not condition():
        assert time.monotonic() < deadline, "it stays"
        time.sleep(0.02)
