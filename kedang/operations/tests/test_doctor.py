from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytest_django import Settings

from kedang import vault
from kedang.operations import doctor
from kedang.operations.doctor import FAILURE, GOOD, WARNING, Finding
from kedang.search.models import Rebuild

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def sound(settings: Settings, tmp_path: Path) -> Path:
    """A healthy installation of its own."""
    data = tmp_path / "data"
    data.mkdir(mode=0o700)
    settings.DATA, settings.BLOBS = data, data / "blobs"
    settings.MASTER_KEY_FILE = tmp_path / "elsewhere" / "master.key"
    vault.forget()
    vault.check()
    return data


def grades(check: Callable[[], Iterator[Finding]]) -> set[str]:
    return {finding.grade for finding in check()}


def test_a_healthy_installation_has_no_failure(capsys: pytest.CaptureFixture[str]) -> None:
    assert doctor.report() == 0
    assert FAILURE not in capsys.readouterr().out


def test_any_failure_makes_the_exit_code_1(sound: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sound.chmod(0o755)
    assert doctor.report() == 1
    assert "chmod 700" in capsys.readouterr().out


def test_a_missing_data_folder_is_told(settings: Settings, tmp_path: Path) -> None:
    settings.DATA = tmp_path / "nowhere"
    assert grades(doctor.data_folder) == {FAILURE}


def test_a_master_key_others_can_read_is_told(settings: Settings) -> None:
    Path(settings.MASTER_KEY_FILE).chmod(0o644)
    assert FAILURE in grades(doctor.master_key)


def test_a_wrong_master_key_is_told(settings: Settings) -> None:
    settings.MASTER_KEY = "A" * 43 + "="
    assert grades(doctor.master_key) == {FAILURE}


def test_a_master_key_beside_the_data_is_a_warning(settings: Settings, sound: Path) -> None:
    moved = sound / "master.key"
    Path(settings.MASTER_KEY_FILE).rename(moved)
    settings.MASTER_KEY_FILE = moved
    assert grades(doctor.master_key) == {WARNING, GOOD}


def test_waiting_migrations_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor.upkeep, "waiting_migrations", lambda _alias: 3)  # type: ignore[attr-defined]  # a module
    assert grades(doctor.databases) == {FAILURE}


def test_both_databases_are_looked_at() -> None:
    assert [finding.grade for finding in doctor.databases()] == [GOOD, GOOD]


def test_little_free_space_is_a_warning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "LEAST_FREE", 2**62)
    assert grades(doctor.free_space) == {WARNING}


def test_a_blob_folder_that_cannot_be_made_is_told(settings: Settings) -> None:
    settings.BLOBS = Path(settings.MASTER_KEY_FILE) / "blobs"
    assert grades(doctor.blobs) == {FAILURE}


def test_missing_fonts_are_a_warning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert grades(doctor.fonts) == {WARNING}


def test_a_search_index_that_is_being_rebuilt_is_told() -> None:
    assert grades(doctor.search_index) == set()
    Rebuild.objects.create(pk=1, below=1, done=1, total=4)
    [finding] = doctor.search_index()
    assert finding.grade == WARNING
    assert "25%" in finding.text
    assert "kedang reindex" in finding.text
