"""Pictures of phones and scanners, archives, old encodings, old office files."""

import io
import zipfile
from pathlib import Path

import pytest
from PIL import Image

from kedang.documents.reading import limits, office, pool
from kedang.documents.reading.formats.text import decode
from kedang.documents.reading.spool import spool
from kedang.documents.tests import samples

TEXTS = {
    "gb18030": "客户档案：合同编号与金额，甲方乙方签字盖章后生效。",
    "big5": "客戶檔案：合約編號與金額，甲方乙方簽字蓋章後生效。",
    "shift_jis": "お客様の書類です。契約番号と金額をご確認ください。これはテストです。",
    "utf-16": "客户档案 with a mark",
    "utf-8-sig": "客户档案",
}


@pytest.mark.parametrize("encoding", TEXTS)
def test_text_of_usual_encodings_is_read(encoding: str) -> None:
    assert pool.read((TEXTS[encoding] * 3).encode(encoding), "a.txt").text == TEXTS[encoding] * 3


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize(
    "text",
    ["Agreement of 2026 between us\n" * 3, "客户档案，合同编号与金额。\n甲方签字 2026-05-03 生效\n" * 9],
)
def test_utf16_without_a_mark_is_recognised(encoding: str, text: str) -> None:
    assert decode(text.encode(encoding))[0] == text


@pytest.mark.parametrize("kind", ["WEBP", "JPEG", "GIF", "BMP"])
def test_a_picture_of_any_kind_has_a_page(kind: str) -> None:
    content = samples.image(kind=kind)
    assert pool.read(content, f"a.{kind.lower()}").meta["scans"] == [1]
    assert pool.render(content, "a").state == "read"


def test_a_photograph_of_a_telephone_has_a_page() -> None:
    import pillow_heif

    out = io.BytesIO()
    pillow_heif.from_pillow(Image.new("RGB", (320, 240), "red")).save(out)
    reading = pool.read(out.getvalue(), "IMG_0001.HEIC")
    assert (reading.mime, reading.meta["width"]) == ("image/heic", 320)
    assert pool.render(out.getvalue(), "IMG_0001.HEIC").state == "read"


def test_each_page_of_a_fax_is_shown() -> None:
    content = samples.tiff(3)
    shown = [pool.render(content, "fax.tiff", page=number) for number in (1, 2, 3, 4)]
    assert [image.state for image in shown] == ["read", "read", "read", "unreadable"]
    assert shown[0].pages == 3


def test_an_archive_lists_its_files_and_is_read_through() -> None:
    content = samples.archive({"合同/正文.docx": samples.docx(), "说明.txt": "见正文".encode()})
    reading = pool.read(content, "a.zip")
    assert "合同/正文.docx" in reading.pages[0]
    assert samples.CONTRACT in reading.text
    assert [(one["name"], one["state"]) for one in reading.meta["attachments"]] == [
        ("合同/正文.docx", "read"),
        ("说明.txt", "read"),
    ]


def test_names_packed_by_an_old_windows_are_read() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as bundle:
        bundle.writestr("HETONGMINGCHENG.txt", b"x")
    packed = out.getvalue().replace(b"HETONGMINGCHENG", "合同编号与名称".encode("gbk") + b"1")
    assert "合同编号与名称1.txt" in pool.read(packed, "a.zip").text


def _old_word(text: str) -> bytes:
    """Rich text under the old ending: LibreOffice opens it as Word does."""
    return b"{\\rtf1\\ansi " + "".join(f"\\u{ord(c)}?" for c in text).encode() + b"}"


@pytest.mark.parametrize("program", [office.program()] if office.program() else [])
def test_an_office_file_becomes_pages(program: str) -> None:
    with spool(_old_word(samples.CONTRACT)) as file:
        content = office.as_pdf(file, "doc")
    assert samples.CONTRACT in "".join(pool.read(content, "a.pdf").text.split())
    assert not list(Path("/dev/shm").glob("kedang-*/document.doc"))


def test_without_libreoffice_the_reason_names_the_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "program", lambda: "")
    with spool(b"x") as file, pytest.raises(office.NotConverted) as refused:
        office.as_pdf(file, "doc")
    assert (refused.value.state, refused.value.reason) == ("unsupported", "old_office")


def test_a_conversion_that_takes_too_long_is_killed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    slow = tmp_path / "soffice"
    slow.write_text("#!/bin/sh\nsleep 60 &\nsleep 60\n")
    slow.chmod(0o755)
    monkeypatch.setattr(office, "program", lambda: str(slow))
    monkeypatch.setattr(limits, "OFFICE_SECONDS", 1)
    with spool(b"x") as file, pytest.raises(office.NotConverted) as refused:
        office.as_pdf(file, "doc")
    assert refused.value.state == "timeout"
