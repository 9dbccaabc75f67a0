"""The searchable copy of a scan: the words are found where they stand, the original stays as it was."""

from __future__ import annotations

import io
from collections.abc import Callable

import pikepdf
import pypdfium2 as pdfium
import pytest
from django.test import Client
from pytest_django import Settings

from kedang.customers.models import Customer
from kedang.documents import readings
from kedang.documents.models import Document, Rendition
from kedang.documents.reading import ocr, pool
from kedang.documents.reading.outcome import LaidPage
from kedang.documents.reading.spool import spool
from kedang.documents.tests import samples
from kedang.documents.tests.makers import make_document
from kedang.jobs import run_pending
from kedang.people.models import Person

SignIn = Callable[[Person], Client]
LINE = "年度服务合同 No. 2026-7"


def _copy(content: bytes, name: str, pages: list[LaidPage | None]) -> bytes:
    with spool(content) as file:
        made = pool.make_searchable(file, name, pages)
    assert (made.state, made.reason) == ("read", "")
    return made.content


@pytest.mark.parametrize(
    ("turned", "box"),
    [
        (0, [0.1, 0.2, 0.6, 0.03]),
        (90, [0.1, 0.2, 0.03, 0.6]),
        (180, [0.1, 0.2, 0.6, 0.03]),
        (270, [0.1, 0.2, 0.03, 0.6]),
    ],
)
def test_words_are_found_in_their_place_whichever_way_the_page_lies(turned: int, box: list[float]) -> None:
    copy = _copy(samples.image(600, 800), "a.png", [LaidPage(LINE, [[LINE, *box]], turned)])
    page = pdfium.PdfDocument(copy)[0]
    layer = page.get_textpage()
    assert LINE in layer.get_text_range().replace("\r\n", "")
    found = layer.search("服务").get_next()
    assert found is not None
    wide, high = page.get_size()
    left, bottom, right, top = layer.get_charbox(found[0])
    x, y = (left + right) / 2 / wide, 1 - (bottom + top) / 2 / high
    assert box[0] - 0.01 <= x <= box[0] + box[2] + 0.01
    assert box[1] - 0.01 <= y <= box[1] + box[3] + 0.01


def test_a_copy_of_pictures_is_pdf_a_and_has_nothing_active() -> None:
    copy = _copy(samples.tiff(2), "a.tiff", [LaidPage(LINE, [[LINE, 0.1, 0.1, 0.5, 0.05]]), LaidPage()])
    with pikepdf.open(io.BytesIO(copy)) as document:
        assert "/Info" not in document.trailer
        with document.open_metadata() as known:
            assert (known["pdfaid:part"], known["pdfaid:conformance"]) == ("2", "B")
        assert len(document.pages) == 2
        assert document.Root.OutputIntents[0].DestOutputProfile.N == 3
        assert not document.is_encrypted


def test_a_page_with_its_own_text_is_left_alone_and_the_copy_does_not_claim_pdf_a() -> None:
    copy = _copy(samples.mixed_pdf("第一页"), "a.pdf", [None, LaidPage(LINE, [[LINE, 0.1, 0.1, 0.5, 0.05]])])
    with pikepdf.open(io.BytesIO(copy)) as document, document.open_metadata() as known:
        assert "pdfaid:part" not in known
    pages = pdfium.PdfDocument(copy)
    texts = [pages[n].get_textpage().get_text_range().strip() for n in (0, 1)]
    assert texts == ["第一页", LINE]


@pytest.fixture
def scan(abc: Customer, sales_a: Person, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Document:
    settings.OCR = True
    page = LaidPage(LINE, [[LINE, 0.1, 0.1, 0.5, 0.05]])
    monkeypatch.setattr(ocr, "recognise", lambda *_asked: ocr.Recognised("read", "", page))
    document = make_document(abc, by=sales_a, content=samples.tiff(1), original_name="扫描件.tiff")
    run_pending()
    return Document.objects.get(pk=document.pk)


def test_who_may_download_gets_the_copy_and_the_original_stays(
    scan: Document, sales_a: Person, privacy_officer: Person, client_of: SignIn
) -> None:
    client = client_of(sales_a)
    address = f"/documents/{scan.pk}/searchable/"
    assert address in client.get(f"/documents/{scan.pk}/").content.decode()
    answer = client.get(address)
    content = answer.getvalue()
    assert content.startswith(b"%PDF")
    assert answer["Content-Type"] == "application/pdf"
    again = client.get(address)
    assert again.getvalue() == content
    assert Rendition.objects.filter(version__document=scan).count() == 1
    assert client.get(f"/documents/{scan.pk}/file/").getvalue() == samples.tiff(1)
    assert client_of(privacy_officer).get(address).status_code in (403, 404)


def test_without_recognised_text_there_is_no_copy(abc: Customer, sales_a: Person, client_of: SignIn) -> None:
    document = make_document(abc, by=sales_a, content=samples.pdf(), original_name="a.pdf")
    readings.read_now([document.pk])
    assert client_of(sales_a).get(f"/documents/{document.pk}/searchable/").status_code == 400
