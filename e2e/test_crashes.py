"""The server dies in the middle of work and is started again: nothing acknowledged is lost, nothing doubled.

`kill -9` to web, worker and scheduler at once, at moments drawn from a fixed seed. What was left is read past all
pages (e2e/holdings.py).
"""

from __future__ import annotations

import hashlib
import json
import random
import threading
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest

from e2e.crashing import (
    EMAIL,
    ROWS,
    Inspect,
    assert_arrived_once,
    assert_imported,
    broken_by_a_crash,
    crash,
    crash_at,
    cut,
    databases,
    folder_of_files,
    hits,
    new_customer,
    one,
    people,
    progress,
    settled,
    start_folder,
    start_list,
    suppressed,
    wait_for,
    zipped,
)
from e2e.office import PASSWORD
from e2e.sender import Sender, slowly
from e2e.server import Server


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
