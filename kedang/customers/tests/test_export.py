import pytest

from kedang.core.actor import as_actor
from kedang.core.errors import DomainError, Invalid, Refused
from kedang.customers.export import begin_export, export_rows
from kedang.customers.models import Customer
from kedang.customers.tests.makers import make_customer
from kedang.ledger.models import Event
from kedang.ledger.record import read_payload, read_reason
from kedang.people.models import Person

MOBILE = "13800138000"


@pytest.fixture
def customers(sales_a: Person, sales_b: Person) -> list[Customer]:
    """One of 销售甲, one of 销售乙."""
    return [
        make_customer("ABC公司", by=sales_a, contacts={"mobile": MOBILE}),
        make_customer("乐山公司", by=sales_b, contacts={"mobile": "13900139000"}),
    ]


def names(person: Person, query: str = "") -> list[str]:
    rows = list(export_rows(query, in_clear=False, actor=as_actor(person)))
    place = rows[0].index("客户名称")
    return [row[place] for row in rows[1:]]


def test_the_list_holds_what_one_may_export_and_nothing_else(
    customers: list[Customer], manager: Person, outsider: Person
) -> None:
    assert sorted(names(manager)) == ["ABC公司", "乐山公司"]
    assert names(outsider) == []


def test_a_query_chooses(customers: list[Customer], manager: Person) -> None:
    assert names(manager, "乐山") == ["乐山公司"]


def test_contact_points_are_masked_unless_somebody_says_why(
    customers: list[Customer], manager: Person
) -> None:
    masked = [cell for row in export_rows("", in_clear=False, actor=as_actor(manager)) for cell in row]
    clear = [cell for row in export_rows("", in_clear=True, actor=as_actor(manager)) for cell in row]
    assert "138****8000" in masked
    assert not any("00138000" in cell or "138 0013 8000" in cell for cell in masked)
    assert any(cell.replace(" ", "") == MOBILE for cell in clear)


def test_in_clear_needs_a_reason(manager: Person) -> None:
    with pytest.raises(Invalid, match="原因"):
        begin_export(None, query="", in_clear=True, actor=as_actor(manager))


def test_without_the_right_nothing_begins(outsider: Person) -> None:
    with pytest.raises(Refused):
        begin_export(None, query="", in_clear=False, actor=as_actor(outsider))


def test_every_record_taken_is_in_the_ledger_before_it_leaves(
    customers: list[Customer], manager: Person
) -> None:
    rows = export_rows("", in_clear=False, actor=as_actor(manager))
    next(rows)
    assert not Event.objects.filter(kind="customers.exported").exists()
    next(rows)
    taken = Event.objects.filter(kind="customers.exported").values_list("customer_id", flat=True)
    assert set(taken) == {customer.pk for customer in customers}


def test_the_beginning_tells_query_and_reason(manager: Person) -> None:
    actor = as_actor(manager, reason="年度核对")
    begin_export(None, query="阶段:现有客户", in_clear=True, actor=actor)
    event = Event.objects.get(kind="customers.export_begun")
    payload = read_payload(event)
    assert payload is not None
    assert payload["details"] == {"query": "阶段:现有客户", "in_clear": True}
    assert read_reason(event) == "年度核对"


def test_a_query_that_makes_no_sense_is_an_error(manager: Person) -> None:
    with pytest.raises(DomainError):
        list(export_rows("没有这个字段:1", in_clear=False, actor=as_actor(manager)))
