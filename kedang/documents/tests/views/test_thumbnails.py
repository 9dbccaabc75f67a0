"""A thumbnail is in the ledger: covered by an opening, else once by itself."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from kedang.core.clock import frozen, now
from kedang.customers.models import Customer
from kedang.documents.models import Document
from kedang.documents.tests import samples
from kedang.documents.tests.makers import make_document
from kedang.ledger.models import Event
from kedang.people.models import Person

SignIn = Callable[[Person], Client]


@pytest.fixture
def document(abc: Customer, sales_a: Person) -> Document:
    return make_document(abc, by=sales_a, content=samples.pdf("页"), original_name="a.pdf")


def kinds(document: Document, person: Person) -> list[str]:
    rows = Event.objects.filter(subject_type="documents.document", subject_id=document.pk, actor=person)
    rows = rows.filter(kind__in=("documents.previewed", "documents.opened"))
    return list(rows.order_by("pk").values_list("kind", flat=True))


def test_a_thumbnail_alone_is_recorded_once_an_hour(
    document: Document, sales_a: Person, client_of: SignIn
) -> None:
    client, address = client_of(sales_a), f"/documents/{document.pk}/versions/1/thumbnail/"
    assert [client.get(address).status_code for _each in range(3)] == [200] * 3
    assert kinds(document, sales_a) == ["documents.previewed"]
    with frozen(now() + timedelta(minutes=61)):
        client_of(sales_a).get(address)
    assert kinds(document, sales_a) == ["documents.previewed"] * 2


def test_beside_an_opening_it_says_nothing_new(
    document: Document, sales_a: Person, client_of: SignIn
) -> None:
    client = client_of(sales_a)
    client.get(f"/documents/{document.pk}/")
    client.get(f"/documents/{document.pk}/versions/1/thumbnail/")
    assert kinds(document, sales_a) == ["documents.opened"]


def test_it_is_no_opening(document: Document, sales_a: Person, client_of: SignIn) -> None:
    client = client_of(sales_a)
    client.get(f"/documents/{document.pk}/versions/1/thumbnail/")
    client.get(f"/documents/{document.pk}/versions/1/pages/1/1000/")
    assert kinds(document, sales_a) == ["documents.previewed", "documents.opened"]
