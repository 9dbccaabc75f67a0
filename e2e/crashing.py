"""How a server is killed in the midst of work, and what is asked of it afterwards."""

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

from e2e.sender import Sender
from e2e.server import Server

EMAIL = "founder@huaxin.example"
LONGEST = (
    240  # seconds until work that goes on is over; a busy machine may be slow, a standstill ends the test
)
ROWS = 2000
Inspect = Callable[..., dict[str, Any]]


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
