"""Migrated SQLite databases kept between test runs: migrating anew took each process longer than most rooms' tests.

What is kept is named by all migrations and what they load, so a change of either makes a new one.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterable
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / ".pytest_cache" / "migrated"
_LOADED = ("kedang/access/presets.py", "kedang/access/words.py")


def bring(databases: Iterable[tuple[str, Path]]) -> bool:
    """Copy what is kept for each (alias, file). False: nothing kept, they have to be migrated from nothing."""
    here = _place()
    if not here.is_dir():
        return False
    for alias, file in databases:
        shutil.copyfile(here / alias, file)
    return True


def keep(databases: Iterable[tuple[str, Path]]) -> None:
    """Several processes may do so at once: the first that is ready wins."""
    here = _place()
    if here.exists():
        return
    making = here.with_name(f"{here.name}-{os.getpid()}")
    making.mkdir(parents=True)
    for alias, file in databases:
        with sqlite3.connect(file) as connection:
            connection.execute("VACUUM INTO ?", [str(making / alias)])
        connection.close()
    try:
        making.rename(here)
    except OSError:  # another was quicker
        shutil.rmtree(making)
    _forget_others(here)


def _place() -> Path:
    digest = sha256("".join(version(name) for name in ("django", "django-allauth")).encode())
    for file in [*sorted(ROOT.glob("kedang/*/migrations/*.py")), *(ROOT / name for name in _LOADED)]:
        digest.update(str(file.relative_to(ROOT)).encode() + file.read_bytes())
    return KEPT / digest.hexdigest()[:20]


def _forget_others(here: Path) -> None:
    for other in KEPT.iterdir():
        if other.name[:20] != here.name:
            shutil.rmtree(other, ignore_errors=True)
