"""A process killed with -9 at every point between the two stores (crash_process.py)."""

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from kedang.vault.tests.crash_process import BEFORE

ROOT = Path(__file__).parents[3]
SAVED = {str(number): f"record {number}" for number in range(1, BEFORE + 1)}


def process(folder: Path, what: str, point: str = "-") -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "kedang.vault.tests.crash_process", str(folder), what, point]
    return subprocess.run(
        command,
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )


def killed(folder: Path, what: str, point: str) -> list[str]:
    """What it acknowledged before it was killed."""
    done = process(folder, what, point)
    assert done.returncode == -signal.SIGKILL, done.stderr
    return done.stdout.split()


def found(folder: Path) -> dict[str, Any]:
    done = process(folder, "inspect")
    assert done.returncode == 0, done.stderr
    result: dict[str, Any] = json.loads(done.stdout)
    return result


@pytest.fixture(scope="module")
def folder_with_nothing(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("empty")
    assert process(folder, "prepare").returncode == 0
    return folder


@pytest.fixture(scope="module")
def folder_with_records(folder_with_nothing: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = copy(folder_with_nothing, tmp_path_factory.mktemp("full") / "records")
    done = process(folder, "record", "never")
    assert done.returncode == 0, done.stderr
    return folder


def copy(folder: Path, target: Path) -> Path:
    return Path(shutil.copytree(folder, target))


@pytest.mark.parametrize(
    ("point", "stray_blobs"),
    [("keys committed", 0), ("blob half written", 0), ("blob written", 1), ("row inserted", 1)],
)
def test_what_was_acknowledged_survives_and_what_was_not_is_swept(
    folder_with_nothing: Path, tmp_path: Path, point: str, stray_blobs: int
) -> None:
    folder = copy(folder_with_nothing, tmp_path / "data")
    assert killed(folder, "record", point) == list(SAVED)
    result = found(folder)
    assert result["records"] == result["records_after"] == SAVED
    assert (result["swept_keys"], result["swept_blobs"]) == (2, stray_blobs)
    assert result["files_after"] == len(SAVED)


def test_a_crash_after_the_commit_takes_nothing_away(folder_with_nothing: Path, tmp_path: Path) -> None:
    folder = copy(folder_with_nothing, tmp_path / "data")
    killed(folder, "record", "committed")
    result = found(folder)
    assert result["records_after"] == SAVED | {str(BEFORE + 1): f"record {BEFORE + 1}"}
    assert (result["swept_keys"], result["swept_blobs"]) == (0, 0)


@pytest.mark.parametrize("point", ["0 batches", "1 batches", "3 batches", "the end"])
def test_a_killed_rotation_of_the_store_key_is_finished_later(
    folder_with_records: Path, tmp_path: Path, point: str
) -> None:
    folder = copy(folder_with_records, tmp_path / "data")
    killed(folder, "rotate_store_key", point)
    result = found(folder)
    assert len(result["records"]) == BEFORE + 1
    assert result["records"] == result["records_after"]
    assert "destroyed" not in result["records"].values()
    assert result["store_keys"] == 1


@pytest.mark.parametrize("point", ["new file beside", "key store re-wrapped", "file replaced"])
def test_a_killed_rotation_of_the_master_key_leaves_a_key_that_fits(
    folder_with_records: Path, tmp_path: Path, point: str
) -> None:
    folder = copy(folder_with_records, tmp_path / "data")
    killed(folder, "rotate_master", point)
    result = found(folder)
    assert len(result["records_after"]) == BEFORE + 1
    assert "destroyed" not in result["records_after"].values()


@pytest.mark.parametrize(("point", "resumed"), [("intended", 1), ("deleted", 1), ("confirmed", 0)])
def test_a_killed_destruction_is_finished_and_destroys_nothing_else(
    folder_with_records: Path, tmp_path: Path, point: str, resumed: int
) -> None:
    folder = copy(folder_with_records, tmp_path / "data")
    killed(folder, "destroy", point)
    result = found(folder)
    assert result["resumed"] == resumed
    assert result["unconfirmed"] == 0
    assert [number for number, text in result["records_after"].items() if text == "destroyed"] == ["2"]


def test_destroyed_and_replaced_keys_are_in_no_byte_of_the_key_stores_files(
    folder_with_records: Path, tmp_path: Path
) -> None:
    folder = copy(folder_with_records, tmp_path / "data")
    doomed = wrapped(folder, "SELECT wrapped FROM vault_key WHERE owner = 'customer:2'")
    old_store_key = wrapped(folder, "SELECT wrapped FROM vault_storekey")
    kept = wrapped(folder, "SELECT wrapped FROM vault_key WHERE owner = 'customer:1'")
    assert all(key in stored_bytes(folder) for key in doomed + old_store_key + kept)
    assert process(folder, "destroy", "never").returncode == 0
    assert not any(key in stored_bytes(folder) for key in doomed)
    assert all(key in stored_bytes(folder) for key in kept)
    assert process(folder, "rotate_store_key", "9 batches").returncode == 0
    assert not any(key in stored_bytes(folder) for key in doomed + old_store_key + kept)


def wrapped(folder: Path, query: str) -> list[bytes]:
    with closing(sqlite3.connect(folder / "keys.sqlite3")) as connection:
        return [bytes(row[0]) for row in connection.execute(query)]


def stored_bytes(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.glob("keys.sqlite3*"))
