"""Asking whether a customer exists beyond one's rights (A12)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kedang.core.actor import as_actor
from kedang.core.clock import frozen, now
from kedang.customers import blindness, duplicates
from kedang.customers.models import BlindCheck
from kedang.customers.tests.makers import make_customer
from kedang.ledger.models import Event
from kedang.ledger.record import read_payload
from kedang.notify.models import Notice
from kedang.people.models import Person

USCC = "91110000600037341L"
MOBILE = "13812345678"


def ask(person: Person, **typed: str) -> duplicates.Answer:
    return duplicates.find(duplicates.keys_while_typing(typed), as_actor(person))


def test_a_name_tells_nothing_beyond_ones_rights(sales_a: Person, sales_b: Person) -> None:
    make_customer("华信科技", by=sales_a)
    assert not ask(sales_b, name="华信科技")
    assert ask(sales_a, name="华信科技").known[0].reason == "名称相同"
    assert not BlindCheck.objects.exists(), "a name alone is no question beyond one's rights"


def test_a_whole_number_tells_the_department_and_nothing_else(sales_a: Person, sales_b: Person) -> None:
    make_customer("华信科技", by=sales_a, contacts={"mobile": MOBILE}, uscc=USCC)
    for typed in ({"mobile": MOBILE}, {"landline": "+86 138 1234 5678"}, {"uscc": USCC}):
        answer = ask(sales_b, **typed)
        assert answer.hidden is not None
        assert (answer.known, answer.hidden.customer, answer.hidden.department) == ([], None, "华东销售部")


def test_part_of_a_number_tells_nothing(sales_a: Person, sales_b: Person) -> None:
    make_customer("华信科技", by=sales_a, contacts={"mobile": MOBILE})
    assert not ask(sales_b, mobile=MOBILE[:-1], uscc=USCC[:-1])


def test_an_answer_costs_and_measures_the_same_with_a_hidden_match_and_without(
    sales_a: Person, sales_b: Person, client_of: Callable[[Person], Client]
) -> None:
    make_customer("华信科技", by=sales_a, contacts={"mobile": MOBILE}, uscc=USCC)
    browser = client_of(sales_b)
    browser.post("/customers/duplicates/", {"mobile": "13900000009"})  # the session's and the month's first
    answers = []
    for typed in (
        {"name": "别的名字", "mobile": "13900000000", "uscc": "91310000MA1FL4LQ0X"},
        {"name": "华信科技", "mobile": MOBILE, "uscc": USCC},
        {"name": "第三个", "mobile": "13900000001", "uscc": "91310000MA1FL4LQ0X"},
    ):
        BlindCheck.objects.all().delete()
        with CaptureQueriesContext(connection) as queries:
            answers.append((browser.post("/customers/duplicates/", typed), len(queries)))
    (none, none_queries), (hidden, hidden_queries), (_again, again_queries) = answers
    assert "已存在，请联系华东销售部" in hidden.content.decode()
    assert "华信" not in hidden.content.decode()
    assert not none.content.strip()
    assert none_queries == again_queries == hidden_queries
    assert len(none.content) == len(hidden.content)


def test_the_thirty_first_value_of_an_hour_is_not_looked_for(sales_a: Person, sales_b: Person) -> None:
    make_customer("华信科技", by=sales_a, contacts={"mobile": MOBILE})
    for number in range(blindness.AN_HOUR):
        ask(sales_b, mobile=f"139{number:08}")
    answer = ask(sales_b, mobile=MOBILE)
    assert (answer.hidden, answer.is_limited) == (None, True)
    assert ask(sales_a, mobile=MOBILE).known, "within one's rights nothing is limited"
    with frozen(now() + timedelta(hours=1, minutes=1)):
        assert ask(sales_b, mobile=MOBILE).hidden is not None


def test_asking_again_for_the_same_is_no_second_question(sales_a: Person, sales_b: Person) -> None:
    make_customer("华信科技", by=sales_a, contacts={"mobile": MOBILE})
    for _time in range(3):
        assert ask(sales_b, name="打字中", mobile=MOBILE).hidden is not None
    assert BlindCheck.objects.count() == 1
    assert Event.objects.filter(kind="customers.blind_checked").count() == 1


def test_the_ledger_knows_who_asked_and_whether_there_was_something(sales_a: Person, sales_b: Person) -> None:
    customer = make_customer("华信科技", by=sales_a, contacts={"mobile": MOBILE})
    ask(sales_b, mobile=MOBILE)
    ask(sales_b, mobile="13900000000")
    first, second = Event.objects.filter(kind="customers.blind_checked").order_by("pk")
    assert (first.actor_id, first.customer_id, second.customer_id) == (sales_b.pk, customer.pk, None)
    payload = read_payload(second)
    assert payload is not None
    assert payload["details"] == {"values": 1, "found": False}


def test_a_burst_is_told_once_to_who_watches_over_privacy_and_security(
    sales_b: Person, privacy_officer: Person, security_admin: Person, head: Person
) -> None:
    for number in range(blindness.AN_HOUR + 3):
        ask(sales_b, mobile=f"139{number:08}")
    told = Notice.objects.filter(kind="customers.blind_checks")
    assert sorted(told.values_list("person_id", flat=True)) == sorted([privacy_officer.pk, security_admin.pk])


def test_what_was_asked_is_forgotten_after_a_week(sales_b: Person) -> None:
    with frozen(now() - timedelta(days=8)):
        ask(sales_b, mobile=MOBILE)
    ask(sales_b, mobile="13900000000")
    assert blindness.forget_old() == 1
    assert BlindCheck.objects.count() == 1
