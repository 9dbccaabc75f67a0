from __future__ import annotations

import json

import pytest
from django.test import Client

from kedang.cli import main
from kedang.core.actor import as_actor
from kedang.people.models import Person
from kedang.search import fields
from kedang.search.actions.views import save_view
from kedang.search.fields import Shown
from kedang.search.models import SavedView
from kedang.search.tests.conftest import MakeSubject


@pytest.fixture
def page(client: Client, sales_a: Person, make_subject: MakeSubject) -> Client:
    fields.show(
        "customer",
        Shown(icon="customers", order=10, url=lambda c: f"/customers/{c.pk}/", hint=lambda c: c.number),
    )
    client.force_login(sales_a)
    return client


def test_the_box_shows_what_one_may_see_with_the_hit_marked(
    page: Client, make_subject: MakeSubject, sales_a: Person, sales_b: Person
) -> None:
    mine = make_subject(sales_a, name="<华>信甲")
    make_subject(sales_b, name="华信乙")
    html = page.get("/search/instant", {"q": "信"}).content.decode()
    assert f'href="/customers/{mine.pk}/"' in html
    assert "&lt;华&gt;<mark>信</mark>甲" in html
    assert "华信乙" not in html


def test_a_contact_is_found_but_not_shown(page: Client, make_subject: MakeSubject, sales_a: Person) -> None:
    make_subject(sales_a, name="华信", contacts="13812345678")
    html = page.get("/search/instant", {"q": "5678"}).content.decode()
    assert "*******<mark>5678</mark>" in html
    assert "1381234" not in html


def test_an_unfinished_query_shows_no_error_in_the_box(page: Client) -> None:
    response = page.get("/search/instant", {"q": '华信 "'})
    assert response.status_code == 200
    assert "role=" not in response.content.decode()


def test_the_results_page_pages_filters_and_explains(
    page: Client, make_subject: MakeSubject, sales_a: Person
) -> None:
    for number in range(23):
        make_subject(sales_a, name=f"华信{number}", stage="current" if number % 2 else "prospect")
    html = page.get("/search/", {"q": "华信"}).content.decode()
    assert "华信22" not in html  # the hit is marked
    assert "<mark>华信</mark>22" in html
    assert "/search/more/customer/?q=%E5%8D%8E%E4%BF%A1" in html
    facets = page.get("/search/facets/customer/", {"q": "华信"}).content.decode()
    assert "潜在客户" in facets
    assert '<span class="count">12</span>' in facets
    refused = page.get("/search/", {"q": "阶断:1"}).content.decode()
    assert "阶段" in refused
    assert 'role="alert"' in refused


def test_other_kinds_are_counted_when_the_page_is_there(
    page: Client, make_subject: MakeSubject, sales_a: Person, sales_b: Person
) -> None:
    for number in range(22):
        make_subject(sales_a, name=f"华信{number}")
    make_subject(sales_b, name="华信乙")
    html = page.get("/search/", {"q": "华信"}).content.decode()
    assert '<span class="tab-count" id="count-customer">20+</span>' in html
    assert '<span class="tab-count" id="count-document">…</span>' in html
    assert 'hx-get="/search/counts/?q=%E5%8D%8E%E4%BF%A1"' in html
    counts = page.get("/search/counts/", {"q": "华信"}).content.decode()
    assert '<span class="tab-count" id="count-customer" hx-swap-oob="true">22</span>' in counts
    assert '<span class="tab-count" id="count-document" hx-swap-oob="true">0</span>' in counts
    assert "换一个词" in page.get("/search/", {"q": "华信", "kind": "document"}).content.decode()


def test_more_results_continue_below_the_cursor(
    page: Client, make_subject: MakeSubject, sales_a: Person
) -> None:
    made = [make_subject(sales_a, name=f"华信{number}") for number in range(3)]
    html = page.get("/search/more/customer/", {"q": "华信", "before": str(made[1].pk)}).content.decode()
    assert "<mark>华信</mark>0" in html
    assert "<mark>华信</mark>1" not in html


def test_suggestions_come_as_json(page: Client) -> None:
    found = page.get("/search/suggest", {"model": "customer", "q": "阶段:现"}).json()
    assert found["start"] == 3
    assert found["suggestions"][0]["text"] == "现有客户"
    assert page.get("/search/suggest", {"model": "nonsense", "q": "a"}).json()["suggestions"] == []


def test_a_view_is_kept_changed_and_removed_on_the_page(page: Client, sales_a: Person) -> None:
    back = page.post(
        "/views/", {"kind": "customer", "name": "现有", "query": "阶段:现有", "next": "/customers/"}
    )
    assert back.headers["Location"] == "/customers/"
    view = SavedView.objects.get()
    assert "阶段:现有" in page.get(f"/views/{view.pk}/").content.decode()
    page.post(f"/views/{view.pk}/", {"name": "新名", "query": "", "next": "https://elsewhere.example/"})
    assert SavedView.objects.get().name == "新名"
    page.post(f"/views/{view.pk}/", {"deed": "remove"})
    assert not SavedView.objects.exists()


def test_somebody_elses_view_is_not_there(page: Client, head: Person) -> None:
    view = save_view(SavedView, "customer", "别人的", "", actor=as_actor(head))
    assert page.get(f"/views/{view.pk}/").status_code == 404


def test_the_command_finds_with_a_persons_rights(
    page: Client,
    make_subject: MakeSubject,
    sales_a: Person,
    sales_b: Person,
    capsys: pytest.CaptureFixture[str],
) -> None:
    mine = make_subject(sales_a, name="华信甲")
    make_subject(sales_b, name="华信乙")
    assert main(["search", "华信", "--as", sales_a.email, "--kind", "customer", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [item["id"] for item in found["customer"]["items"]] == [mine.pk]
    assert main(["search", "没有", "--as", sales_a.email]) == 1
    assert main(["search", "阶断:1", "--as", sales_a.email, "--kind", "customer"]) == 1
    assert main(["search", "a", "--as", "nobody@huaxin.example"]) == 1
    assert "没有在职人员" in capsys.readouterr().err
