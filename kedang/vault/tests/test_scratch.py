from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.http import HttpRequest
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from kedang.vault.scratch import ScratchFile, folder

SECRET = b"13812345678 ABC\xe5\x85\xac\xe5\x8f\xb8 "


@given(
    pieces=st.lists(st.binary(max_size=70), max_size=8), start=st.integers(0, 500), length=st.integers(0, 500)
)
def test_it_reads_back_what_was_written_from_anywhere(pieces: list[bytes], start: int, length: int) -> None:
    content = b"".join(pieces)
    with ScratchFile() as file:
        for piece in pieces:
            file.append(piece)
        file.seek(start)
        assert file.read(length) == content[start : start + length]
        file.seek(0)
        assert file.read() == content
        assert file.size == len(content)


def test_nothing_of_it_is_in_clear_on_the_disk_and_it_has_no_name() -> None:
    with ScratchFile() as file:
        file.append(SECRET * 5000)
        handle = file._file.fileno()
        on_disk = os.pread(handle, 200_000, 0)
        assert len(on_disk) == len(SECRET) * 5000
        assert SECRET not in on_disk
        assert list(folder().iterdir()) == []
        assert Path(os.readlink(f"/proc/self/fd/{handle}")).is_relative_to(folder())
    assert stat.S_IMODE(folder().stat().st_mode) == 0o700


def test_a_large_file_of_a_form_goes_nowhere_else(
    rf: RequestFactory, settings: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "there-is-no-such-folder"))
    content = SECRET * 100_000
    request = rf.post("/", {"file": SimpleUploadedFile("客户.csv", content)})
    file = sent_file(request)
    assert isinstance(file.file, ScratchFile)
    assert (file.name, file.size) == ("客户.csv", len(content))
    assert b"".join(file.chunks()) == content
    assert b"".join(file.chunks()) == content
    request.close()
    assert file.closed


def test_a_small_file_stays_in_memory(rf: RequestFactory) -> None:
    request: HttpRequest = rf.post("/", {"file": SimpleUploadedFile("客户.csv", SECRET)})
    file = sent_file(request)
    assert not isinstance(file.file, ScratchFile)
    assert file.read() == SECRET


def sent_file(request: HttpRequest) -> Any:
    file = request.FILES["file"]
    assert isinstance(file, UploadedFile)
    return file
