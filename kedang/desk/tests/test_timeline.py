"""The stream merges what every room tells, within the reader's rights, and no page loses or repeats an entry."""

from __future__ import annotations

import re
from collections.abc import Callable

from django.test import Client

from kedang.core.actor import as_actor
from kedang.customers.actions.change import change_fields
from kedang.customers.models import Customer
from kedang.customers.tests.makers import make_customer
from kedang.customers.timeline import stream
from kedang.documents.tests.makers import make_document
from kedang.people.models import Person

ClientOf = Callable[[Person], Client]


def make_lived_in(by: Person, keeper: Person, times: int = 12) -> Customer:
    customer = make_customer("远景公司", by=by)
    for number in range(times):
        change_fields(customer, {"short_name": f"远景{number}"}, actor=as_actor(keeper))
        make_document(customer, by=by, original_name=f"合同{number}.txt", content=f"第{number}份".encode())
    return customer


def test_changes_and_documents_stand_in_one_stream_newest_first(sales_a: Person, head: Person) -> None:
    customer = make_lived_in(sales_a, head, times=2)
    moments = stream(customer, as_actor(sales_a))
    assert [one.source for one in moments] == ["documents", "changes", "documents", "changes", "changes"]
    assert [one.order for one in moments] == sorted((one.order for one in moments), reverse=True)


def test_pages_neither_lose_nor_repeat(sales_a: Person, head: Person) -> None:
    customer, actor = make_lived_in(sales_a, head), as_actor(sales_a)
    whole = stream(customer, actor, limit=1000)
    paged, before = [], None
    while page := stream(customer, actor, before=before, limit=4):
        paged += page
        before = page[-1].point
    assert [one.point for one in paged] == [one.point for one in whole]
    assert len({one.point for one in whole}) == len(whole) == 25


def test_it_is_filtered_by_source_and_searched_by_words(sales_a: Person, head: Person) -> None:
    customer, actor = make_lived_in(sales_a, head), as_actor(sales_a)
    assert {one.source for one in stream(customer, actor, only=["documents"])} == {"documents"}
    assert len(stream(customer, actor, words="合同7")) == 1
    assert len(stream(customer, actor, only=["changes"], words="远景7")) == 2  # to it and away from it


def test_documents_above_the_readers_level_are_left_out(
    sales_a: Person, head: Person, archivist: Person
) -> None:
    customer = make_customer("远景公司", by=sales_a)
    make_document(customer, by=archivist, original_name="标底.txt", content=b"1", classification=3)
    assert len(stream(customer, as_actor(head), only=["documents"])) == 1
    assert stream(customer, as_actor(sales_a), only=["documents"]) == []


def test_the_page_goes_on_where_it_ended(sales_a: Person, head: Person, client_of: ClientOf) -> None:
    customer = make_lived_in(sales_a, head)
    client = client_of(sales_a)
    first = client.get(f"/customers/{customer.pk}/timeline/").content.decode()
    assert first.count('class="moment"') == 20
    found = re.search(r'list-more" hx-get="([^"]+)"', first)
    assert found
    rest = client.get(found[1].replace("&amp;", "&")).content.decode()
    assert rest.count('class="moment"') == 5
    assert "list-more" not in rest


def test_an_empty_result_offers_the_next_step(sales_a: Person, client_of: ClientOf) -> None:
    customer = make_customer(by=sales_a)
    page = client_of(sales_a).get(f"/customers/{customer.pk}/timeline/?q=没有的词").content.decode()
    assert "去掉一些条件再看看" in page
