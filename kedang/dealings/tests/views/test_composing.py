import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from kedang.core.clock import today
from kedang.customers.models import ContactPerson, Customer
from kedang.customers.tests.makers import make_customer
from kedang.dealings.models import Interaction, Need, Purchase
from kedang.dealings.sealing import words_of_one
from kedang.dealings.tests.makers import make_interaction, make_need, make_purchase
from kedang.people.models import Person
from kedang.workflow.models import Task

HTMX = {"HX-Request": "true"}
ClientOf = Callable[[Person], Client]


@pytest.fixture
def customer(sales_a: Person) -> Customer:
    return make_customer("华信科技有限公司", by=sales_a, people=[("王芳", "采购经理")], projects=["扩建"])


def test_the_customers_page_has_the_composer_and_its_parts(
    customer: Customer, sales_a: Person, client_of: ClientOf
) -> None:
    body = client_of(sales_a).get(reverse("customer", args=[customer.pk])).content.decode()
    for words in ("记录沟通", "王芳", "panel-purchases", "需求与偏好", "往来概况"):
        assert words in body


def test_who_may_not_record_has_no_composer(customer: Customer, manager: Person, client_of: ClientOf) -> None:
    body = client_of(manager).get(reverse("customer", args=[customer.pk])).content.decode()
    assert "记录沟通" not in body
    assert "panel-purchases" in body


def test_an_interaction_with_people_and_next_step(
    customer: Customer, sales_a: Person, client_of: ClientOf
) -> None:
    person = ContactPerson.objects.get(customer=customer)
    answer = client_of(sales_a).post(
        reverse("dealings:interaction_new", args=[customer.pk]),
        {
            "channel": "call",
            "text": "谈了年度框架",
            "people": person.pk,
            "names": "刘总、赵工",
            "step": "回访",
            "step_due": "3天后",
        },
        headers=HTMX,
    )
    assert answer.status_code == 204
    triggered = json.loads(answer.headers["HX-Trigger"])
    made = Interaction.objects.get()
    assert triggered["kd:timeline"] is True
    assert f"/dealings/interaction/{made.pk}/withdraw/" in json.dumps(triggered)
    assert words_of_one(made).names == ["刘总", "赵工"]
    task = Task.objects.get()
    assert (task.title, task.due_on) == ("回访", today() + timedelta(days=3))
    assert task.source_id == made.pk


@pytest.mark.parametrize(
    ("name", "given", "field"),
    [
        ("interaction_new", {"channel": "call", "text": " "}, "text"),
        ("interaction_new", {"channel": "smoke", "text": "好"}, "channel"),
        ("purchase_new", {"item": "云", "amount": "很多", "bought_on": "2026-05-03"}, "amount"),
        ("purchase_new", {"item": "", "amount": "1", "bought_on": "2026-05-03"}, "item"),
        ("purchase_new", {"item": "云", "amount": "1", "bought_on": "2199-05-03"}, "bought_on"),
        ("need_new", {"text": ""}, "text"),
        ("task_new", {"title": "回访", "due_on": "某天"}, "due_on"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(
    name: str, given: dict[str, str], field: str, customer: Customer, sales_a: Person, client_of: ClientOf
) -> None:
    answer = client_of(sales_a).post(reverse(f"dealings:{name}", args=[customer.pk]), given, headers=HTMX)
    assert answer.status_code == 400
    assert json.loads(answer.headers["HX-Trigger"])["kd:error"]["field"] == field


def test_purchase_and_need_and_the_panels_show_them(
    customer: Customer, sales_a: Person, client_of: ClientOf
) -> None:
    client = client_of(sales_a)
    given = {"item": "云服务", "amount": "1.2万", "quantity": "3", "unit": "套", "bought_on": f"{today()}"}
    assert client.post(reverse("dealings:purchase_new", args=[customer.pk]), given).status_code == 204
    client.post(reverse("dealings:need_new", args=[customer.pk]), {"kind": "special", "text": "要求月结"})
    assert "¥12,000.00" in client.get(reverse("dealings:figures", args=[customer.pk])).content.decode()
    assert "云服务" in client.get(reverse("dealings:purchases", args=[customer.pk])).content.decode()
    assert "要求月结" in client.get(reverse("dealings:needs", args=[customer.pk])).content.decode()
    stream = client.get(reverse("customer_timeline", args=[customer.pk])).content.decode()
    assert "云服务 · 3 套" in stream
    assert "要求月结" in stream


def test_a_pasted_chat_is_recognised(customer: Customer, sales_a: Person, client_of: ClientOf) -> None:
    text = f"王芳 2026/05/20 10:32\n合同看过了\n{sales_a.name} 2026/05/20 10:35\n好的\n刘总 2026/05/20 10:36\n可以"
    read = client_of(sales_a).post(reverse("dealings:chat", args=[customer.pk]), {"text": text}).json()
    assert (read["people"], read["names"], read["at"], read["channel"]) == (
        [ContactPerson.objects.get().pk],
        "刘总",
        "2026-05-20T10:32",
        "wechat",
    )


def test_the_palette_reads_an_order_and_keeps_it_at_once(
    customer: Customer, sales_a: Person, client_of: ClientOf
) -> None:
    client = client_of(sales_a)
    body = client.get(
        reverse("search_instant"), {"q": "记录电话 华信 谈了年度框架 下周三回访"}
    ).content.decode()
    assert f'data-post="/customers/{customer.pk}/quick/"' in body
    assert "任务：回访" in body
    said = {"what": "call", "said": "谈了年度框架 下周三回访"}
    answer = client.post(f"/customers/{customer.pk}/quick/", said).json()
    assert Task.objects.get().title == "回访"
    assert client.post(answer["undo"], headers=HTMX).status_code == 204
    assert Interaction.objects.get().is_withdrawn
    assert not Task.objects.open().exists()


@pytest.mark.parametrize(
    ("line", "kept"),
    [("购买 云服务 3套 12000元", Purchase), ("需求 要求月结", Need), ("任务 明天寄样品", Task)],
)
def test_other_orders(
    line: str, kept: type[Purchase], customer: Customer, sales_a: Person, client_of: ClientOf
) -> None:
    word, _, said = line.partition(" ")
    what = {"购买": "purchase", "需求": "need", "任务": "task"}[word]
    client_of(sales_a).post(f"/customers/{customer.pk}/quick/", {"what": what, "said": said})
    assert kept.objects.count() == 1


def test_the_palette_finds_nobody_outside_the_rights(
    customer: Customer, sales_b: Person, manager: Person, client_of: ClientOf
) -> None:
    for person in (sales_b, manager):
        body = client_of(person).get(reverse("search_instant"), {"q": "记录电话 华信 谈了"}).content.decode()
        assert "/quick/" not in body


def test_a_dealing_is_changed_in_its_dialog_unless_somebody_was_faster(
    customer: Customer, sales_a: Person, client_of: ClientOf
) -> None:
    client = client_of(sales_a)
    made = make_purchase(customer, by=sales_a, quantity="3", unit="套")
    url = reverse("dealings:dealing", args=["purchase", made.pk])
    assert 'value="3"' in client.get(url).content.decode()
    given = {"item": "改名", "amount": "5", "bought_on": "2026-05-03", "revision": "1"}
    assert client.post(url, given, headers=HTMX).status_code == 204
    assert client.post(url, given | {"item": "又改"}, headers=HTMX).status_code == 409
    assert Purchase.objects.get().item == "改名"


def test_dialogs_show_interaction_and_need(customer: Customer, sales_a: Person, client_of: ClientOf) -> None:
    client = client_of(sales_a)
    talk, need = make_interaction(customer, by=sales_a), make_need(customer, by=sales_a)
    assert (
        "谈了年度框架"
        in client.get(reverse("dealings:dealing", args=["interaction", talk.pk])).content.decode()
    )
    assert "要求月结" in client.get(reverse("dealings:dealing", args=["need", need.pk])).content.decode()
    assert client.get(reverse("dealings:dealing", args=["rumour", need.pk])).status_code == 404
