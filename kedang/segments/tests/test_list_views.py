"""The list of customers: own fields as columns and in queries, sorting, groups, board, cells, bulk edit, views."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from kedang.access.models import Post, Run
from kedang.access.runs import undo_run
from kedang.core.actor import as_actor
from kedang.core.errors import Invalid
from kedang.customers.actions.change import change_fields
from kedang.customers.board import board_of, groups_of
from kedang.customers.listing import list_customers
from kedang.customers.models import Customer, CustomField, Stage
from kedang.customers.tests.makers import make_customer
from kedang.dealings.tests.makers import make_purchase
from kedang.jobs import run_pending
from kedang.people.models import Department, Person
from kedang.search.actions.views import save_view, set_default_views, share_view
from kedang.search.models import SavedView

SignIn = Callable[[Person], Client]


@pytest.fixture
def level(db: None) -> CustomField:
    return CustomField.objects.create(code="level", label="合作级别", type="choice", choices=["金牌", "银牌"])


@pytest.fixture
def budget(db: None) -> CustomField:
    return CustomField.objects.create(code="budget", label="年度预算", type="money")


def names(by: Person, **asked: str) -> list[str]:
    return [row.customer.name for row in list_customers(as_actor(by), **asked).rows]


def test_own_fields_are_fields_of_the_language(
    archivist: Person, level: CustomField, budget: CustomField
) -> None:
    make_customer("华信", by=archivist, custom={level.pk: "金牌", budget.pk: "50000"})
    make_customer("恒达", by=archivist, custom={level.pk: "银牌", budget.pk: "8000"})
    make_customer("瑞丰", by=archivist)
    assert names(archivist, query="合作级别:金牌") == ["华信"]
    assert names(archivist, query="年度预算>=1万") == ["华信"]
    assert names(archivist, query="合作级别:空") == ["瑞丰"]
    assert names(archivist, query="合作级别!=金牌") == ["瑞丰", "恒达"]
    wrong = list_customers(as_actor(archivist), query="合作级别:钻石")
    assert wrong.error is not None
    assert "金牌" in str(wrong.error.remedy)


def test_own_fields_and_figures_are_columns_and_sort(
    archivist: Person, budget: CustomField, django_assert_max_num_queries: Callable[..., object]
) -> None:
    first = make_customer("华信", by=archivist, custom={budget.pk: "50000"})
    make_customer("恒达", by=archivist, custom={budget.pk: "8000"})
    make_customer("瑞丰", by=archivist)
    make_purchase(first, "1200", by=archivist)
    rows = list_customers(as_actor(archivist), columns=[budget.key], order=f"-{budget.key}").rows
    assert [(row.customer.name, row.more.get(budget.key)) for row in rows] == [
        ("华信", "¥50,000.00"), ("恒达", "¥8,000.00"), ("瑞丰", None)
    ]  # fmt: skip
    assert names(archivist, order=budget.key) == ["恒达", "华信", "瑞丰"]
    assert names(archivist, order="-bought")[0] == "华信"


@pytest.mark.parametrize(
    "order", ["name", "-name", "bought", "-bought", "own", "-own", "-updated_at", "grade"]
)
def test_pages_of_a_sorted_list_hold_everyone_once(
    archivist: Person, budget: CustomField, order: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kedang.customers.listing.ROWS", 2)
    for number in range(7):
        own = {budget.pk: str(number // 2)} if number % 3 else {}
        customer = make_customer(f"华信{number}", by=archivist, custom=own, grade="AB"[number % 2])
        if number < 3:
            make_purchase(customer, "100", by=archivist)
    asked, seen, cursor = order.replace("own", budget.key), [], ""
    while True:
        page = list_customers(as_actor(archivist), order=asked, cursor=cursor)
        seen += [row.customer.pk for row in page.rows]
        if not (cursor := page.cursor):
            break
    assert len(seen) == len(set(seen)) == 7
    assert page.order == asked


def test_figures_are_no_order_for_those_who_may_not_see_dealings(archivist: Person) -> None:
    post = Post.objects.get(code="archivist")
    post.rights.filter(resource="dealing").delete()
    make_customer("华信", by=archivist)
    assert list_customers(as_actor(archivist), order="-bought").order == "-id"


def test_groups_count_and_lead_to_their_rows(archivist: Person, sales_a: Person) -> None:
    make_customer("华信", by=archivist, stage="current", industry="J", owner_id=sales_a.pk)
    make_customer("恒达", by=archivist, stage="current", region="310115")
    make_customer("瑞丰", by=archivist, stage="prospect", grade="A")
    for name in ("stage", "grade", "owner", "region", "industry"):
        made = groups_of(as_actor(archivist), "", name, ["owner"])
        assert sum(group.count for group in made.groups) == 3, name
        for group in made.groups:
            rows = sorted(row.customer.name for row in group.rows)
            assert sorted(names(archivist, query=group.query)) == rows, group.query


def test_a_board_has_every_stage_within_ones_rights(archivist: Person, sales_b: Person) -> None:
    make_customer("华信", by=archivist, stage="current")
    board = board_of(as_actor(archivist), "")
    assert [(group.value, group.count) for group in board.groups] == [
        ("prospect", 0), ("current", 1), ("lost", 0)
    ]  # fmt: skip
    assert board_of(as_actor(sales_b), "").is_bare
    assert board_of(as_actor(archivist), "没有:1").error is not None


def test_a_card_moves_to_another_stage(archivist: Person, client_of: SignIn) -> None:
    customer = make_customer("华信", by=archivist)
    client = client_of(archivist)
    assert "华信" in client.get(reverse("customers"), {"face": "board"}).content.decode()
    client.post(reverse("customer_move", args=[customer.pk]), {"column": "current"})
    customer.refresh_from_db()
    assert customer.stage == Stage.CURRENT


def test_a_cell_is_edited_and_a_conflict_shows_both(
    archivist: Person, head: Person, client_of: SignIn, level: CustomField
) -> None:
    customer = make_customer("华信", by=archivist, grade="A")
    client, address = client_of(archivist), reverse("customer_cell", args=[customer.pk, "grade"])
    form = client.get(address).content.decode()
    seen = form.split('name="seen" value="')[1].split('"')[0]
    saved = client.post(address, {"grade": "B", "seen": seen})
    assert f'id="customer-row-{customer.pk}"' in saved.content.decode()
    clash = client.post(address, {"grade": "C", "seen": seen}).content.decode()
    assert "有人刚刚改过这一项" in clash
    assert "B类" in clash
    assert "C类" in clash
    own = reverse("customer_cell", args=[customer.pk, level.key])
    assert "金牌" in client.get(own).content.decode()
    client.post(own, {level.key: "金牌"})
    assert names(archivist, query="合作级别:金牌") == ["华信"]
    stage = reverse("customer_cell", args=[customer.pk, "stage"])
    client.post(stage, {"stage": "lost"})
    owner = reverse("customer_cell", args=[customer.pk, "owner"])
    client.post(owner, {"owner": str(head.pk)})
    customer.refresh_from_db()
    assert (customer.stage, customer.owner) == ("lost", head)


def test_one_field_of_many_is_changed_after_a_preview_and_taken_back(
    archivist: Person, client_of: SignIn
) -> None:
    first = make_customer("华信", by=archivist, source="fair")
    second = make_customer("恒达", by=archivist, source="phone")
    client, address = client_of(archivist), reverse("customers_edit")
    assert "批量修改" in client.post(address, {"all": "1"}).content.decode()
    asked = {"ids": [first.pk, second.pk], "key": "source", "value": "phone"}
    shown = client.post(address, asked | {"step": "preview"}).content.decode()
    assert "展会" in shown
    assert "已是这个内容" in shown
    client.post(address, asked | {"step": "start"})
    run_pending()
    assert set(Customer.objects.values_list("source", flat=True)) == {"phone"}
    run = Run.objects.get()
    assert (run.done, run.failed) == (1, 1)
    undo_run(run, actor=as_actor(archivist))
    run_pending()
    first.refresh_from_db()
    assert first.source == "fair"


def test_a_salesman_edits_neither_cells_nor_many(sales_a: Person, client_of: SignIn) -> None:
    customer = make_customer("华信", by=sales_a)
    client = client_of(sales_a)
    assert 'data-key="grade"' not in client.get(reverse("customers")).content.decode()
    assert client.get(reverse("customer_cell", args=[customer.pk, "grade"])).status_code == 403
    assert client.post(reverse("customers_edit"), {"all": "1"}).status_code == 403
    moved = client.post(reverse("customer_move", args=[customer.pk]), {"column": "current"})
    assert moved.status_code == 403


def test_a_view_keeps_columns_order_face_and_group(head: Person, client_of: SignIn) -> None:
    make_customer("华信", by=head, grade="A")
    client = client_of(head)
    kept = {
        "kind": "customer", "name": "分组看", "query": "等级:A", "sort": "name", "columns": "grade-owner",
        "grouping": "stage",
    }  # fmt: skip
    client.post(reverse("saved_views"), kept)
    view = SavedView.objects.get()
    assert view.columns == ["grade", "owner"]
    page = client.get(reverse("customers"), {"view": view.pk}).content.decode()
    assert "group-row" in page
    assert "华信" in page
    assert "分组看" in page


def test_a_view_is_shared_with_departments_and_begins_the_list_of_a_post(
    head: Person, sales_a: Person, sales_b: Person, east: Department, client_of: SignIn
) -> None:
    make_customer("华信", by=sales_a, grade="A")
    make_customer("恒达", by=sales_a, grade="B")
    actor = as_actor(head)
    view = save_view(SavedView, "customer", "重点", "等级:A", actor=actor)
    share_view(view, "department", [east], actor=actor)
    assert SavedView.objects.visible_to(as_actor(sales_a)).get() == view
    assert not SavedView.objects.visible_to(as_actor(sales_b)).exists()
    sales = Post.objects.get(code="sales")
    with pytest.raises(Invalid, match="与全体分享"):
        set_default_views(view, [sales], actor=actor)
    share_view(view, "all", actor=actor)
    set_default_views(view, [sales], actor=actor)
    client = client_of(sales_a)
    assert "恒达" not in client.get(reverse("customers")).content.decode()
    assert "恒达" in client.get(reverse("customers"), {"q": ""}).content.decode()


def test_a_conflict_is_none_when_both_wrote_the_same(archivist: Person, client_of: SignIn) -> None:
    customer = make_customer("华信", by=archivist, grade="A")
    client, address = client_of(archivist), reverse("customer_cell", args=[customer.pk, "grade"])
    seen = client.get(address).content.decode().split('name="seen" value="')[1].split('"')[0]
    change_fields(customer, {"grade": "B"}, actor=as_actor(archivist))
    assert "customer-row" in client.post(address, {"grade": "B", "seen": seen}).content.decode()
