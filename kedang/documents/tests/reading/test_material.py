"""Acceptance on files made by others; they lie beside the checkout and are used when they are there."""

import os
from pathlib import Path

import pytest

from kedang.documents.reading import pool

MATERIAL = Path(
    os.environ.get("KEDANG_MATERIAL", Path(__file__).resolve().parents[5] / "shared" / "material")
)


def _present(name: str) -> list[Path]:
    path = MATERIAL / name
    return [path] if path.exists() else []


@pytest.mark.parametrize("path", _present("mail/charsets"))
def test_one_text_in_six_charsets_is_read_six_times(path: Path) -> None:
    lines = [line for line in pool.read(path.read_bytes(), "charsets").text.splitlines() if line.strip()]
    assert len(lines) >= 12
    assert all(lines[place] == lines[place + 1] for place in range(0, 12, 2))


@pytest.mark.parametrize("path", _present("documents/helloworld.ofd"))
def test_an_ofd_of_the_reference_writer_gives_text_and_a_page(path: Path) -> None:
    content = path.read_bytes()
    assert "OFD Reader&Writer" in pool.read(content, path.name).text
    assert pool.render(content, path.name).state == "read"


@pytest.mark.parametrize("path", sorted((MATERIAL / "import" / "vcard").glob("*.vcf")), ids=lambda p: p.stem)
def test_each_vcard_is_read(path: Path) -> None:
    reading = pool.read(path.read_bytes(), path.name)
    assert (reading.state, reading.mime) == ("read", "text/vcard")


@pytest.mark.parametrize("path", sorted((MATERIAL / "ocr").glob("*.png")), ids=lambda path: path.stem)
def test_each_picture_has_dimensions_and_a_page(path: Path) -> None:
    content = path.read_bytes()
    assert pool.read(content, path.name).meta["width"] > 0
    assert pool.render(content, path.name).state == "read"
