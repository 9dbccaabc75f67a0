"""The cache of page images is bounded, and what was forgotten is drawn again."""

import pytest

from kedang.customers.models import Customer
from kedang.documents import previews
from kedang.documents.models import PageImage
from kedang.documents.tests import samples
from kedang.documents.tests.makers import make_document
from kedang.people.models import Person


def test_the_oldest_images_go_first_and_come_back_when_asked_for(
    abc: Customer, sales_a: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = make_document(abc, by=sales_a, content=samples.pdf("一", "二"), original_name="a.pdf")
    version = document.versions.get()
    first = previews.page_image(version, 1, 1000)
    previews.page_image(version, 2, 1000)
    monkeypatch.setattr(previews, "KEPT", PageImage.objects.get(page=2).size)
    assert previews.trim() == 1
    assert list(PageImage.objects.values_list("page", flat=True)) == [2]
    assert previews.page_image(version, 1, 1000) == first


def test_within_the_bound_nothing_goes(abc: Customer, sales_a: Person) -> None:
    document = make_document(abc, by=sales_a, content=samples.pdf("一"), original_name="a.pdf")
    previews.page_image(document.versions.get(), 1, 1000)
    assert previews.trim() == 0
