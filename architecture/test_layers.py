"""A room imports only from rooms below it. `make check` asks import-linter; here it is seen to bite."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from architecture.source import PACKAGE, ROOT

pytestmark = pytest.mark.xdist_group("layers")
LINTER = Path(sys.executable).parent / "lint-imports"


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [LINTER, "--no-cache"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": "/usr/bin:/bin"},
    )


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("house")
    ignore = shutil.ignore_patterns(
        "static", "templates", "locale", "__pycache__", "data", "tests", "migrations"
    )
    shutil.copytree(PACKAGE, folder / "kedang", ignore=ignore)
    shutil.copy(ROOT / ".importlinter", folder)
    return folder


def test_the_rooms_are_in_order(house: Path) -> None:
    done = lint(house)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("path", "text", "said"),
    [
        (
            "vault/planted.py",
            "from kedang.customers import apps\n",
            "kedang.vault is not allowed to import kedang.customers",
        ),
        ("cellar/__init__.py", "", "kedang.cellar"),
    ],
)
def test_an_import_upwards_and_an_unknown_room_are_caught(
    house: Path, path: str, text: str, said: str
) -> None:
    planted = house / "kedang" / path
    planted.parent.mkdir(exist_ok=True)
    planted.write_text(text)
    try:
        done = lint(house)
    finally:
        planted.unlink()
        if not any(planted.parent.iterdir()):
            planted.parent.rmdir()
    assert done.returncode == 1
    assert said in done.stdout
