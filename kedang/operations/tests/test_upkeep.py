import os
import tempfile
import time
from pathlib import Path

import pytest
from django.db import connections
from pytest_django import Settings

from kedang.operations import upkeep
from kedang.operations.upkeep import NotBuilt

MANIFEST = '{"app.js": "app-1.js"}'


@pytest.fixture
def built(settings: Settings, tmp_path: Path) -> Path:
    """A bundled front end."""
    folder = tmp_path / "kedang" / "static" / "dist"
    folder.mkdir(parents=True)
    (folder / "manifest.json").write_text(MANIFEST)
    (folder / "app-1.js").write_text("one")
    settings.ROOT, settings.STATIC_ROOT = tmp_path / "kedang", tmp_path / "out"
    settings.STATICFILES_DIRS = [tmp_path / "kedang" / "static"]
    return folder


def test_without_a_bundle_it_says_how_to_make_one(settings: Settings, tmp_path: Path) -> None:
    settings.ROOT = tmp_path
    with pytest.raises(NotBuilt, match="make run"):
        upkeep.lay_out_static_files()


def test_static_files_are_laid_out_once_for_each_build(settings: Settings, built: Path) -> None:
    upkeep.lay_out_static_files()
    out = Path(settings.STATIC_ROOT) / "dist"
    assert (out / "app-1.js").read_text() == "one"
    (out / "app-1.js").write_text("kept")
    upkeep.lay_out_static_files()
    assert (out / "app-1.js").read_text() == "kept"
    (built / "manifest.json").write_text('{"app.js": "app-2.js"}')
    (built / "app-2.js").write_text("two")
    (built / "app-1.js").unlink()
    upkeep.lay_out_static_files()
    assert (out / "app-2.js").read_text() == "two"
    assert not (out / "app-1.js").exists()


@pytest.mark.django_db(transaction=True)
def test_nothing_is_done_when_both_databases_are_up_to_date(capsys: pytest.CaptureFixture[str]) -> None:
    assert [upkeep.waiting_migrations(alias) for alias in connections] == [0, 0]
    upkeep.migrate()
    assert capsys.readouterr().out == ""


def test_the_key_store_has_the_vaults_tables_and_the_main_database_all_others() -> None:
    assert upkeep.targets("keys") == [["vault"]]
    assert upkeep.targets("default") == [[]]


def test_temporary_files_are_ours_alone_and_what_was_left_behind_goes(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", None)
    settings.SCRATCH = tmp_path / "scratch"
    settings.SCRATCH.mkdir(mode=0o755)
    for name in ("left", "new"):
        (settings.SCRATCH / name).write_text("ABC公司")
    (settings.SCRATCH / "folder").mkdir()
    (settings.SCRATCH / "folder" / "list.csv").write_text("ABC公司")
    for name in ("left", "folder"):
        os.utime(settings.SCRATCH / name, (time.time() - 7200,) * 2)
    upkeep.claim_scratch()
    assert [path.name for path in settings.SCRATCH.iterdir()] == ["new"]
    assert settings.SCRATCH.stat().st_mode & 0o077 == 0
    with tempfile.NamedTemporaryFile() as made:
        assert Path(made.name).parent == settings.SCRATCH
