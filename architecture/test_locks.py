"""The locks name no host and hold what is asked for; the check bites."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from architecture.source import ROOT, assert_none
from scripts import locks

FILES = (
    "pyproject.toml",
    "requirements.txt",
    "requirements-dev.txt",
    "frontend/package.json",
    "frontend/package-lock.json",
)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    (tmp_path / "frontend").mkdir()
    for name in FILES:
        shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


def test_the_locks_are_in_order() -> None:
    assert_none(locks.problems(ROOT))


def replace(old: str, new: str) -> Callable[[str], str]:
    def change(text: str) -> str:
        assert old in text
        return text.replace(old, new, 1)

    return change


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("requirements.txt", lambda text: "--index-url https://mirror.example/simple\n" + text),
        ("requirements-dev.txt", lambda text: text + "left-pad==1.0\n"),
        ("pyproject.toml", replace('"django>=5.2,<5.3"', '"django>=6"')),
        ("pyproject.toml", replace('"segno>=1.6",', '"segno>=1.6",\n  "unheard-of>=1",')),
        ("pyproject.toml", replace('  "segno>=1.6",\n', "")),
        ("frontend/package-lock.json", replace('"integrity"', '"resolved"')),
        ("frontend/package.json", replace('"htmx.org": "', '"htmx.org": "^9 || ')),
    ],
)
def test_a_bad_lock_is_caught(copy: Path, name: str, change: Callable[[str], str]) -> None:
    path = copy / name
    path.write_text(change(path.read_text()))
    assert locks.problems(copy)
