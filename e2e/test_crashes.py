"""The server dies in the middle of work and is started again: nothing acknowledged is lost, nothing doubled.

`kill -9` to web, worker and scheduler at once, at moments drawn from a fixed seed. What was left is read past all
pages (e2e/holdings.py).
"""

from __future__ import annotations

import hashlib
import http.client
import io
import json
import os
import random
import re
import sqlite3
import threading
import time
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, suppress
from functools import partial
from typing import Any

import psycopg
import pytest

from e2e.office import PASSWORD
from e2e.sender import Sender, slowly
from e2e.server import Server

EMAIL = "founder@huaxin.example"
LONGEST = (
    240  # seconds until work that goes on is over; a busy machine may be slow, a standstill ends the test
)
ROWS = 2000
Inspect = Callable[..., dict[str, Any]]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = Server(tmp_path_factory.mktemp("crashes") / "data", databases())
    server.command(
        "setup", "--org", "华信客户服务有限公司", "--admin", EMAIL, "--password-stdin",
        given=PASSWORD + "\n",
    )  # fmt: skip
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def founder(office: Server) -> Sender:
    sender = Sender(office)
    sender.sign_in(EMAIL)
    sender.enrol()
    return sender


@pytest.fixture
def inspect(office: Server) -> Inspect:
    def ask(*what: object) -> dict[str, Any]:
        answer: dict[str, Any] = json.loads(office.program("e2e.holdings", *map(str, what)))
        return answer

    return ask


def test_a_customer_import_killed_again_and_again_creates_each_customer_once(
    office: Server, founder: Sender, inspect: Inspect
) -> None:
    moments = random.Random(20260101)
    rows = people("甲", ROWS)
    run = start_list(founder, "客户.csv", rows)
    crash_at(office, run, (1, ROWS // 3, ROWS * 2 // 3), moments)
    wait_for(lambda: progress(office, run)[0] == "done")
    assert_imported(inspect, run, rows)
    assert hits(office, f'"{rows[-1][0]}"') == 1


def test_an_import_ended_in_good_order_goes_on_with_the_next_start(
    office: Server, founder: Sender, inspect: Inspect
) -> None:
    rows = people("乙", ROWS)
    run = start_list(founder, "第二批.csv", rows)
    wait_for(lambda: progress(office, run)[1] > 0)
    assert office.stop() == 0
    assert progress(office, run)[0] == "running"
    office.start()
    wait_for(lambda: progress(office, run)[0] == "done")
    assert_imported(inspect, run, rows)


def test_workers_beside_the_server_double_nothing_also_when_one_dies(
    office: Server, founder: Sender, inspect: Inspect
) -> None:
    workers = [office.beside("worker") for _each in range(2)]
    lists = [people(name, 600) for name in ("丙", "丁", "戊", "己")]
    try:
        runs = [start_list(founder, f"{rows[0][0]}.csv", rows) for rows in lists]
        wait_for(lambda: all(progress(office, run)[1] > 0 for run in runs[:2]))
        workers[0].kill()
        wait_for(lambda: all(progress(office, run)[0] == "done" for run in runs))
    finally:
        for worker in workers:
            worker.terminate()
            worker.wait(60)
    for run, rows in zip(runs, lists, strict=True):
        assert_imported(inspect, run, rows)


def test_an_upload_goes_on_where_it_was_after_a_broken_line_and_each_kill(
    office: Server, founder: Sender, inspect: Inspect
) -> None:
    moments = random.Random(20260102)
    content = random.Random(1).randbytes(48 * 2**20)
    customer = new_customer(founder, "上传公司", "13700000001")
    place = founder.begin_upload(len(content), filename="大文件.bin", customer=customer)
    with suppress(ConnectionAbortedError):
        founder.send(place, 0, cut(content, 3 * 2**20), len(content))
    wait_for(lambda: founder.offset_of(place).offset > 0)
    acknowledged = settled(founder, place)  # the line broke, the server did not
    assert acknowledged <= 3 * 2**20
    for part in (0.1, 0.4, 0.7):
        target = int(len(content) * part)
        piece = founder.send(place, acknowledged, content[acknowledged:target])  # answered: it is safe
        assert piece.offset == target
        with broken_by_a_crash(office, moments.uniform(0.05, 0.6)):
            founder.send(place, target, slowly(content[target:], 0.01), len(content) - target)
        resumed = founder.offset_of(place).offset
        assert target <= resumed <= len(content)
        acknowledged = resumed
    last = founder.send(place, acknowledged, content[acknowledged:])
    assert last.offset == len(content)
    assert last.told("document")
    assert founder.get(last.place + "file/").body == content
    assert founder.offset_of(place).offset == len(content)  # asking again files nothing twice
    assert_arrived_once(inspect, "大文件.bin", content)


def test_what_had_arrived_when_the_server_died_is_filed_without_the_sender(
    office: Server, founder: Sender, inspect: Inspect
) -> None:
    content = random.Random(2).randbytes(16 * 2**20)
    customer = new_customer(founder, "离线公司", "13700000002")
    place = founder.begin_upload(len(content), filename="无人继续.bin", customer=customer)
    sending = threading.Thread(target=suppressed, args=(lambda: founder.send(place, 0, content),))
    sending.start()
    wait_for(
        lambda: (
            one(office, 'SELECT max("offset") FROM documents_upload WHERE done_at IS NULL') == len(content)
        )
    )
    crash(office)
    sending.join()
    inspect("hurry")
    wait_for(lambda: one(office, "SELECT count(*) FROM documents_upload WHERE done_at IS NULL") == 0)
    assert_arrived_once(inspect, "无人继续.bin", content)
    assert founder.offset_of(place).offset == len(content)  # a late sender hears that all is well
    assert_arrived_once(inspect, "无人继续.bin", content)


def test_a_folder_import_killed_again_and_again_files_each_file_once_and_reads_it(
    office: Server, founder: Sender, inspect: Inspect
) -> None:
    moments = random.Random(20260103)
    files = folder_of_files()
    for number, name in enumerate(sorted({path.partition("/")[0] for path in files}), start=3):
        new_customer(founder, name, f"1370000000{number}")
    import_id = start_folder(founder, zipped(files))
    run = one(office, f"SELECT run_id FROM intake_folderimport WHERE id = {import_id}")
    crash_at(office, run, (1, len(files) // 3, len(files) * 2 // 3), moments)
    wait_for(lambda: progress(office, run)[0] == "done")
    crash(office)  # while texts are being read
    wait_for(lambda: one(office, "SELECT count(*) FROM documents_document WHERE read_state = 'waiting'") == 0)
    told = inspect("folder", import_id)
    distinct = {(path.partition("/")[0], content) for path, content in files.items()}
    twins = len(files) - len(distinct)
    assert told["state"] == "done"
    assert told["items"] == {"filed": len(distinct), "duplicate": twins}
    assert told["figures"] == [len(distinct), twins, 0, 0]
    assert told["each filed once"]
    assert told["contents"] == sorted(hashlib.sha256(content).hexdigest() for _name, content in distinct)
    assert told["reading"] == {"read": len(distinct)}
    assert told["filed events"]
    assert told["indexed"]
    assert hits(office, "崩溃后仍在的一句话7号") == 3  # one of each customer


def test_after_all_of_it_nothing_waits_no_number_is_missing_and_a_day_later_all_still_opens(
    office: Server, inspect: Inspect
) -> None:
    wait_for(lambda: one(office, "SELECT count(*) FROM jobs_task WHERE state <> 'waiting'") == 0)
    assert office.stop() == 0
    assert not [task for task in inspect("tasks")["left"] if "running" in task or "failed" in task]
    assert inspect("numbers") == {"gaps": [], "without record": [], "without allocation": []}
    told = inspect("sweep")
    assert not {what: count for what, count in told["lost"].items() if count}
    office.start()


def databases() -> dict[str, str]:
    """SQLite unless KEDANG_TEST_DB says otherwise."""
    if os.environ.get("KEDANG_TEST_DB") != "postgres":
        return {}
    address = os.environ["KEDANG_TEST_POSTGRES"]  # started by the settings of the tests
    names = {"KEDANG_DATABASE_URL": "crashes", "KEDANG_KEYS_DATABASE_URL": "crashes_keys"}
    with closing(psycopg.connect(f"{address}/postgres", autocommit=True)) as cluster:
        for name in names.values():
            cluster.execute(f"DROP DATABASE IF EXISTS {name}".encode())
            cluster.execute(f"CREATE DATABASE {name}".encode())
    return {variable: f"{address}/{name}" for variable, name in names.items()}


def assert_imported(inspect: Inspect, run: int, rows: list[tuple[str, str, str]]) -> None:
    told = inspect("customers", run)
    assert told["state"] == "done"
    assert told["created"] == len(rows)
    assert told["others"] == [0, 0, 0]
    assert told["names"] == sorted(name for name, _mobile, _email in rows)
    assert told["numbers"] == len(rows)
    assert sorted(value.replace(" ", "")[-11:] for value in told["points"] if "@" not in value) == sorted(
        mobile for _name, mobile, _email in rows
    )
    assert sorted(value for value in told["points"] if "@" in value) == sorted(
        email for *_name, email in rows
    )
    assert told["registered"]
    assert told["indexed"]


def assert_arrived_once(inspect: Inspect, name: str, content: bytes) -> None:
    told = inspect("upload", name)
    assert told["contents"] == [hashlib.sha256(content).hexdigest()]
    assert told["versions"] == [1]
    assert told["filed events"]
    assert told["open"] == 0


def crash(office: Server) -> None:
    office.kill()
    office.start()


def crash_at(office: Server, run: int, marks: Sequence[int], moments: random.Random) -> None:
    """Each time so many items are done, and a little later, somewhere in a chunk."""
    for mark in marks:
        wait_for(partial(reached, office, run, mark))
        time.sleep(moments.uniform(0, 0.3))
        office.kill()
        assert mark != marks[0] or progress(office, run)[0] == "running", "it was over before the first kill"
        office.start()


def reached(office: Server, run: int, mark: int) -> bool:
    return progress(office, run)[1] >= mark


def cut(content: bytes, after: int) -> Iterator[bytes]:
    """The line breaks there."""
    yield content[:after]
    raise ConnectionAbortedError


def settled(founder: Sender, place: str) -> int:
    """What is kept, once the request that lost its line has put it away."""
    before = -1
    while (now := founder.offset_of(place).offset) != before:
        before = now
        time.sleep(0.5)
    return now


class broken_by_a_crash:  # noqa: N801  # reads as a sentence
    """What is sent inside breaks off: the server is killed after a while, and started again."""

    def __init__(self, office: Server, after: float) -> None:
        self._office = office
        self._timer = threading.Timer(after, office.kill)

    def __enter__(self) -> None:
        self._timer.start()

    def __exit__(self, kind: type[BaseException] | None, *_rest: object) -> bool:
        self._timer.join()
        self._office.start()
        assert kind is not None, "it was sent before the server died"
        return issubclass(kind, OSError | http.client.HTTPException)


def suppressed(deed: Callable[[], object]) -> None:
    with suppress(OSError, http.client.HTTPException):
        deed()


def people(surname: str, count: int) -> list[tuple[str, str, str]]:
    start = ord(surname) % 1000 * 10_000
    return [
        (f"{surname}方贸易第{n}有限公司", f"139{start + n:08d}", f"contact{start + n}@example.com")
        for n in range(count)
    ]


def start_list(founder: Sender, name: str, rows: list[tuple[str, str, str]]) -> int:
    """Upload a list, accept its columns, begin; the run."""
    lines = ["客户名称,手机,邮箱", *(",".join(row) for row in rows)]
    place = founder.post_file("/intake/customers/", name, "\n".join(lines).encode()).place
    assert place.startswith("/intake/customers/"), place
    columns = [(f"column-{at}", target) for at, target in enumerate(("name", "mobile", "email"))]
    matches = [("match_by", field) for field in ("match_key", "phone", "email")]
    begun = founder.post(
        f"{place}choices/", *columns, *matches, mode="both", lenience="refuse", owner="me", start="1"
    )
    assert begun.status == 302, begun.body.decode()
    query = f"SELECT run_id FROM intake_customerimport WHERE id = {number_in(place)}"
    return int(one(founder.server, query))


def start_folder(founder: Sender, content: bytes) -> int:
    place = founder.post("/intake/folders/").place
    sent = founder.begin_upload(
        len(content), purpose="folder_import", filename="客户资料.zip", **{"import": str(number_in(place))}
    )
    assert founder.send(sent, 0, content).status == 204
    for step in ("place", "start"):
        assert founder.post(f"{place}{step}/").status == 302
    return number_in(place)


def new_customer(founder: Sender, name: str, mobile: str) -> str:
    office = founder.server
    run = start_list(founder, "一位.csv", [(name, mobile, "")])
    wait_for(lambda: progress(office, run)[0] == "done")
    return str(one(office, f"SELECT id FROM customers_customer WHERE run_id = {run}"))


def folder_of_files() -> dict[str, bytes]:
    """Texts of three customers, each with some files twice under another name."""
    files: dict[str, bytes] = {}
    for name in ("崩溃测试东公司", "崩溃测试西公司", "崩溃测试南公司"):
        for number in range(60):
            text = f"{name}的第{number}份材料：崩溃后仍在的一句话{number}号。\n" * 40
            files[f"{name}/合同/材料{number:03d}.txt"] = text.encode()
            if number % 20 == 0:
                files[f"{name}/沟通记录/又一份{number:03d}.txt"] = text.encode()
    return files


def zipped(files: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in files.items():
            archive.writestr(path, content)
    return packed.getvalue()


def progress(office: Server, run: int) -> tuple[str, int]:
    """State and items done of a run, whether the server lives or not."""
    state, done = row(office, f"SELECT state, done FROM access_run WHERE id = {run}")
    return str(state), int(done)


def one(office: Server, query: str) -> Any:
    return row(office, query)[0]


def row(office: Server, query: str) -> tuple[Any, ...]:
    if address := office.environment.get("KEDANG_DATABASE_URL"):
        with closing(psycopg.connect(address)) as database:
            return database.execute(query.encode()).fetchone() or ()
    with closing(sqlite3.connect(office.data / "kedang.sqlite3", timeout=30)) as database:
        found: tuple[Any, ...] = database.execute(query).fetchone()
        return found


def hits(office: Server, query: str) -> int:
    found = json.loads(office.command("search", query, "--as", EMAIL, "--json"))
    return sum(len(group["items"]) for group in found.values())


def number_in(place: str) -> int:
    (found,) = re.findall(r"/(\d+)/", place)
    return int(found)


def wait_for(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + LONGEST
    while not condition():
        assert time.monotonic() < deadline, "the work stands still"
        time.sleep(0.05)
