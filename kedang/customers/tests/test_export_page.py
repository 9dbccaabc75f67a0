from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import openpyxl
import pytest
from django.test import Client

from kedang.customers import export
from kedang.customers.models import Customer
from kedang.customers.tests.makers import make_customer
from kedang.ledger.models import Event
from kedang.ledger.record import read_payload, read_reason
from kedang.people.models import Person

SignIn = Callable[[Person], Client]
ASKED = {"q": "", "format": "xlsx", "reason": "年度核对"}
PATH = "/customers/export/"


@pytest.fixture
def customers(sales_a: Person, sales_b: Person) -> list[Customer]:
    """One of 销售甲 (华东), one of 销售乙 (华南)."""
    return [
        make_customer("ABC公司", by=sales_a, contacts={"mobile": "13800138000"}),
        make_customer("乐山公司", by=sales_b, contacts={"mobile": "13900139000"}),
    ]


def cells(content: bytes) -> list[str]:
    sheet = openpyxl.load_workbook(BytesIO(content)).active
    assert sheet is not None
    return [str(cell) for row in sheet.iter_rows(values_only=True) for cell in row]


def test_a_head_takes_the_customers_of_the_department_masked(
    customers: list[Customer], head: Person, client_of: SignIn
) -> None:
    client = client_of(head)
    assert 'name="reason"' in client.get(PATH, {"q": "ABC"}).content.decode()
    answer = client.post(PATH, ASKED)
    assert "attachment" in answer.headers["Content-Disposition"]
    taken = cells(answer.content)
    assert "ABC公司" in taken
    assert "乐山公司" not in taken
    assert "138****8000" in taken
    assert set(Event.objects.filter(kind="customers.exported").values_list("customer_id", flat=True)) == {
        customers[0].pk
    }
    begun = Event.objects.get(kind="customers.export_begun")
    payload = read_payload(begun)
    assert payload is not None
    assert payload["details"] == {"query": "", "in_clear": False}
    assert read_reason(begun) == "年度核对"


def test_in_clear_only_for_who_may_see_it_so(
    customers: list[Customer], head: Person, archivist: Person, client_of: SignIn
) -> None:
    asked = {**ASKED, "format": "csv", "in_clear": "on"}
    assert "13800138000" in client_of(head).post(PATH, asked).content.decode("utf-8-sig").replace(" ", "")
    refused = client_of(archivist).post(PATH, asked).content.decode()
    assert "明文" in refused
    assert "138" not in refused
    assert 'name="in_clear"' not in client_of(archivist).get(PATH).content.decode()


def test_nothing_leaves_without_a_reason(customers: list[Customer], head: Person, client_of: SignIn) -> None:
    page = client_of(head).post(PATH, {**ASKED, "reason": ""})
    assert page.headers["Content-Type"].startswith("text/html")
    assert not Event.objects.filter(kind="customers.export_begun").exists()


def test_who_may_not_export_is_refused_and_sees_no_button(
    customers: list[Customer], sales_a: Person, outsider: Person, head: Person, client_of: SignIn
) -> None:
    for person in (sales_a, outsider):
        assert client_of(person).post(PATH, ASKED).status_code == 403
        assert PATH not in client_of(person).get("/customers/").content.decode()
    assert PATH in client_of(head).get("/customers/").content.decode()


def test_too_many_are_left_to_the_command(
    customers: list[Customer], manager: Person, client_of: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export, "MOST", 1)
    page = client_of(manager).post(PATH, ASKED).content.decode()
    assert "kedang export" in page
    assert not Event.objects.filter(kind="customers.exported").exists()
    assert client_of(manager).post(PATH, {**ASKED, "q": "ABC"}).status_code == 200


def test_a_query_that_finds_nothing_or_makes_no_sense_is_said(
    customers: list[Customer], manager: Person, client_of: SignIn
) -> None:
    assert "没有可以导出的客户" in client_of(manager).post(PATH, {**ASKED, "q": "没有这个"}).content.decode()
    assert "没有这个字段" in client_of(manager).post(PATH, {**ASKED, "q": "没有这个字段:1"}).content.decode()
