"""The pages of comments: the part of a page, the dialog, the way to a comment."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from kedang.core.actor import as_actor
from kedang.customers.actions.change import assign
from kedang.customers.models import Customer
from kedang.customers.tests.makers import make_customer
from kedang.customers.timeline import stream
from kedang.documents.tests.makers import make_document
from kedang.duplicates.actions.merge import merge_customers, part_customers
from kedang.people.models import Person
from kedang.teamwork.actions.comments import change_comment
from kedang.teamwork.commenting import Said
from kedang.teamwork.models import Comment
from kedang.teamwork.sealing import text_of
from kedang.teamwork.tests.makers import make_comment

SignIn = Callable[[Person], Client]


@pytest.fixture
def customer(sales_a: Person) -> Customer:
    return make_customer(by=sales_a)


def test_the_composer_says_it_and_the_stream_shows_it(
    customer: Customer, sales_a: Person, head: Person, client_of: SignIn
) -> None:
    browser = client_of(sales_a)
    page = browser.get(reverse("customer", args=[customer.pk]))
    assert b'id="compose-comment"' in page.content
    said = {"text": "请 @华东主管 <b>批</b>一下", "mentions": [head.pk]}
    answer = browser.post(reverse("teamwork:comments", args=["customer", customer.pk]), said)
    assert answer.status_code == 204
    assert "kd:timeline" in answer.headers["HX-Trigger"]
    stream_part = browser.get(
        reverse("customer_timeline", args=[customer.pk]) + "?only=comment"
    ).content.decode()
    assert '<span class="mention">@华东主管</span>' in stream_part
    assert "&lt;b&gt;批&lt;/b&gt;" in stream_part


def test_the_stream_is_searched_in_comments_too(customer: Customer, sales_a: Person) -> None:
    wanted = make_comment(customer, "竞争对手报了低价", by=sales_a)
    make_comment(customer, "下周要续约", by=sales_a)
    moments = stream(customer, as_actor(sales_a), only=["comment"], words="低价")
    assert [one.pk for one in moments] == [wanted.pk]


def test_comments_of_a_document_stand_on_its_page_and_in_the_stream(
    customer: Customer, sales_a: Person, client_of: SignIn
) -> None:
    document = make_document(customer, by=sales_a)
    browser = client_of(sales_a)
    address = reverse("teamwork:comments", args=["document", document.pk])
    assert browser.post(address, {"text": "第二页缺章"}).status_code == 204
    assert "第二页缺章" in browser.get(address).content.decode()
    made = Comment.objects.earliest("pk")
    assert made.document == document
    assert b"data-attach" in browser.get(address).content
    attached = make_document(customer, by=sales_a, name="补充说明")
    said = {"text": "补了一份", "documents": [attached.pk]}
    assert browser.post(address, said).status_code == 204
    assert "补充说明" in browser.get(address).content.decode()
    assert list(Comment.objects.latest("pk").attached.values_list("document", flat=True)) == [attached.pk]
    place = browser.get(reverse("teamwork:comment_place", args=[made.pk]))
    assert place.headers["Location"].startswith(reverse("documents:document", args=[document.pk]))


def test_who_files_nothing_is_offered_no_attachment(
    customer: Customer, manager: Person, client_of: SignIn
) -> None:
    page = client_of(manager).get(reverse("teamwork:comments", args=["customer", customer.pk]))
    assert b"k-composer" in page.content
    assert b"data-attach" not in page.content


def test_a_long_list_goes_on(customer: Customer, sales_a: Person, client_of: SignIn) -> None:
    for number in range(22):
        make_comment(customer, f"第{number}条", by=sales_a)
    address = reverse("teamwork:comments", args=["customer", customer.pk])
    first = client_of(sales_a).get(address).content.decode()
    assert "第21条" in first
    assert "第2条" in first
    assert "第1条" not in first
    last_shown = Comment.objects.order_by("-pk")[19].pk
    rest = client_of(sales_a).get(f"{address}?before={last_shown}").content.decode()
    assert "第1条" in rest
    assert "第0条" in rest
    assert "<form" not in rest


def test_the_dialog_shows_what_it_said_before(customer: Customer, sales_a: Person, client_of: SignIn) -> None:
    made = make_comment(customer, "初稿", by=sales_a)
    change_comment(made, Said("定稿"), actor=as_actor(sales_a))
    page = client_of(sales_a).get(reverse("teamwork:comment", args=[made.pk])).content.decode()
    assert "初稿" in page
    assert "定稿" in page


def test_colleagues_are_offered_as_one_types(
    customer: Customer, sales_a: Person, sales_b: Person, head: Person, client_of: SignIn
) -> None:
    address = reverse("teamwork:pick_mention", args=["customer", customer.pk])
    found = client_of(sales_a).get(address, {"q": "huad"}).json()["results"]
    assert [one["value"] for one in found] == [head.pk]
    assert client_of(sales_b).get(address, {"q": "huad"}).status_code == 404


def test_comments_go_along_when_two_customers_become_one_and_back(
    customer: Customer, sales_a: Person, archivist: Person
) -> None:
    twin = make_customer("ABC有限公司", by=sales_a)
    assign(twin, helpers=[archivist], actor=as_actor(archivist))
    made = make_comment(twin, "老客户", by=sales_a)
    merge = merge_customers(customer, twin, actor=as_actor(archivist))
    made.refresh_from_db()
    assert (made.customer_id, text_of(made)) == (customer.pk, "老客户")
    part_customers(customer, merge, actor=as_actor(archivist))
    made.refresh_from_db()
    assert (made.customer_id, text_of(made)) == (twin.pk, "老客户")
