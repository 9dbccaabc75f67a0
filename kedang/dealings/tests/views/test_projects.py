import json
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from kedang.core.actor import as_actor
from kedang.core.errors import Conflict, Invalid
from kedang.customers.models import Customer, Project
from kedang.customers.tests.makers import make_customer
from kedang.dealings import board
from kedang.dealings.actions.opportunities import (
    OpportunityFacts,
    add_opportunity,
    change_opportunity,
    close_opportunity,
    move_opportunity,
)
from kedang.dealings.tests.makers import make_interaction, make_purchase
from kedang.people.models import Person

HTMX = {"HX-Request": "true"}
ClientOf = Callable[[Person], Client]


@pytest.fixture
def customer(sales_a: Person) -> Customer:
    return make_customer("华信科技有限公司", by=sales_a)


def make_project(
    customer: Customer, name: str = "扩建", *, by: Person, amount: str = "1000", **more: str
) -> Project:
    facts = OpportunityFacts(name=name, amount=Decimal(amount))
    return add_opportunity(customer, facts, actor=as_actor(by), **more)


def test_it_moves_closes_and_opens_again(customer: Customer, sales_a: Person) -> None:
    actor, project = as_actor(sales_a), make_project(customer, by=sales_a)
    move_opportunity(project, "quote", actor=actor)
    with pytest.raises(Invalid, match="丢单"):
        close_opportunity(project, "lost", actor=actor)
    close_opportunity(project, "lost", "价格", actor=actor)
    assert (project.progress, project.closed_as, project.closed_reason) == ("closed", "lost", "价格")
    move_opportunity(project, "needs", actor=actor)
    assert (project.progress, project.closed_as) == ("needs", "")


def test_a_name_once_for_a_customer_and_the_faster_wins(customer: Customer, sales_a: Person) -> None:
    actor, project = as_actor(sales_a), make_project(customer, by=sales_a)
    with pytest.raises(Conflict):
        make_project(customer, by=sales_a)
    change_opportunity(project, OpportunityFacts(name="扩建二期"), expected=1, actor=actor)
    with pytest.raises(Conflict):
        change_opportunity(project, OpportunityFacts(name="扩建三期"), expected=1, actor=actor)


def test_columns_have_sums_by_currency_and_others_projects_do_not_count(
    customer: Customer, sales_a: Person, sales_b: Person
) -> None:
    for number in range(board.CARDS + 2):
        make_project(customer, f"第{number}期", by=sales_a, amount="10")
    lost = make_project(customer, "丢了的", by=sales_a)
    close_opportunity(lost, "lost", "价格", actor=as_actor(sales_a))
    first, *_others, closed = board.columns_of(as_actor(sales_a))
    assert (len(first.cards), first.more, first.count, first.sums) == (
        board.CARDS,
        True,
        board.CARDS + 2,
        [("CNY", Decimal(10 * (board.CARDS + 2)))],
    )
    assert (len(closed.cards), closed.sums) == (1, [])
    assert not any(column.cards for column in board.columns_of(as_actor(sales_b)))


def test_the_list_goes_on_where_its_page_ended(customer: Customer, sales_a: Person) -> None:
    for number in range(board.ROWS + 3):
        make_project(customer, f"第{number}期", by=sales_a)
    first = board.list_of(as_actor(sales_a))
    second = board.list_of(as_actor(sales_a), after=first.cursor)
    assert [one.pk for one in (*first.rows, *second.rows)] == list(
        Project.objects.order_by("-progress_at", "-pk").values_list("pk", flat=True)
    )


def test_a_drop_moves_and_the_last_column_asks_how_it_ended(
    customer: Customer, sales_a: Person, sales_b: Person, manager: Person, client_of: ClientOf
) -> None:
    project, client = make_project(customer, by=sales_a), client_of(sales_a)
    url = reverse("dealings:project_move", args=[project.pk])
    answer = client.post(url, {"column": "quote"}, headers=HTMX)
    assert json.loads(answer.headers["HX-Trigger"])["kd:board"] is True
    assert Project.objects.get().progress == "quote"
    assert "怎样结束" in client.post(url, {"column": "closed"}, headers=HTMX).content.decode()
    assert Project.objects.get().progress == "quote"
    assert client_of(sales_b).post(url, {"column": "needs"}).status_code == 404
    assert client_of(manager).post(url, {"column": "needs"}).status_code == 403


def test_pages_show_board_list_and_the_projects_own(
    customer: Customer, sales_a: Person, client_of: ClientOf
) -> None:
    client = client_of(sales_a)
    assert "还没有项目" in client.get(reverse("dealings:projects")).content.decode()
    project = make_project(customer, by=sales_a)
    make_purchase(customer, by=sales_a, project_id=project.pk, item="网关")
    make_interaction(customer, "现场看了机房", by=sales_a, project_id=project.pk)
    board_page = client.get(reverse("dealings:projects")).content.decode()
    assert f'data-move="/projects/{project.pk}/move/"' in board_page
    assert "扩建" in client.get(reverse("dealings:projects"), {"face": "list", "q": "华信"}).content.decode()
    page = client.get(reverse("dealings:project", args=[project.pk])).content.decode()
    assert "网关" in page
    assert "现场看了机房" in page


def test_a_project_is_made_and_changed_in_the_dialog(
    customer: Customer, sales_a: Person, client_of: ClientOf
) -> None:
    client = client_of(sales_a)
    given = {"customer": customer.pk, "name": "扩建", "amount": "1.2万", "expected_on": "下周三"}
    assert client.post(reverse("dealings:project_new"), given, headers=HTMX).status_code == 204
    project = Project.objects.get()
    assert (project.amount, project.owner) == (Decimal(12000), sales_a)
    url = reverse("dealings:project_edit", args=[project.pk])
    assert "12000.00" in client.get(url).content.decode()
    assert client.post(url, given | {"name": "扩建二期", "revision": 1}, headers=HTMX).status_code == 204
    assert Project.objects.get().name == "扩建二期"
