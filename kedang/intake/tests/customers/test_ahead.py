"""Reading ahead in a second process changes nothing but the time it takes."""

import os
import signal
from collections.abc import Iterator

import pytest

from kedang.customers.contacts import token_of
from kedang.customers.models import ContactPoint, Customer
from kedang.intake import staging
from kedang.intake.customers import ahead
from kedang.intake.customers.reading import ReadRow
from kedang.intake.models import CustomerImport
from kedang.intake.tests.lists import csv_bytes, run_import, upload
from kedang.jobs import beside as module
from kedang.jobs.beside import beside
from kedang.people.models import Person
from kedang.search import tokens
from kedang.search.engines import engine
from kedang.search.kinds import id_range
from kedang.search.matching import needle
from kedang.search.tokens import of_needle

ROWS = [
    [f"远方贸易第{n}有限公司", f"138{n:08d}" if n % 9 else "13x", f"a{n}@example.com", "", "", ""]
    for n in range(60)
]


@pytest.fixture
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(staging, "ROWS_PER_CHUNK", 6)


@pytest.fixture
def second_process(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(module, "processors", lambda: 2)
    assert beside.wait(60)
    tokens.forget()  # remembered from tests with other keys
    yield
    ahead._asked.clear()
    beside.end()


def imported(founder: Person) -> CustomerImport:
    return run_import(upload(csv_bytes(ROWS), founder), founder)


def found(term: str) -> int:
    """How many entries of customers hold the tokens of `term`."""
    match = engine().expression(of_needle(needle(term)))
    return engine().count(match, id_range("customer"), 100)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("small_chunks", "second_process")
def test_rows_read_beside_are_written_like_those_read_here(
    founder: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken: list[ReadRow] = []
    really = ahead._Asked.rows

    def rows(asked: ahead._Asked) -> list[ReadRow]:
        taken.extend(read := really(asked))
        return read

    monkeypatch.setattr(ahead._Asked, "rows", rows)
    made = imported(founder)
    assert len(taken) == 54  # all but the first chunk
    assert (made.created, made.rejected) == (53, 7)
    lasting = made.problems.get(row=20)  # a rejected row keeps its cells for the file of problems
    assert lasting.is_rejected
    point = ContactPoint.objects.get(customer__name=ROWS[58][0], kind="mobile")
    assert bytes(point.token or b"") == token_of("mobile", "+8613800000058")
    assert [found(term) for term in ("第58有限", "yuanf", "00000058", "a58@")] == [1, 53, 1, 1]


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("small_chunks", "second_process")
def test_when_the_second_process_is_killed_the_import_goes_on_alone(
    founder: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    really = ahead._taken
    killed: list[int] = []

    def kill_first(asked: ahead._Asked) -> list[ReadRow] | None:
        if not killed and beside._process is not None:
            killed.append(beside._process.pid)
            os.kill(beside._process.pid, signal.SIGKILL)
            beside._process.wait()
        return really(asked)

    monkeypatch.setattr(ahead, "_taken", kill_first)
    made = imported(founder)
    assert killed
    assert (made.created, made.rejected) == (53, 7)
    assert Customer.objects.count() == 53
