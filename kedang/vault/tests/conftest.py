from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import Settings

from kedang import vault


@pytest.fixture(autouse=True)
def own_places(settings: Settings, tmp_path: Path, db: None) -> Iterator[Path]:
    """Each test has a master key and blobs of its own."""
    settings.MASTER_KEY_FILE = tmp_path / "master.key"
    settings.BLOBS = tmp_path / "blobs"
    vault.forget()
    yield tmp_path
    vault.forget()
