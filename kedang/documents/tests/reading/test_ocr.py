"""Acceptance of recognition on pictures made by others: the text, whichever way the page lies."""

import io
import json
import re
from pathlib import Path

import pytest
from PIL import Image

from kedang.documents.reading import ocr
from kedang.documents.reading.outcome import LaidPage
from kedang.documents.reading.spool import spool
from kedang.documents.tests.reading.test_material import MATERIAL

_GOLD = MATERIAL / "ocr" / "gold.json"
GOLD: dict[str, str] = json.loads(_GOLD.read_text("utf-8")) if _GOLD.exists() else {}


def _plain(text: str) -> str:
    return re.sub(r"[\W_]", "", text)


def _error_rate(wanted: str, found: str) -> float:
    """Edits (Levenshtein) a character of `wanted`."""
    row = list(range(len(found) + 1))
    for number, character in enumerate(wanted, start=1):
        diagonal, row[0] = row[0], number
        for place, other in enumerate(found, start=1):
            diagonal, row[place] = (
                row[place],
                min(row[place] + 1, row[place - 1] + 1, diagonal + (character != other)),
            )
    return row[-1] / len(wanted)


def _recognised(path: Path, degrees: int) -> ocr.Recognised:
    """The picture turned clockwise by `degrees`."""
    turned = (
        Image.open(path).convert("RGB").rotate(-degrees, Image.Resampling.BICUBIC, True, fillcolor="white")
    )
    out = io.BytesIO()
    turned.save(out, "PNG")
    with spool(out.getvalue()) as file:
        return ocr.recognise(file, "a.png", 1)


@pytest.mark.parametrize(
    ("name", "degrees", "turned"),
    [(name, 0, 0) for name in GOLD]
    + [(name, *way) for name in [*GOLD][:1] for way in ((90, 270), (180, 180), (12, 0))],
)
def test_at_most_five_of_a_hundred_characters_are_wrong(name: str, degrees: int, turned: int) -> None:
    done = _recognised(MATERIAL / "ocr" / name, degrees)
    assert done.page is not None
    assert _error_rate(_plain(GOLD[name]), _plain(done.page.text)) <= 0.05
    assert done.page.turned == turned
    assert all(x >= -0.01 and x + width <= 1.01 for _text, x, _y, width, _height in done.page.words)


def test_a_blank_and_a_thin_picture_have_no_text_and_harm_nobody() -> None:
    for size in ((40, 40), (6, 4000)):
        out = io.BytesIO()
        Image.new("RGB", size, "white").save(out, "PNG")
        with spool(out.getvalue()) as file:
            assert ocr.recognise(file, "a.png", 1) == ocr.Recognised("read", "", LaidPage())
