"""Scanned pages become text page by page; nothing is done twice, a bad page does not stop the others."""

from __future__ import annotations

import pytest
from pytest_django import Settings

from kedang.core.actor import as_actor
from kedang.customers.models import Customer
from kedang.documents import readings, recognising
from kedang.documents.actions.versions import reread
from kedang.documents.models import Document, ReadPage
from kedang.documents.reading import limits, ocr
from kedang.documents.reading.outcome import LaidPage
from kedang.documents.tests import samples
from kedang.documents.tests.makers import make_document
from kedang.jobs import run_pending
from kedang.people.models import Person
from kedang.search import find


@pytest.fixture
def pages_asked(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Recognition is on; what it would read is said here, what it was asked for is listed."""
    settings.OCR = True
    asked: list[int] = []

    def recognise(_file: object, _name: str, number: int) -> ocr.Recognised:
        asked.append(number)
        text = f"第{number}页的扫描文字"
        return ocr.Recognised("read", "", LaidPage(text, [[text, 0.1, 0.1, 0.5, 0.02]]))

    monkeypatch.setattr(ocr, "recognise", recognise)
    return asked


def _scan(customer: Customer, by: Person, pages: int = 3) -> Document:
    return make_document(customer, by=by, content=samples.tiff(pages), original_name="扫描.tiff")


def _now(document: Document) -> Document:
    document.refresh_from_db()
    return document


def test_a_scan_is_recognised_page_by_page_and_found(
    abc: Customer, sales_a: Person, pages_asked: list[int]
) -> None:
    document = _scan(abc, sales_a)
    run_pending()
    assert (_now(document).read_state, document.pages, document.pages_read) == ("read", 3, 3)
    assert pages_asked == [1, 2, 3]
    assert [page.text for page in readings.pages_of(document)] == [f"第{n}页的扫描文字" for n in (1, 2, 3)]
    found = find(Document.objects.with_places(), "扫描文字", as_actor(sales_a))
    assert [row.pk for row in found.items] == [document.pk]


def test_pages_with_a_text_layer_are_left_as_they_are(
    abc: Customer, sales_a: Person, pages_asked: list[int]
) -> None:
    content = samples.mixed_pdf("第一页自己有足够的文字")
    document = make_document(abc, by=sales_a, content=content, original_name="混合.pdf")
    run_pending()
    assert pages_asked == [2]
    first, second = readings.pages_of(_now(document))
    assert (first.text.strip(), second.text) == ("第一页自己有足够的文字", "第2页的扫描文字")
    assert first.words
    assert second.words[0].x == 0.1


def test_what_was_done_before_a_process_died_is_not_done_again(
    abc: Customer, sales_a: Person, pages_asked: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    document = _scan(abc, sales_a)
    readings.read_now([document.pk])
    whole = ocr.recognise

    def die_at_two(file: object, name: str, number: int) -> ocr.Recognised:
        if number == 2:
            raise SystemExit
        return whole(file, name, number)  # type: ignore[arg-type]  # the stand-in above

    monkeypatch.setattr(ocr, "recognise", die_at_two)
    with pytest.raises(SystemExit):
        recognising.go_on()
    monkeypatch.setattr(ocr, "recognise", whole)
    assert (_now(document).read_state, document.pages_read) == ("recognising", 1)
    recognising.go_on()
    assert pages_asked == [1, 2, 3]
    assert _now(document).read_state == "read"


def test_a_page_that_kills_its_process_each_time_is_given_up_and_the_others_are_read(
    abc: Customer, sales_a: Person, pages_asked: list[int]
) -> None:
    document = _scan(abc, sales_a)
    readings.read_now([document.pk])
    recognising.go_on(0)  # nothing yet
    readings.pages_of(document)
    ReadPage.objects.filter(number=2).update(tries=limits.OCR_TRIES)
    run_pending()
    assert pages_asked == [1, 3]
    assert (_now(document).read_state, document.read_reason) == ("read", "pages_failed")


def test_a_short_document_does_not_wait_for_a_long_one(
    abc: Customer, sales_a: Person, pages_asked: list[int]
) -> None:
    long = _scan(abc, sales_a, pages=9)
    short = make_document(abc, by=sales_a, content=samples.image(), original_name="照片.png")
    readings.read_now([long.pk, short.pk])
    recognising._some_pages(_now(long), until=float("inf"))
    assert recognising._next() == short


@pytest.mark.parametrize(("is_on", "reason"), [(False, "ocr_off"), (True, "ocr_absent")])
def test_without_recognition_the_document_says_so(
    abc: Customer,
    sales_a: Person,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    is_on: bool,
    reason: str,
) -> None:
    settings.OCR = is_on
    monkeypatch.setattr(ocr, "is_installed", lambda: False)
    document = _scan(abc, sales_a, pages=1)
    run_pending()
    assert (_now(document).read_state, document.read_reason) == ("empty", reason)


def test_reading_once_more_begins_with_the_first_page(
    abc: Customer, sales_a: Person, pages_asked: list[int]
) -> None:
    document = _scan(abc, sales_a, pages=1)
    run_pending()
    reread(_now(document), actor=as_actor(sales_a))
    run_pending()
    assert pages_asked == [1, 1]
    assert _now(document).read_state == "read"
