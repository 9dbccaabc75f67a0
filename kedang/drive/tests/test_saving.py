"""How programs save, request by request: always one document with one more version."""

from __future__ import annotations

import unicodedata

import pytest

from kedang.documents.models import Document, Version
from kedang.drive.models import Scratch
from kedang.drive.tests.conftest import Program

WIN32 = (
    b'<?xml version="1.0" encoding="utf-8" ?><D:propertyupdate xmlns:D="DAV:" '
    b'xmlns:Z="urn:schemas-microsoft-com:"><D:set><D:prop>'
    b"<Z:Win32CreationTime>Wed, 18 Nov 2026 08:00:00 GMT</Z:Win32CreationTime>"
    b"<Z:Win32FileAttributes>00000020</Z:Win32FileAttributes></D:prop></D:set></D:propertyupdate>"
)


def only_document() -> Document:
    (document,) = Document.objects.filter(trashed_at=None)
    return document


def contents(document: Document) -> list[int]:
    return list(Version.objects.filter(document=document).order_by("number").values_list("size", flat=True))


def test_a_file_put_there_is_filed_by_the_rule_and_keeps_its_name_on_the_drive(mine: Program) -> None:
    assert mine.put("报价（终稿）.txt", b"first") == 201
    document = only_document()
    assert document.name.startswith("ABC公司_")
    assert document.name.endswith(".txt")
    assert document.original_name == "报价（终稿）.txt"
    assert mine.names() == ["报价（终稿）.txt"]
    assert mine.read("报价（终稿）.txt") == mine.read(document.name) == b"first"


def test_saving_again_makes_a_version_and_saving_the_same_makes_none(mine: Program) -> None:
    mine.put("a.txt", b"first")
    assert mine.put("a.txt", b"second!") == 204
    assert mine.put("a.txt", b"second!") == 204
    assert contents(only_document()) == [5, 7]


def test_explorer_copies_a_file(mine: Program) -> None:
    """Mini-Redirector: an empty PUT, LOCK, properties, the content, properties, UNLOCK."""
    assert mine.status("PROPFIND", "合同.docx", Depth="0") == 404
    assert mine.put("合同.docx", b"") == 201
    assert Document.objects.count() == 0
    token = mine.lock("合同.docx")
    assert mine.status("PROPPATCH", "合同.docx", WIN32, If=f"(<{token}>)") == 207
    assert mine.status("HEAD", "合同.docx") == 200
    assert mine.put("合同.docx", b"content", If=f"(<{token}>)") == 204
    assert mine.status("PROPPATCH", "合同.docx", WIN32, If=f"(<{token}>)") == 207
    document = only_document()
    assert document.checked_out_by is not None
    assert mine.status("UNLOCK", "合同.docx", Lock_Token=f"<{token}>") == 204
    assert only_document().checked_out_by is None
    assert contents(document) == [7]
    assert b"Win32FileAttributes" in b"".join(mine.ask("PROPFIND", "合同.docx", b"", {"Depth": "0"}))
    assert not Scratch.objects.exists()


def test_the_finder_copies_a_file_whose_name_comes_decomposed(mine: Program) -> None:
    name = unicodedata.normalize("NFD", "Résumé 葡萄ガ.pdf")
    assert mine.put(f"._{name}", b"resource fork") == 201
    assert mine.put(name, b"") == 201
    token = mine.lock(name)
    assert mine.put(name, b"%PDF-1.7", If=f"(<{token}>)") == 204
    assert mine.put(".DS_Store", b"finder") == 201
    assert mine.status("UNLOCK", name, Lock_Token=f"<{token}>") == 204
    assert only_document().original_name == unicodedata.normalize("NFC", name)
    assert mine.read(unicodedata.normalize("NFC", name)) == b"%PDF-1.7"


def test_an_empty_file_over_a_document_changes_nothing_until_the_content_comes(mine: Program) -> None:
    mine.put("a.txt", b"first")
    assert mine.put("a.txt", b"") == 204
    assert contents(only_document()) == [5]
    assert mine.names() == ["a.txt"]
    assert mine.put("a.txt", b"second!") == 204
    assert contents(only_document()) == [5, 7]
    assert mine.names() == ["a.txt"]


def test_word_renames_the_original_and_puts_a_temporary_file_in_its_place(mine: Program) -> None:
    mine.put("方案.docx", b"first")
    document = only_document()
    assert mine.put("~$方案.docx", b"owner") == 201
    assert mine.put("~WRD0001.tmp", b"second!") == 201
    assert mine.move("方案.docx", "~WRL0003.tmp") == 201
    assert "方案.docx" not in mine.names()
    assert mine.read("~WRL0003.tmp") == b"first"
    assert mine.move("~WRD0001.tmp", "方案.docx") == 201
    assert mine.status("DELETE", "~WRL0003.tmp") == 204
    assert mine.status("DELETE", "~$方案.docx") == 204
    assert only_document() == document
    assert contents(document) == [5, 7]
    assert mine.names() == ["方案.docx"]
    assert mine.read("方案.docx") == b"second!"


@pytest.mark.parametrize("temporary", ["0A1B2C3D", "新建 ~.tmp", ".~方案.xlsx", "方案_备份.xlsx"])
def test_wps_deletes_the_original_and_renames_a_temporary_file(mine: Program, temporary: str) -> None:
    mine.put("方案.xlsx", b"first")
    document = only_document()
    assert mine.put(temporary, b"second!") == 201
    assert mine.status("DELETE", "方案.xlsx") == 204
    assert mine.move(temporary, "方案.xlsx") == 201
    assert only_document() == document
    assert contents(document) == [5, 7]
    assert mine.names() == ["方案.xlsx"]


def test_a_program_deletes_the_original_and_writes_it_anew(mine: Program) -> None:
    mine.put("a.txt", b"first")
    document = only_document()
    mine.status("DELETE", "a.txt")
    assert mine.put("a.txt", b"second!") == 201
    assert only_document() == document
    assert contents(document) == [5, 7]


def test_moving_onto_a_document_makes_a_version_of_it(mine: Program) -> None:
    mine.put("旧.txt", b"first")
    kept = only_document()
    mine.put("新.txt", b"second!")
    assert mine.move("新.txt", "旧.txt", Overwrite="F") == 412
    assert mine.move("新.txt", "旧.txt") == 204
    assert only_document() == kept
    assert contents(kept) == [5, 7]


def test_an_original_set_aside_by_a_program_that_died_is_there_for_the_others(
    mine: Program, connect: object, head: object, folder: str
) -> None:
    mine.put("a.txt", b"first")
    mine.move("a.txt", "~a.tmp")
    assert mine.names() == ["~a.tmp"]
    assert connect(head, folder).names() == ["a.txt"]  # type: ignore[operator]  # a fixture


def test_a_document_set_aside_and_deleted_lies_in_the_trash(mine: Program) -> None:
    mine.put("a.txt", b"first")
    mine.move("a.txt", "~a.tmp")
    assert mine.status("DELETE", "~a.tmp") == 204
    assert not Document.objects.filter(trashed_at=None).exists()
    assert Document.objects.count() == 1


def test_an_original_set_aside_and_brought_back_is_as_before(mine: Program) -> None:
    mine.put("a.txt", b"first")
    mine.move("a.txt", "~a.tmp")
    assert mine.move("~a.tmp", "a.txt") == 201
    assert mine.names() == ["a.txt"]
    assert contents(only_document()) == [5]


def test_what_breaks_off_leaves_nothing(mine: Program) -> None:
    assert mine.breaks_off("a.txt", b"half", length=4000) == 400
    assert not Document.objects.exists()
    assert mine.names() == []


def test_scratch_is_nobody_elses_and_never_a_record(
    mine: Program, connect: object, head: object, folder: str
) -> None:
    for name in ("~$a.docx", "._a.docx", "x.tmp", ".DS_Store", "Thumbs.db", "desktop.ini"):
        assert mine.put(name, b"scratch") == 201
    assert len(mine.names()) == 6
    assert not Document.objects.exists()
    assert connect(head, folder).names() == []  # type: ignore[operator]  # a fixture
    assert mine.read("x.tmp") == b"scratch"
