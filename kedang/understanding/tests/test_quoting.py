"""What was read out of a document is text: quoted to nobody who may only look at its pages (B9)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from kedang.access.actions.grants import grant
from kedang.access.words import Clearance
from kedang.core.actor import as_actor
from kedang.customers.models import Customer
from kedang.documents.models import Document
from kedang.documents.tests.test_leaks import ways, whole
from kedang.people.models import Person
from kedang.understanding.tests.makers import CONTRACT, make_paper

SignIn = Callable[[Person], Client]
# Stand in the contract, and nowhere else but in what was read out of it.
READ = ("杭州永丰精密机械有限公司", "HT-2026-0007", "128,000", "壹拾贰万")
AROUND = "合同编号：HT"


@pytest.fixture
def paper(huaxin: Customer, sales_a: Person) -> Document:
    return make_paper(huaxin, CONTRACT, by=sales_a)


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def test_who_may_take_it_is_shown_the_words(paper: Document, sales_a: Person, client_of: SignIn) -> None:
    """The check bites."""
    client = client_of(sales_a)
    for address in (f"/documents/{paper.pk}/suggestion/", f"/suggestions/?document={paper.pk}"):
        assert "<mark>" in page(client, address), address
        assert "HT-2026-0007" in page(client, address), address


def test_who_may_only_see_is_told_nothing_of_the_text(
    paper: Document, head: Person, sales_b: Person, client_of: SignIn
) -> None:
    grant(paper, ["view"], to=sales_b, actor=as_actor(head, reason="借阅"))
    client = client_of(sales_b)
    assert "document-suggestion" in page(client, f"/documents/{paper.pk}/suggestion/")
    leaks = [
        (address, words)
        for address in ways(paper)
        for words in READ
        if words.encode() in whole(client.get(address))
    ]
    assert leaks == []


def test_who_decides_without_a_permit_sees_what_is_suggested_and_no_quotation(
    paper: Document, archivist: Person, client_of: SignIn
) -> None:
    Document.objects.filter(pk=paper.pk).update(classification=Clearance.CONFIDENTIAL)
    client = client_of(archivist)
    for address in (f"/documents/{paper.pk}/suggestion/", f"/suggestions/?document={paper.pk}"):
        shown = page(client, address)
        assert "HT-2026-0007" in shown, address
        assert "<mark>" not in shown, address
        assert AROUND not in shown, address
