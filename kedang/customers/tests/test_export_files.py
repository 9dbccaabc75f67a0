import csv
import json
import stat
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kedang.core.errors import Invalid
from kedang.customers.export_files import write_list

ROWS = [["编号", "名称"], ["K-1", "ABC公司"], ["K-2", "乐山，“引号”\n换行"]]


def read(path: Path) -> list[list[str]]:
    if path.suffix == ".csv":
        with path.open(encoding="utf-8-sig", newline="") as file:
            return list(csv.reader(file))
    if path.suffix == ".xlsx":
        sheet = openpyxl.load_workbook(path).active
        assert sheet is not None
        return [[str(cell or "") for cell in row] for row in sheet.iter_rows(values_only=True)]
    lines = [json.loads(line) for line in path.read_text().splitlines()]
    return [list(lines[0]), *(list(line.values()) for line in lines)]


@pytest.mark.parametrize("suffix", [".csv", ".xlsx", ".jsonl", ".CSV"])
def test_rows_come_back_from_every_format(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"list{suffix}"
    assert write_list(path, ROWS) == 2
    assert read(path.rename(path.with_suffix(suffix.lower()))) == ROWS


@given(
    cells=st.lists(
        st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"])), min_size=1, max_size=5
    )
)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_csv_keeps_every_text_but_marks_formulas(tmp_path: Path, cells: list[str]) -> None:
    path = tmp_path / "list.csv"
    write_list(path, [["x"] * len(cells), cells])
    for before, after in zip(cells, read(path)[1], strict=True):
        assert after in {before, f"'{before}"}
        assert not after.startswith(("=", "@"))


@pytest.mark.parametrize("cell", ["=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "-2+3+cmd"])
def test_a_spreadsheet_runs_nothing_from_a_csv(tmp_path: Path, cell: str) -> None:
    write_list(tmp_path / "list.csv", [["x"], [cell]])
    assert read(tmp_path / "list.csv")[1] == [f"'{cell}"]


@pytest.mark.parametrize("cell", ["+86 138 0013 8000", "-12.5", "+8613800138000"])
def test_phones_and_numbers_stay_as_they_are(tmp_path: Path, cell: str) -> None:
    write_list(tmp_path / "list.csv", [["x"], [cell]])
    assert read(tmp_path / "list.csv")[1] == [cell]


def test_only_the_owner_can_read_the_file(tmp_path: Path) -> None:
    write_list(tmp_path / "list.csv", ROWS)
    assert stat.S_IMODE((tmp_path / "list.csv").stat().st_mode) == 0o600


def test_a_failure_in_the_middle_leaves_the_old_file_and_no_other(tmp_path: Path) -> None:
    def broken() -> Iterator[list[str]]:
        yield ["a"]
        raise ConnectionError

    path = tmp_path / "list.csv"
    path.write_text("old")
    with pytest.raises(ConnectionError):
        write_list(path, broken())
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("name", ["list.pdf", "list", "nowhere/list.csv"])
def test_what_cannot_be_written_is_refused_with_the_reason(tmp_path: Path, name: str) -> None:
    with pytest.raises(Invalid):
        write_list(tmp_path / name, ROWS)
