import io
from collections.abc import Callable

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from kedang.access.runs import advance_run, undo_run
from kedang.core.actor import Actor, as_actor
from kedang.core.errors import Invalid, Refused
from kedang.customers.models import ContactPerson, Customer
from kedang.customers.tests.makers import make_customer
from kedang.dealings import totals
from kedang.dealings.actions.purchases import change_purchase
from kedang.dealings.models import Interaction, Purchase
from kedang.dealings.reading import read_purchase
from kedang.dealings.sealing import words_of_one
from kedang.intake.actions.dealing_lists import (
    download_dealing_problems,
    map_dealings,
    receive_dealings,
    start_dealings,
)
from kedang.intake.dealings.preview import preview
from kedang.intake.models import DealingImport
from kedang.people.models import Person
from kedang.workflow.models import Task

PURCHASES = """客户编号,客户名称,订单日期,产品名称,数量,计量单位,含税金额,币种,业务员,订单号
{number},,2025-05-03,云服务,3,套,"12,000.50",人民币,{sales},SO-1
,华信科技有限公司,2024/12/1,培训,1,天,6500,,老王,SO-2
,没有的公司,2025-05-03,云服务,1,套,1,,,SO-3
{number},,2025-13-03,云服务,1,套,1,,,SO-4
{number},,2025-05-03,云服务,1,套,很多,,,SO-5
{number},,2025-05-03,云服务,1,套,7,,,SO-1
"""
INTERACTIONS = """Customer,Date,Type,Contacts,Content,Owner,Next step,Next date
华信科技有限公司,2025-05-03 14:05,电话,王芳、刘总,谈了年度框架,{sales},发报价单,2025-05-10
华信科技有限公司,2025-05-04,鸽子,王芳,飞来了,,,
"""


@pytest.fixture
def actor(head: Person) -> Actor:
    return as_actor(head)


@pytest.fixture
def customer(sales_a: Person) -> Customer:
    return make_customer("华信科技有限公司", by=sales_a, people=[("王芳", "采购经理")])


def bring(kind: str, text: str, actor: Actor, name: str = "列表.csv") -> DealingImport:
    made = receive_dealings(kind, name, [text.encode()], actor=actor)
    run = start_dealings(made, actor=actor)
    while not run.is_over:
        advance_run(run.pk)
        run.refresh_from_db()
    made.refresh_from_db()
    return made


def purchases(customer: Customer, sales: Person) -> str:
    return PURCHASES.format(number=customer.number, sales=sales.name)


def test_purchases_are_linked_and_keep_author_and_day(
    customer: Customer, actor: Actor, sales_a: Person
) -> None:
    made = bring("purchases", purchases(customer, sales_a), actor)
    assert (made.created, made.rejected) == (2, 4)
    first, second = Purchase.objects.order_by("external_id")
    assert (first.author, str(first.bought_on), str(first.amount), first.unit) == (
        sales_a, "2025-05-03", "12000.50", "套",
    )  # fmt: skip
    assert (second.author, second.author_name, second.recorded_by) == (None, "老王", actor.person)
    assert str(totals.figures_of(customer.pk).bought) == "18500.50"


def test_the_preview_names_row_column_value_and_remedy(
    customer: Customer, actor: Actor, sales_a: Person
) -> None:
    made = receive_dealings("purchases", "x.csv", [purchases(customer, sales_a).encode()], actor=actor)
    seen = preview(made, actor)
    assert (seen.checked, seen.new, seen.rejected, seen.customers) == (6, 2, 4, 1)
    told = {(one.row, one.column, one.value) for one in seen.problems}
    assert told == {
        (4, "客户名称", "没有的公司"),
        (5, "订单日期", "2025-13-03"),
        (6, "含税金额", "很多"),
        (7, "订单号", "SO-1"),
    }
    assert not Purchase.objects.exists()


def test_rejected_rows_come_back_as_a_file(customer: Customer, actor: Actor, sales_a: Person) -> None:
    made = bring("purchases", purchases(customer, sales_a), actor)
    book = openpyxl.load_workbook(io.BytesIO(download_dealing_problems(made, actor=actor)))
    rows = list(book.active.iter_rows(values_only=True))  # type: ignore[union-attr]  # there is one sheet
    assert rows[0][-1] == "原因"
    assert len(rows) == 5


def test_interactions_keep_time_people_and_next_step(
    customer: Customer, actor: Actor, sales_a: Person
) -> None:
    made = bring("interactions", INTERACTIONS.format(sales=sales_a.name), actor)
    assert (made.created, made.rejected) == (1, 1)
    one = Interaction.objects.get()
    assert (one.channel, one.author, f"{one.at:%Y-%m-%d %H:%M}") == ("call", sales_a, "2025-05-03 06:05")
    assert list(one.people.all()) == [ContactPerson.objects.get()]
    assert words_of_one(one).names == ["刘总"]
    task = Task.objects.get()
    assert (task.title, task.assignee, str(task.due_on)) == ("发报价单", sales_a, "2025-05-10")


def test_the_same_file_again_brings_nothing_twice(customer: Customer, actor: Actor, sales_a: Person) -> None:
    bring("purchases", purchases(customer, sales_a), actor)
    again = bring("purchases", purchases(customer, sales_a), actor)
    assert (again.created, Purchase.objects.count()) == (0, 2)


def test_undo_withdraws_what_nobody_changed_since(customer: Customer, actor: Actor, sales_a: Person) -> None:
    made = bring("purchases", purchases(customer, sales_a), actor)
    kept = Purchase.objects.get(external_id="SO-2")
    change_purchase(kept, read_purchase(bought_on="2024-12-01", item="改过", amount="1"), actor=actor)
    assert made.run is not None
    run = undo_run(made.run, actor=actor)
    while not run.is_over:
        advance_run(run.pk)
        run.refresh_from_db()
    assert list(Purchase.objects.standing()) == [kept]
    assert totals.figures_of(customer.pk).purchases == 1


def test_customers_outside_the_rights_are_not_found(actor: Actor, sales_b: Person) -> None:
    hidden = make_customer("南方公司", by=sales_b)
    made = bring("purchases", f"客户编号,日期,产品,金额\n{hidden.number},2025-05-03,云,1\n", actor)
    assert (made.created, made.rejected) == (0, 1)


def test_two_of_one_name_need_a_number(actor: Actor, sales_a: Person) -> None:
    for _ in range(2):
        make_customer("同名公司", by=sales_a)
    made = receive_dealings(
        "purchases", "x.csv", ["客户,日期,产品,金额\n同名公司,2025-05-03,云,1\n".encode()], actor=actor
    )
    (problem,) = preview(made, actor).problems
    assert "有多个客户" in problem.message


def test_needed_columns_are_asked_for(customer: Customer, actor: Actor) -> None:
    made = receive_dealings(
        "purchases", "x.csv", ["客户,日期,产品,金额\n华信,2025-05-03,云,1\n".encode()], actor=actor
    )
    with pytest.raises(Invalid, match="哪个客户"):
        map_dealings(made, ["", "bought_on", "item", "amount"], actor=actor)
    with pytest.raises(Invalid, match="金额"):
        map_dealings(made, ["name", "bought_on", "item", ""], actor=actor)


def test_a_salesman_brings_no_lists(sales_a: Person) -> None:
    with pytest.raises(Refused):
        receive_dealings(
            "purchases",
            "x.csv",
            ["客户,日期,产品,金额\n甲,2025-05-03,云,1\n".encode()],
            actor=as_actor(sales_a),
        )


def test_the_wizard_leads_from_file_to_result(
    customer: Customer, head: Person, sales_a: Person, client_of: Callable[[Person], Client]
) -> None:
    client = client_of(head)
    file = io.BytesIO(purchases(customer, sales_a).encode())
    file.name = "购买.csv"
    went = client.post(reverse("intake:purchases_new"), {"file": file})
    made = DealingImport.objects.get()
    assert went.headers["Location"] == reverse("intake:dealings", args=[made.pk])
    page = client.get(went.headers["Location"]).content.decode()
    assert "没有找到客户" in page
    columns = {f"column-{at}": target for at, target in enumerate(made.mapping)}
    client.post(reverse("intake:dealings_choices", args=[made.pk]), columns | {"start": "1"})
    made.refresh_from_db()
    assert made.run is not None
    while not made.run.is_over:
        advance_run(made.run.pk)
        made.run.refresh_from_db()
    result = client.get(reverse("intake:dealings", args=[made.pk])).content.decode()
    assert "下载退回的 4 行" in result
    assert client.get(reverse("intake:dealings_sample", args=["interactions"])).status_code == 200
