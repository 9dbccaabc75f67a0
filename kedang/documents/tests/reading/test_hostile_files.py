"""A table of hostile files: each ends in a state with a reason, in less than a gigabyte, and the next is read."""

import io
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kedang.documents import reasons
from kedang.documents.reading import extract, limits, pool
from kedang.documents.reading.formats import rtf, tnef
from kedang.documents.reading.spool import spool
from kedang.documents.tests import samples
from kedang.documents.tests.reading.hostile import HOSTILE


def _ends_well(content: bytes, name: str) -> None:
    reading = pool.read(content, name)
    assert reading.state == "read" or reading.reason in reasons.REASONS
    shown = pool.render(content, name, width=320)
    assert shown.state == "read" or shown.reason in reasons.REASONS
    with spool(content) as file:
        layout = pool.lay_out(file, name)
    assert layout.state == "read" or layout.reason in reasons.REASONS


@pytest.mark.parametrize("name", HOSTILE)
def test_each_hostile_file_ends_in_a_state_with_a_reason(name: str) -> None:
    _ends_well(HOSTILE[name](), name)
    assert all(_peak(worker) < 2**30 for worker in pool._pool._free.queue if worker and not worker.has_left())
    assert pool.read("下一份".encode(), "a.txt").text == "下一份"


def _peak(worker: pool.Worker) -> int:
    """Most bytes that lay in its memory at a time."""
    status = Path(f"/proc/{worker.pid}/status")
    lines = status.read_text().splitlines() if status.exists() else []
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM"))


def test_the_kernel_bounds_what_a_worker_may_take() -> None:
    assert limits.MEMORY <= 2**30


_WHOLE = {
    "a.pdf": samples.pdf(),
    "a.docx": samples.docx(),
    "a.xlsx": samples.xlsx(),
    "a.pptx": samples.pptx(),
    "a.ofd": samples.ofd(),
    "a.tiff": samples.tiff(2),
    "a.png": samples.image(),
    "a.zip": samples.archive({"a.txt": b"x" * 99, "b.docx": samples.docx()}),
}


@pytest.mark.parametrize("name", _WHOLE)
def test_files_cut_off_or_with_wrong_bytes_harm_nobody(name: str) -> None:
    chance = random.Random(name)
    for _ in range(6):
        spoilt = bytearray(_WHOLE[name])
        for _ in range(chance.choice((1, 8, 60))):
            spoilt[chance.randrange(len(spoilt))] = chance.randrange(256)
        _ends_well(
            bytes(spoilt[: chance.randrange(1, len(spoilt))] if chance.random() < 0.5 else spoilt), name
        )


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400))
def test_any_winmail_is_read_or_refused(content: bytes) -> None:
    reading = extract.extract(io.BytesIO(tnef.SIGNATURE + content), "winmail.dat")
    assert reading.state in ("read", "empty", "unreadable")


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=400))
def test_any_rtf_is_text_and_any_folded_one_unfolds_or_not(content: bytes) -> None:
    assert isinstance(rtf.text_of_rtf(b"{\\rtf1" + content), str)
    head = (400).to_bytes(4, "little") * 2 + b"LZFu" + bytes(4)
    assert len(rtf.unfold_rtf(head + content)) <= 400
