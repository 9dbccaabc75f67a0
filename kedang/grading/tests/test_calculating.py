from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from pytest_django import DjangoAssertNumQueries

from kedang.core.actor import as_actor
from kedang.core.clock import today
from kedang.core.errors import Conflict
from kedang.customers.models import Customer
from kedang.customers.tests.makers import make_customer
from kedang.dealings.tests.makers import make_interaction, make_purchase
from kedang.grading import calculating, words
from kedang.grading.actions.calculations import start_calculation
from kedang.grading.models import Calculation, Method, Proposal, Score
from kedang.grading.population import period_of
from kedang.jobs import run_pending
from kedang.ledger.models import Event
from kedang.people.models import Person


def calculate(by: Person) -> Calculation:
    made = start_calculation(None, actor=as_actor(by))
    run_pending()
    made.refresh_from_db()
    return made


def score(customer: Customer, method: str) -> Score:
    return Score.objects.get(customer=customer, method=method)


def test_everybody_who_bought_has_four_scores_with_method_version_inputs_and_date(
    five: list[Customer], head: Person
) -> None:
    made = calculate(head)
    assert (made.state, made.done, made.total) == ("done", 5, 5)
    assert [score(one, Method.ABC).segment for one in five] == ["A", "A", "B", "C", "C"]
    assert Score.objects.count() == 20
    first = score(five[0], Method.CLV)
    assert first.value == Decimal("40000.00")  # 50,000 · 0.3 · 0.8 ÷ 0.3
    assert (first.version, first.as_of) == ("1", today())
    assert first.inputs["yearly"] == "15000.00"
    assert score(five[0], Method.RFM).inputs["customers"] == 5
    kinds = Event.objects.filter(kind__startswith="grading.calculation").values_list("kind", flat=True)
    assert sorted(kinds) == ["grading.calculation_finished", "grading.calculation_started"]


def test_the_reason_tells_the_place_among_all_and_nothing_the_whole_revenue_follows_from(
    five: list[Customer], head: Person
) -> None:
    calculate(head)
    told = [" ".join(words.tell(score(one, Method.ABC)).sentences) for one in five]
    assert "购买额排第 1 位，共 5 位客户" in told[0]
    assert "购买额排第 5 位，共 5 位客户" in told[4]
    proposals = [" ".join(words.basis_of(one)) for one in Proposal.objects.order_by("customer_id")]
    assert "购买额排第 2 位，共 5 位客户" in proposals[1]
    assert not [line for line in (*told, *proposals) if "%" in line]
    assert not [one.inputs for one in Score.objects.filter(method=Method.ABC) if "total" in one.inputs]


def test_equal_revenue_has_an_equal_place(five: list[Customer], sales_a: Person, head: Person) -> None:
    make_purchase(five[1], 20_000, by=sales_a, bought_on=str(today()))
    calculate(head)
    assert [score(one, Method.ABC).inputs["rank"] for one in five] == [1, 1, 3, 4, 5]


def test_a_calculation_proposes_and_changes_nothing(five: list[Customer], head: Person) -> None:
    made = calculate(head)
    assert made.proposed == 5
    assert set(Customer.objects.values_list("grade", flat=True)) == {""}
    assert list(Proposal.objects.order_by("customer_id").values_list("proposed", flat=True)) == list("AABCC")


def test_calculating_again_writes_over_and_proposes_nothing_twice(five: list[Customer], head: Person) -> None:
    calculate(head)
    again = calculate(head)
    assert (Score.objects.count(), Proposal.objects.count(), again.proposed) == (20, 5, 0)
    assert set(Score.objects.values_list("calculation", flat=True)) == {again.pk}


def test_two_calculations_do_not_run_at_once(five: list[Customer], head: Person) -> None:
    start_calculation(None, actor=as_actor(head))
    with pytest.raises(Conflict):
        start_calculation(None, actor=as_actor(head))


def test_a_killed_calculation_goes_on_after_the_last_customer(
    five: list[Customer], head: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calculating, "STEP", 2)
    made = start_calculation(None, actor=as_actor(head))
    asked = iter([False, True])
    assert calculating.perform(made, lambda: next(asked)) is False
    kept = Calculation.objects.get(pk=made.pk)
    assert (kept.done, kept.state) == (2, "running")
    before = dict(Score.objects.values_list("pk", "updated_at"))
    assert len(before) == 8
    run_pending()
    assert [score(one, Method.ABC).segment for one in five] == ["A", "A", "B", "C", "C"]
    assert dict(Score.objects.filter(pk__in=before).values_list("pk", "updated_at")) == before


def test_who_stopped_buying_keeps_no_old_class(five: list[Customer], head: Person, sales_a: Person) -> None:
    old = make_customer("旧客户", by=sales_a)
    make_purchase(old, 90_000, by=sales_a, bought_on=str(today() - timedelta(days=800)))
    calculate(head)
    assert list(Score.objects.filter(customer=old).values_list("method", flat=True)) == [Method.CHURN]


def test_churn_says_its_reasons_in_words(sales_a: Person, head: Person) -> None:
    customer = make_customer("渐行渐远公司", by=sales_a)
    for days in (400, 430, 460, 200):
        make_purchase(customer, 1000, by=sales_a, bought_on=str(today() - timedelta(days=days)))
    make_interaction(customer, by=sales_a, at=f"{today() - timedelta(days=130)} 10:00")
    calculate(head)
    found = score(customer, Method.CHURN)
    assert found.segment == "high"
    told = words.tell(found)
    assert told.sentences == [
        "已经 200 天没有购买，平时每 30 天买一次（55 分）",
        "近一年购买额比前一年少了 66%（25 分）",
        "已经 130 天没有联系（20 分）",
    ]


def test_the_period_ends_today_and_knows_short_months() -> None:
    period = period_of(date(2026, 3, 31), 1)
    assert (period.since, period.until) == (date(2026, 3, 1), date(2026, 4, 1))
    leap = period_of(date(2028, 2, 29), 12)
    assert leap.since == date(2027, 3, 1)


def test_steps_cost_the_same_however_many_customers(
    five: list[Customer], head: Person, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    made = start_calculation(None, actor=as_actor(head))
    with django_assert_max_num_queries(32):
        calculating.perform(made)
