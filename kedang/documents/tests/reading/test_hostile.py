"""Files made to hurt give a state with a reason; the next file is read as if nothing had happened."""

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kedang.documents.reading import extract, limits, pool, sniff
from kedang.documents.reading.outcome import Reading
from kedang.documents.tests import samples


def _still_reads() -> bool:
    return pool.read("下一份".encode(), "a.txt").text == "下一份"


def test_a_zip_bomb_is_too_big() -> None:
    reading = pool.read(samples.zip_bomb(), "a.docx")
    assert (reading.state, reading.reason) == ("too_big", "unfolds_too_big")


def test_a_container_of_too_many_parts_is_too_big() -> None:
    members = {f"word/{n}": b"" for n in range(limits.MAX_MEMBERS + 1)} | {"word/document.xml": b"<a/>"}
    assert pool.read(samples.archive(members), "a.docx").state == "too_big"


def test_a_pixel_bomb_is_too_big_to_read_and_to_show() -> None:
    bomb = samples.pixel_bomb()
    assert pool.read(bomb, "a.png").reason == "too_many_pixels"
    assert pool.render(bomb, "a.png").state == "too_big"


def test_entities_that_unfold_are_refused() -> None:
    lol = b'<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><w:document>&b;</w:document>'
    assert pool.read(samples.archive({"word/document.xml": lol}), "a.docx").state == "unreadable"


def test_a_pdf_with_a_password_is_protected() -> None:
    assert pool.read(samples.pdf("密", password="geheim"), "a.pdf").state == "protected"


@pytest.mark.parametrize(
    "whole", [samples.pdf(), samples.docx(), samples.xlsx(), samples.pptx(), samples.ofd()]
)
def test_a_truncated_file_is_unreadable(whole: bytes) -> None:
    reading = pool.read(whole[: len(whole) // 3], "a.docx")
    assert (reading.state, reading.reason) == ("unreadable", "damaged")


def test_an_unknown_format_and_an_archive_are_said_so() -> None:
    assert pool.read(bytes(range(256)) * 8, "a.dat").reason == "unknown_format"
    assert pool.read(b"7z\xbc\xaf\x27\x1c" + bytes(99), "a.7z").reason == "archive"


def test_an_empty_file_is_empty() -> None:
    assert pool.read(b"", "a.txt").state == "empty"


def test_a_worker_that_takes_too_long_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "WALL_SECONDS", 0.0)
    assert pool.read(samples.xlsx(), "a.xlsx").state == "timeout"
    monkeypatch.undo()
    assert _still_reads()


def test_a_worker_that_dies_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    def die(worker: pool.Worker, *args: object) -> None:
        worker._process.kill()
        raise worker._gone()

    monkeypatch.setattr(pool.Worker, "ask", die)
    assert pool.read(b"x", "a.txt").state in ("unreadable", "timeout")
    monkeypatch.undo()
    assert _still_reads()


def test_a_giant_is_refused_before_it_is_decrypted() -> None:
    def never() -> bytes:
        raise AssertionError("decrypted")

    assert pool.read((never() for _ in "x"), "a.bin", size=limits.MAX_FILE + 1).reason == "file_too_big"


_PROBE = """
import socket, sys
from kedang.documents.reading.worker import confine
alone = confine()
try:
    with open(sys.argv[1], "wb", buffering=0) as file:
        file.write(b"secret")
    print("wrote")
except OSError:
    print("refused")
print(alone and [name for _, name in socket.if_nameindex() if name != "lo"])
"""


def test_the_worker_may_not_write_files_and_sees_no_network(tmp_path: Path) -> None:
    command = [sys.executable, "-c", _PROBE, str(tmp_path / "probe")]
    out = subprocess.run(command, capture_output=True, text=True, check=False)
    refused, network = out.stdout.split("\n")[:2]
    assert refused == "refused"
    assert network in ("[]", "False")  # False: this kernel grants no namespaces to ordinary users


@settings(max_examples=60, deadline=None)
@given(
    st.binary(max_size=600), st.sampled_from(["a.docx", "a.eml", "a.msg", "a.pdf", "a.vcf", "a.html", "a"])
)
def test_any_bytes_give_a_reading(
    tmp_path_factory: pytest.TempPathFactory, content: bytes, name: str
) -> None:
    path = tmp_path_factory.getbasetemp() / "any"
    path.write_bytes(content)
    with path.open("rb") as file:
        assert isinstance(extract.extract(file, name), Reading)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300))
def test_the_type_of_any_bytes_is_told(content: bytes) -> None:
    assert "/" in sniff.sniff(content, "a.txt")
