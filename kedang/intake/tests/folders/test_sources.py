import os
from pathlib import Path

import pytest

from kedang.intake.folders.sources import CannotTake, _from_directory


def test_a_file_below_the_directory_is_read(tmp_path: Path) -> None:
    (tmp_path / "ABC公司" / "合同").mkdir(parents=True)
    (tmp_path / "ABC公司" / "合同" / "a.txt").write_bytes(b"text")
    assert b"".join(_from_directory(tmp_path, "ABC公司/合同/a.txt")) == b"text"


@pytest.mark.parametrize("member", ["folder/secret", "link", "pipe", "../outside/secret", "gone"])
def test_what_became_a_link_or_a_pipe_after_listing_is_refused(tmp_path: Path, member: str) -> None:
    root, outside = tmp_path / "root", tmp_path / "outside"
    root.mkdir()
    outside.mkdir()
    (outside / "secret").write_bytes(b"secret")
    (root / "folder").symlink_to(outside)
    (root / "link").symlink_to(outside / "secret")
    os.mkfifo(root / "pipe")
    with pytest.raises(CannotTake):
        b"".join(_from_directory(root, member))
