"""Acceptance on mail made by others: each text and each attachment as the corpus says, byte for byte."""

import binascii
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kedang.documents.reading import extract
from kedang.documents.reading.formats import mail, rtf, tnef
from kedang.documents.reading.formats.text import strip_html
from kedang.documents.tests.reading.test_material import MATERIAL

MAILS = sorted((MATERIAL / "mail" / "stalwart").glob("*/*.eml"))
WINMAIL = sorted((MATERIAL / "mail" / "winmail" / "quick-contents").glob("quick.*"))
# Here the expectation shows the source of an HTML alternative that it had failed to split off.
_UNSPLIT = {"malformed/020", "malformed/021"}


@pytest.mark.parametrize("path", MAILS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_each_mail_gives_its_texts_and_attachments(path: Path) -> None:
    expected, raw = json.loads(path.with_suffix(".json").read_bytes()), path.read_bytes()
    reading = extract.extract(io.BytesIO(raw), path.name)
    assert reading.state in ("read", "empty")
    files = {_squashed(each.content) for each in mail.read_eml(io.BytesIO(raw)).enclosed}
    unsplit = f"{path.parent.name}/{path.stem}" in _UNSPLIT
    missing = list(_missing(expected, "".join(reading.text.replace("\0", "").split()), files))
    assert missing == [] or (unsplit and len(missing) == 1)


def _missing(expected: Any, text: str, files: set[bytes]) -> Iterator[object]:
    for index in [*expected["text_body"], *expected["attachments"]]:
        body = expected["parts"][index]["body"]
        kind, value = next(iter(body.items())) if isinstance(body, dict) else (body, "")
        if kind == "Message":
            yield from _missing(value, text, files)
        elif not isinstance(value, str):
            if _squashed(_uudecoded(bytes(value))) not in files:
                yield bytes(value)[:60]
        elif "begin 6" not in value[:9] and not _is_in(
            text, strip_html(value)[1] if kind == "Html" else value
        ):
            yield value[:60]


def _is_in(text: str, wanted: str) -> bool:
    """Line by line, as cut-off parts are split differently; what the expectation had lost stands for anything."""
    lines = [line for line in wanted.splitlines() if not line.startswith(("--", "Content-"))]
    squashed = ("".join(line.replace("\0", "").split()) for line in lines)
    return all(re.search(".{0,3}".join(map(re.escape, line.split("\ufffd"))), text) for line in squashed)


def _uudecoded(value: bytes) -> bytes:
    lines = value.strip().splitlines()
    if not lines or not lines[0].startswith(b"begin "):
        return value
    out = b""
    for line in lines[1 : lines.index(b"end")]:
        try:
            out += binascii.a2b_uu(line)
        except binascii.Error:
            out += binascii.a2b_uu(line[: (((line[0] - 32) & 63) * 4 + 5) // 3])
    return out


def _squashed(content: bytes) -> bytes:
    """Line ends are the mail system's business."""
    return content.replace(b"\r", b"").replace(b"\n", b"")


def test_a_torture_of_fifty_two_parts_is_read_to_its_end() -> None:
    path = MATERIAL / "mail" / "mime-torture"
    if not path.exists():
        return
    reading = extract.extract(io.BytesIO(path.read_bytes()), path.name)
    assert reading.state == "read"
    assert _parts(mail._parsed(path.read_bytes())) == 52


def _parts(message: Any) -> int:
    children = message.get_payload() if message.is_multipart() else []
    return 1 + sum(_parts(child) for child in children)


@pytest.mark.parametrize("path", WINMAIL, ids=lambda path: path.name)
def test_each_file_in_a_winmail_is_equal_byte_for_byte(path: Path) -> None:
    letter = tnef.read_letter((path.parents[1] / "quick-winmail.dat").read_bytes())
    assert [each.content for each in letter.files if each.name == path.name] == [path.read_bytes()]


@pytest.mark.parametrize("path", WINMAIL[:1], ids=lambda path: path.name)
def test_the_letter_in_a_winmail_unfolds_to_its_rtf(path: Path) -> None:
    letter = tnef.read_letter((path.parents[1] / "quick-winmail.dat").read_bytes())
    message = rtf.unfold_rtf(letter.properties[0x1009])
    assert message == path.with_name("message.rtf").read_bytes()
    assert "These are five files." in rtf.text_of_rtf(message)
