from dataclasses import replace
from decimal import Decimal

import pytest

from kedang import search
from kedang.core.actor import Actor, as_actor
from kedang.core.clock import today
from kedang.core.errors import Conflict, Invalid, NotFound, Refused
from kedang.customers.changing import NothingChanged
from kedang.customers.models import ContactPerson, Customer
from kedang.customers.tests.makers import make_customer
from kedang.dealings import totals
from kedang.dealings.actions.interactions import change_interaction, next_steps
from kedang.dealings.actions.needs import change_need, meet_need
from kedang.dealings.actions.purchases import change_purchase
from kedang.dealings.actions.withdrawal import bring_back, withdraw
from kedang.dealings.models import Interaction, Need, Purchase
from kedang.dealings.reading import InteractionFacts, NextStep, PurchaseFacts, read_need
from kedang.dealings.sealing import words_of_one
from kedang.dealings.states import facts_of
from kedang.dealings.tests.makers import make_interaction, make_need, make_purchase
from kedang.documents.tests.makers import make_document
from kedang.ledger.models import Event
from kedang.ledger.record import read_payload
from kedang.people.models import Person
from kedang.workflow.models import Task


@pytest.fixture
def actor(sales_a: Person) -> Actor:
    return as_actor(sales_a)


@pytest.fixture
def customer(sales_a: Person) -> Customer:
    return make_customer("华信科技有限公司", by=sales_a, people=[("王芳", "采购经理")])


def test_a_purchase_counts_in_the_totals_of_its_year(customer: Customer, actor: Actor) -> None:
    year = today().year
    make_purchase(customer, "1200.50", by=actor, bought_on=f"{year}-01-03")
    make_purchase(customer, "-200", by=actor, bought_on=f"{year - 1}-12-31")
    make_purchase(customer, "50", by=actor, currency="美元", bought_on=f"{year - 3}-06-01")
    cny, usd = totals.of_customer(customer.pk)
    assert (cny.currency, cny.this_year, cny.last_year, cny.all) == (
        "CNY",
        Decimal("1200.50"),
        Decimal(-200),
        Decimal("1000.50"),
    )
    assert (usd.currency, usd.this_year, usd.all, usd.purchases) == ("USD", Decimal(0), Decimal(50), 1)
    kept = totals.figures_of(customer.pk)
    assert (kept.bought, kept.purchases, str(kept.last_purchase_on)) == (
        Decimal("1000.50"),
        3,
        f"{year}-01-03",
    )


def test_revenue_is_of_the_period_and_the_currency(customer: Customer, actor: Actor) -> None:
    make_purchase(customer, "100", by=actor, bought_on="2026-01-01")
    make_purchase(customer, "30", by=actor, bought_on="2025-12-31")
    make_purchase(customer, "9", by=actor, bought_on="2026-02-01", currency="USD")
    (one,) = totals.revenue(today().replace(2026, 1, 1), today().replace(2027, 1, 1))
    assert (one.customer_id, one.amount, one.purchases) == (customer.pk, Decimal(100), 1)


def test_what_was_written_is_sealed_and_its_event_names_it(customer: Customer, actor: Actor) -> None:
    made = make_interaction(customer, "对方要求账期六十天", by=actor, names=["刘总"])
    assert "账期".encode() not in bytes(made.content)
    assert words_of_one(made).text == "对方要求账期六十天"
    event = Event.objects.get(kind="dealings.interaction_recorded")
    payload = read_payload(event)
    assert payload is not None
    assert {one["field"]: one["new"] for one in payload["changes"]}["names"] == ["刘总"]


def test_people_and_files_of_the_customer_take_part(
    customer: Customer, actor: Actor, sales_a: Person
) -> None:
    person = ContactPerson.objects.get(customer=customer)
    document = make_document(customer, by=sales_a, original_name="纪要.txt", content="纪要".encode())
    made = make_interaction(customer, by=actor, people=[person.pk], documents=[document.pk])
    assert list(made.people.all()) == [person]
    assert list(made.documents.all()) == [document]


def test_people_files_and_projects_of_others_are_refused(
    customer: Customer, actor: Actor, sales_a: Person
) -> None:
    other = make_customer("永丰贸易有限公司", by=sales_a, people=[("李明", "")], projects=["扩建"])
    document = make_document(other, by=sales_a, original_name="纪要.txt", content=b"x")
    with pytest.raises(Invalid, match="联系人"):
        make_interaction(customer, by=actor, people=[other.contact_people.get().pk])
    with pytest.raises(Invalid, match="文档"):
        make_interaction(customer, by=actor, documents=[document.pk])
    with pytest.raises(Invalid, match="项目"):
        make_purchase(customer, by=actor, project_id=other.projects.get().pk)


def test_the_next_step_becomes_a_task(customer: Customer, actor: Actor) -> None:
    made = make_interaction(customer, by=actor, next_step=NextStep(title="回访", due_on=today()))
    (task,) = next_steps(made)
    assert (task.title, task.due_on, task.assignee_id, task.customer_id) == (
        "回访",
        today(),
        actor.id,
        customer.pk,
    )


def test_who_was_faster_wins_and_the_other_is_told(customer: Customer, actor: Actor) -> None:
    made = make_purchase(customer, by=actor)
    facts = facts_of(made)
    assert isinstance(facts, PurchaseFacts)
    change_purchase(made, replace(facts, amount=Decimal(5)), expected=1, actor=actor)
    with pytest.raises(Conflict):
        change_purchase(made, replace(facts, amount=Decimal(6)), expected=1, actor=actor)
    assert totals.figures_of(customer.pk).bought == 5


def test_the_same_again_is_no_change(customer: Customer, actor: Actor) -> None:
    made = make_need(customer, by=actor)
    with pytest.raises(NothingChanged):
        change_need(made, read_need(kind="need", text="要求月结"), actor=actor)


def test_a_need_is_met_and_open_again(customer: Customer, actor: Actor) -> None:
    need = make_need(customer, by=actor)
    meet_need(need, actor=actor)
    assert need.met_on == today()
    meet_need(need, actor=actor)
    assert need.met_on is None


def test_a_colleague_of_the_record_may_not_change_what_another_wrote(
    customer: Customer, actor: Actor, service: Person, head: Person
) -> None:
    made = make_interaction(customer, by=actor)
    facts = facts_of(made)
    assert isinstance(facts, InteractionFacts)
    changed = replace(facts, text="改写")
    from kedang.customers.actions.change import assign

    assign(customer, helpers=[service], actor=as_actor(head))
    with pytest.raises(Refused, match="经手人"):
        change_interaction(made, changed, actor=as_actor(service))
    change_interaction(made, changed, actor=as_actor(head))
    assert words_of_one(Interaction.objects.get(pk=made.pk)).text == "改写"


def test_withdrawn_it_counts_no_more_and_brought_back_it_does(customer: Customer, actor: Actor) -> None:
    made = make_purchase(customer, "100", by=actor)
    withdraw(made, actor=actor)
    assert totals.of_customer(customer.pk) == []
    with pytest.raises(Conflict):
        withdraw(made, actor=actor)
    bring_back(made, actor=actor)
    assert totals.of_customer(customer.pk)[0].all == 100


def test_withdrawing_an_interaction_drops_its_next_step_and_back(customer: Customer, actor: Actor) -> None:
    made = make_interaction(customer, by=actor, next_step=NextStep(title="回访"))
    withdraw(made, actor=actor)
    assert not Task.objects.open().exists()
    bring_back(made, actor=actor)
    assert Task.objects.open().count() == 1


def test_strangers_and_readers_record_nothing(customer: Customer, sales_b: Person, manager: Person) -> None:
    with pytest.raises(NotFound):
        make_interaction(customer, by=sales_b)
    with pytest.raises(Refused):
        make_interaction(customer, by=manager)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("购买金额>10000", True),
        ("购买金额>20000", False),
        ("最近购买<90天", True),
        ("未联系>90天", False),
        ("未联系<2天", True),
        ("沟通:电话", True),
        ("沟通:拜访", False),
        ("沟通:空", False),
        ("沟通内容:年度框架", True),
        ("沟通内容:不存在的词", False),
        ("需求:月结", True),
        ("需求:空", False),
        ("买过:云服务", True),
        ("-买过:云服务", False),
        ("购买次数>=2", True),
    ],
)
def test_dealings_are_asked_for_in_the_query_language(
    query: str, found: bool, customer: Customer, actor: Actor
) -> None:
    for _ in range(2):
        make_purchase(customer, "6000", by=actor, item="云服务", bought_on=today())
    make_interaction(customer, by=actor, at=today())
    make_need(customer, by=actor)
    page = search.find(Customer.objects.for_lists(), query, actor)
    assert [one.pk for one in page.items] == ([customer.pk] if found else [])


def test_texts_of_a_withdrawn_or_unseen_dealing_are_not_found(
    customer: Customer, actor: Actor, sales_b: Person
) -> None:
    made = make_interaction(customer, "暗号是芝麻", by=actor)
    assert search.find(Interaction.objects.all(), "芝麻", actor).items == [made]
    assert search.find(Interaction.objects.all(), "芝麻", as_actor(sales_b)).items == []
    withdraw(made, actor=actor)
    assert search.find(Interaction.objects.all(), "芝麻", actor).items == []


def test_every_kind_tells_one_event_each(customer: Customer, actor: Actor) -> None:
    before = Event.objects.count()
    make_purchase(customer, by=actor)
    make_interaction(customer, by=actor)
    make_need(customer, by=actor)
    assert Event.objects.count() == before + 3
    assert (Purchase.objects.count(), Need.objects.count()) == (1, 1)
