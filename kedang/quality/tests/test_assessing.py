from __future__ import annotations

from datetime import timedelta

import pytest

from kedang.core.actor import as_actor
from kedang.core.clock import frozen, now, today
from kedang.core.errors import Conflict, Invalid, NotFound, Refused
from kedang.customers.actions.contacts import add_contact
from kedang.customers.contacts import ContactInput
from kedang.customers.models import Customer
from kedang.customers.tests.makers import make_customer
from kedang.jobs import run_pending
from kedang.ledger.models import Event
from kedang.people.models import Person
from kedang.quality import settings
from kedang.quality.actions.findings import ignore_finding, take_up_finding
from kedang.quality.actions.settings import assess_again, set_rules
from kedang.quality.assessing import outdated
from kedang.quality.models import Assessment, Finding
from kedang.quality.reading import Asked, quality_of, worklist
from kedang.quality.scoring import losses, score_of
from kedang.quality.settings import Settings
from kedang.quality.tests.makers import assessed, finding_of, open_rules, spoil
from kedang.search import QueryError
from kedang.search import compile as find


@pytest.fixture
def poor(sales_a: Person, head: Person) -> Customer:
    """Without e-mail and landline."""
    return make_customer("瑞鑫公司", by=sales_a, contacts={"mobile": "13812345678"})


def test_a_change_is_looked_at_by_the_reaction(poor: Customer, sales_a: Person) -> None:
    run_pending()
    assert Assessment.objects.get(customer=poor).score == 84
    add_contact(poor, ContactInput("email", "a@b.example"), actor=as_actor(sales_a))
    run_pending()
    assert Assessment.objects.get(customer=poor).score == 92
    assert Finding.objects.get(customer=poor, field="contact:email").state == "solved"


def test_what_comes_back_is_open_again_since_then(customer: Customer) -> None:
    spoil(customer, uscc="123")
    first = finding_of(customer, "uscc").since
    spoil(customer, uscc="")
    assessed(customer)
    assert not open_rules(customer)
    with frozen(now() + timedelta(days=1)):
        spoil(customer, uscc="123")
        again = finding_of(customer, "uscc")
    assert (again.state, again.since > first) == ("open", True)


def test_only_what_may_have_changed_is_looked_at_again(customer: Customer, poor: Customer) -> None:
    kept = settings.present()
    assert outdated(0, 10, kept) == [customer.pk, poor.pk]
    assessed(customer)
    assessed(poor)
    assert outdated(0, 10, kept) == []
    with frozen(now() + timedelta(days=190)):
        assert outdated(0, 10, kept) == [customer.pk, poor.pk]
    other = Settings(off=frozenset({"required"}))
    assert outdated(0, 10, other) == [customer.pk, poor.pk]


def test_an_owner_who_leaves_or_comes_back_is_noticed_at_night(customer: Customer, sales_a: Person) -> None:
    assessed(customer)
    Person.objects.filter(pk=sales_a.pk).update(is_active=False)
    assert outdated(0, 10, settings.present()) == [customer.pk]
    assessed(customer)
    assert outdated(0, 10, settings.present()) == []
    Person.objects.filter(pk=sales_a.pk).update(is_active=True)
    assert outdated(0, 10, settings.present()) == [customer.pk]


def test_ignoring_takes_a_reason_and_wakes_on_its_day(poor: Customer, sales_a: Person) -> None:
    actor = as_actor(sales_a)
    assessed(poor)
    finding = Finding.objects.get(customer=poor, field="contact:email")
    with pytest.raises(Invalid):
        ignore_finding(finding, " ", actor=actor)
    with pytest.raises(Invalid):
        ignore_finding(finding, "没有", until=today(), actor=actor)
    ignore_finding(finding, "客户不用邮箱", until=today() + timedelta(days=30), actor=actor)
    assert Assessment.objects.get(customer=poor).score == 92
    with pytest.raises(Conflict):
        ignore_finding(finding, "再一次", actor=actor)
    shown = worklist(Asked(state="ignored"), actor).rows
    assert [one.why for one in shown] == ["客户不用邮箱"]
    with frozen(now() + timedelta(days=31)):
        assert assessed(poor).counts["required"] == 2
    assert Event.objects.filter(kind="quality.ignored", customer_id=poor.pk).count() == 1


def test_an_ignored_one_can_be_taken_up_again(poor: Customer, sales_a: Person) -> None:
    assessed(poor)
    finding = Finding.objects.filter(customer=poor)[0]
    ignore_finding(finding, "暂时不管", actor=as_actor(sales_a))
    take_up_finding(finding, actor=as_actor(sales_a))
    finding.refresh_from_db()
    assert (finding.state, finding.ignored_why) == ("open", None)


def test_who_may_ignore(
    poor: Customer, colleague: Person, head: Person, privacy_officer: Person, auditor: Person
) -> None:
    assessed(poor)
    finding = Finding.objects.filter(customer=poor)[0]
    for person, error in ((colleague, NotFound), (auditor, NotFound), (privacy_officer, Refused)):
        with pytest.raises(error):
            ignore_finding(finding, "试试", actor=as_actor(person))
    ignore_finding(finding, "主管看过", actor=as_actor(head))


def test_the_worklist_shows_what_belongs_to_visible_customers_the_gravest_first(
    poor: Customer, customer: Customer, sales_a: Person, sales_b: Person, head: Person
) -> None:
    spoil(customer, uscc="123")
    for one in (poor, customer):
        assessed(one)
    found = worklist(Asked(), as_actor(sales_a))
    assert [one.finding.rule for one in found.rows] == ["uscc", "required", "required"]
    assert (found.count, worklist(Asked(rule="uscc"), as_actor(head)).count) == (3, 1)
    assert worklist(Asked(mine=True), as_actor(head)).count == 0
    assert worklist(Asked(owner=sales_a, severity=2), as_actor(head)).count == 2
    assert worklist(Asked(), as_actor(sales_b)).count == 0
    assert quality_of(poor, as_actor(sales_b)).assessment is None


def test_the_score_costs_each_rule_at_most_three_times() -> None:
    kept = Settings()
    assert score_of({}, kept) == 100
    assert score_of({"required": 9}, kept) == 100 - 3 * 8
    assert score_of({"uscc": 3, "unreachable": 3, "no_owner": 3}, kept) == 0
    assert [one.is_capped for one in losses({"required": 9, "uscc": 1}, kept)] == [True, False]


def test_customers_are_found_by_score_and_by_finding(
    poor: Customer, customer: Customer, head: Person
) -> None:
    spoil(customer, uscc="123")
    assessed(poor)
    assessed(customer)
    actor = as_actor(head)
    assert list(find("质量<85", Customer, actor)) == [poor]
    assert list(find("问题:信用代码有误", Customer, actor)) == [customer]
    assert list(find("问题:空", Customer, actor)) == []
    assert list(find("问题程度:高", Customer, actor)) == [customer]
    with pytest.raises(QueryError):
        find("问题:没有这条", Customer, actor)


def test_rules_are_settings_and_everybody_is_looked_at_again(
    poor: Customer, archivist: Person, head: Person
) -> None:
    run_pending()
    with pytest.raises(Refused):
        set_rules(None, Settings(), actor=as_actor(head))
    with pytest.raises(Invalid):
        set_rules(None, Settings(points={1: 3, 2: 8, 3: 101}), actor=as_actor(archivist))
    set_rules(None, Settings(severity={"required": 1}), actor=as_actor(archivist))
    run_pending()
    assert Assessment.objects.get(customer=poor).score == 94
    set_rules(None, Settings(off=frozenset({"required"})), actor=as_actor(archivist))
    run_pending()
    assert Assessment.objects.get(customer=poor).score == 100


def test_a_head_may_have_it_looked_at_now(poor: Customer, head: Person, sales_a: Person) -> None:
    with pytest.raises(Refused):
        assess_again(None, actor=as_actor(sales_a))
    assess_again(None, actor=as_actor(head))
    run_pending()
    assert Assessment.objects.filter(customer=poor).exists()
