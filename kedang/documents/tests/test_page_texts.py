"""What each page says and where: kept sealed, the same from every format that knows places."""

from __future__ import annotations

import pytest

from kedang.customers.models import Customer
from kedang.documents import readings
from kedang.documents.models import ReadPage
from kedang.documents.tests import samples
from kedang.documents.tests.makers import make_document
from kedang.people.models import Person


@pytest.mark.parametrize(("make", "name"), [(samples.pdf, "合同.pdf"), (samples.ofd, "合同.ofd")])
def test_words_are_found_where_they_stand(abc: Customer, sales_a: Person, make: object, name: str) -> None:
    assert callable(make)
    document = make_document(abc, by=sales_a, content=make(), original_name=name)
    (page,) = readings.pages_of(document)
    (word,) = page.words
    assert page.number == 1
    assert word.text == samples.CONTRACT == page.text.strip()
    assert 0.08 < word.x < 0.2
    assert 0.05 < word.y < 0.15
    assert 0.2 < word.width < 0.9
    assert 0 < word.height < 0.05


def test_what_is_kept_is_sealed_and_read_back(abc: Customer, sales_a: Person) -> None:
    document = make_document(
        abc, by=sales_a, content=samples.pdf("甲", "第二页的文字在这里"), original_name="a.pdf"
    )
    first = readings.pages_of(document)
    row = ReadPage.objects.get(version__document=document, number=2)
    assert "第二页".encode() not in bytes(row.sealed)
    assert readings.pages_of(document) == first
    assert [page.number for page in readings.pages_of(document, [2])] == [2]


def test_a_format_without_places_has_its_text(abc: Customer, sales_a: Person) -> None:
    document = make_document(abc, by=sales_a, content=samples.docx(), original_name="a.docx")
    (page,) = readings.pages_of(document)
    assert samples.CONTRACT in page.text
    assert page.words == ()
