from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from kedang.core.actor import as_actor
from kedang.core.errors import Conflict, Invalid, NotFound, Refused
from kedang.customers.models import Customer
from kedang.customers.tests.makers import make_customer
from kedang.jobs import run_pending
from kedang.ledger.models import Event
from kedang.people.models import Person
from kedang.quality.actions.checks import (
    Draft,
    answer_item,
    correct_answer,
    finish_check,
    settle_item,
    start_check,
    stop_check,
)
from kedang.quality.models import SampleCheck, SampleItem
from kedang.quality.sampling.drawing import population
from kedang.quality.sampling.judging import Said
from kedang.quality.sampling.report import progress_of, report_of
from kedang.quality.sampling.wilson import interval
from kedang.quality.tests.conftest import FULL

FIELDS = ["name", "region", "contact:mobile"]
RIGHT = Said("correct")


@pytest.fixture
def customers(sales_a: Person, head: Person) -> list[Customer]:
    return [make_customer(f"第{place}公司", by=sales_a, contacts=FULL) for place in range(6)]


@pytest.fixture
def draft(archivist: Person, service_person: Person) -> Draft:
    return Draft("季度核对", archivist, service_person, FIELDS, 4, seed=7)


@pytest.fixture
def service_person(make_person: Callable[..., Person], headquarters: Any) -> Person:
    """客服 of the head office: sees all departments below."""
    return make_person("客服总", "service_all", headquarters, posts=("service",))


@pytest.fixture
def check(draft: Draft, customers: list[Customer], head: Person) -> SampleCheck:
    made = start_check(None, draft, actor=as_actor(head))
    run_pending()
    made.refresh_from_db()
    return made


def answer(item: SampleItem, person: Person, **said: Said) -> None:
    given = dict.fromkeys(FIELDS, RIGHT) | {key.replace("__", ":"): one for key, one in said.items()}
    answer_item(item, given, actor=as_actor(person))


def test_the_same_seed_draws_the_same_customers(check: SampleCheck, draft: Draft, head: Person) -> None:
    again = start_check(None, draft, actor=as_actor(head))
    run_pending()
    drawn = [list(one.drawn.in_order().values_list("customer_id", flat=True)) for one in (check, again)]
    assert len(drawn[0]) == 4
    assert drawn[0] == drawn[1]
    assert (check.population, check.state) == (6, "running")


def test_a_share_is_rounded_up(draft: Draft, customers: list[Customer], head: Person) -> None:
    draft = Draft(**{**draft.__dict__, "size": 20, "is_percent": True})
    made = start_check(None, draft, actor=as_actor(head))
    run_pending()
    assert made.drawn.count() == 2


def test_what_a_checker_owns_or_does_not_see_is_left_out(
    customers: list[Customer], head: Person, archivist: Person, sales_b: Person
) -> None:
    make_customer("主管自己的", by=head)
    own = SampleCheck(person=head, first=head, second=archivist, query="", fields=FIELDS, size=5, seed=1)
    assert (len(population(own)[0]), population(own)[1]) == (6, 1)
    other = SampleCheck(person=head, first=archivist, second=sales_b, query="", fields=FIELDS, size=5, seed=1)
    assert population(other) == ([], 7)


def test_an_empty_population_ends_the_check(draft: Draft, head: Person) -> None:
    made = start_check(None, draft, actor=as_actor(head))
    run_pending()
    made.refresh_from_db()
    assert (made.state, made.population) == ("done", 0)


def test_two_different_persons_who_may_see_customers(
    draft: Draft, head: Person, outsider: Person, sales_a: Person
) -> None:
    def start(**other: Any) -> None:
        start_check(None, Draft(**{**draft.__dict__, **other}), actor=as_actor(head))

    wrongs: tuple[dict[str, Any], ...] = (
        {"second": draft.first}, {"second": outsider}, {"fields": []}, {"fields": ["id_number"]},
        {"size": 0}, {"title": " "}, {"size": 101, "is_percent": True},
    )  # fmt: skip
    for wrong in wrongs:
        with pytest.raises(Invalid):
            start(**wrong)
    with pytest.raises(Refused):
        start_check(None, draft, actor=as_actor(sales_a))


def test_only_the_two_answer_once_and_never_their_own(
    check: SampleCheck, archivist: Person, sales_a: Person, sales_b: Person, head: Person
) -> None:
    item = check.drawn.in_order()[0]
    for person, error in ((sales_a, Refused), (head, Refused), (sales_b, NotFound)):
        with pytest.raises(error):
            answer(item, person)
    with pytest.raises(Invalid):
        answer_item(item, {"name": RIGHT}, actor=as_actor(archivist))
    answer(item, archivist)
    with pytest.raises(Conflict):
        answer(item, archivist)
    other = check.drawn.in_order()[1]
    Customer.objects.filter(pk=other.customer_id).update(owner=archivist)
    other = SampleItem.objects.get(pk=other.pk)
    with pytest.raises(Refused):
        answer(other, archivist)


def test_agreement_settles_and_a_difference_waits_for_the_starter(
    check: SampleCheck, archivist: Person, service_person: Person, head: Person
) -> None:
    first, second = check.drawn.in_order()[:2]
    for person in (archivist, service_person):
        answer(first, person, region=Said("wrong", "浙江杭州"))
    first.refresh_from_db()
    assert first.settled_at is not None
    answer(second, archivist, region=Said("wrong", "浙江杭州"))
    answer(second, service_person, region=Said("wrong", "江苏南京"))
    second.refresh_from_db()
    assert (second.settled_at, second.answers.get(is_disputed=True).key) == (None, "region")
    with pytest.raises(Refused):
        settle_item(second, {"region": RIGHT}, actor=as_actor(archivist))
    settle_item(second, {"region": Said("wrong", "江苏南京")}, actor=as_actor(head))
    assert progress_of(check).settled == 2
    assert Event.objects.filter(kind="quality.check_settled", customer_id=second.customer_id).count() == 1


def test_the_second_does_not_see_the_first_answers_before_their_own(
    check: SampleCheck,
    archivist: Person,
    service_person: Person,
    head: Person,
    client_of: Callable[..., Client],
) -> None:
    item = check.drawn.in_order()[0]
    answer(item, archivist, region=Said("wrong", "浙江杭州"))
    address = reverse("quality:item", args=[item.pk])
    assert "浙江杭州" in client_of(archivist).get(address).content.decode()
    for person in (service_person, head):
        assert "浙江杭州" not in client_of(person).get(address).content.decode()
    answer(item, service_person)
    for person in (service_person, head):
        assert "浙江杭州" in client_of(person).get(address).content.decode()


def test_the_report_says_how_often_and_how_sure(
    check: SampleCheck, archivist: Person, service_person: Person, head: Person, sales_a: Person
) -> None:
    for place, item in enumerate(check.drawn.in_order()):
        said = Said("wrong", "浙江杭州") if place == 0 else Said("unknown") if place == 1 else RIGHT
        for person in (archivist, service_person):
            answer(item, person, region=said)
    report = report_of(check)
    region = report.fields[1]
    assert (region.judged, region.wrong, region.unknown, region.percent) == (3, 1, 1, "33.3%")
    assert (report.whole.judged, report.owners[0].label, report.agreed) == (11, sales_a.name, "100%")
    finish_check(check, actor=as_actor(head))
    with pytest.raises(Conflict):
        stop_check(check, actor=as_actor(head))


def test_it_is_finished_only_when_everybody_is_through(
    check: SampleCheck, head: Person, manager: Person
) -> None:
    with pytest.raises(Conflict):
        finish_check(check, actor=as_actor(head))
    with pytest.raises(Refused):
        stop_check(check, actor=as_actor(manager))
    stop_check(check, actor=as_actor(head))
    check.refresh_from_db()
    assert check.state == "stopped"


def test_a_right_value_becomes_the_customers(
    check: SampleCheck, archivist: Person, service_person: Person, head: Person, sales_a: Person
) -> None:
    item = check.drawn.in_order()[0]
    for person in (archivist, service_person):
        answer(item, person, region=Said("wrong", "浙江杭州"), contact__mobile=Said("wrong", "13900001111"))
    region, mobile = item.answers.get(key="region"), item.answers.get(key="contact:mobile")
    with pytest.raises(Refused):
        correct_answer(item, region, actor=as_actor(sales_a))
    correct_answer(item, region, actor=as_actor(head))
    correct_answer(item, mobile, actor=as_actor(head))
    customer = Customer.objects.get(pk=item.customer_id)
    assert customer.region == "330100"
    with pytest.raises(Conflict):
        correct_answer(item, region, actor=as_actor(head))
    with pytest.raises(Invalid):
        correct_answer(item, item.answers.get(key="name"), actor=as_actor(head))


def test_only_those_concerned_see_a_check(
    check: SampleCheck, archivist: Person, head: Person, sales_a: Person, manager: Person, auditor: Person
) -> None:
    seen = [person for person in (head, archivist, sales_a, manager, auditor)
            if SampleCheck.objects.visible_to(as_actor(person)).exists()]  # fmt: skip
    assert seen == [head, archivist, auditor]


@given(st.integers(0, 500), st.integers(1, 500))
def test_the_interval_holds_the_rate(hits: int, of: int) -> None:
    hits = min(hits, of)
    found = interval(hits, of)
    assert found is not None
    assert 0 <= found[0] <= hits / of + 1e-9
    assert hits / of - 1e-9 <= found[1] <= 1


def test_the_interval_is_wilsons() -> None:
    found = interval(10, 100)
    assert found is not None
    assert [round(one, 4) for one in found] == [0.0552, 0.1744]
    assert interval(0, 0) is None
