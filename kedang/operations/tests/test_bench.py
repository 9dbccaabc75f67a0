from pathlib import Path

import pytest

from kedang.operations.bench import limits, material, pages, recognition, run, segments, timeline, zipping
from kedang.operations.bench.figures import Figure, Watch, print_table, rate


@pytest.mark.django_db(transaction=True)
def test_every_figure_is_measured(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(run.SIZES, "tiny", (20, 8))
    monkeypatch.setitem(run.COUNTED, "tiny", 30)
    monkeypatch.setitem(run.ENTRIES, "tiny", 30)
    monkeypatch.setattr(timeline, "_DEEP", 10)
    monkeypatch.setitem(run.COMPARED, "tiny", 40)
    monkeypatch.setattr(run, "MERGED", 4)
    monkeypatch.setattr(run, "_ROUNDS", 2)
    for module in (pages, segments, timeline):
        monkeypatch.setattr(module, "_ROUNDS", 2)
    monkeypatch.setattr(zipping, "_SIZE", 2**20)
    monkeypatch.setattr(recognition, "_PAGE", (900, 120))
    run.run("tiny", 4, True, tmp_path)
    shown = capsys.readouterr().out
    titles = (
        "Import",
        "Ingest",
        "Archive",
        "Pages as a salesman",
        "Ledger",
        "Vault",
        "Zip",
        "Recognition",
        "Quality",
        "Merging",
        "Duplicates",
    )
    for title in titles:
        assert f"## {title}" in shown
    values = [line.split("|")[2].strip() for line in shown.splitlines() if line.startswith("| ")]
    assert values.count("Kedang") == 16  # the tables' heads
    assert len(values) == 79
    assert "8 documents, of which 4 ingested for real" in shown
    assert all(values)


def test_the_material_is_the_same_in_every_run() -> None:
    first, second = (list(material.customers(30, [1, 2], 3)) for _ in range(2))
    assert first == second
    assert len({each.facts["name"] for each in first}) == 30
    assert [each.owner_id for each in first[:4]] == [1, 2, 1, 2]
    assert material.document(2)[1].startswith(b"%PDF")
    assert material.document(3)[1].decode() == material.text(3)


def test_percentiles_are_in_milliseconds() -> None:
    watch = Watch([number / 1000 for number in range(1, 102)])
    assert watch.percentile(50) == pytest.approx(51)
    assert watch.percentile(95) == pytest.approx(96)
    assert Watch([0.5]).percentile(95) == 500


def test_a_table_reads_as_markdown(capsys: pytest.CaptureFixture[str]) -> None:
    print_table("Import", [Figure("customers", rate(3000, 2), "9,000/s", "≥ 1,000/s")])
    assert "| customers | 1,500/s | 9,000/s | ≥ 1,000/s |" in capsys.readouterr().out


def test_the_limit_of_writing_leaves_no_files(tmp_path: Path) -> None:
    assert limits.fsync_seconds(tmp_path, 1000, 3) > 0
    assert list(tmp_path.iterdir()) == []
