from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from kedang.core.actor import as_actor
from kedang.core.clock import frozen
from kedang.core.errors import Invalid, Refused
from kedang.customers.models import Customer, Tag
from kedang.customers.tests.makers import make_customer
from kedang.dealings.tests.makers import make_interaction
from kedang.grading import reading
from kedang.grading.actions.settings import set_levels
from kedang.grading.contacts import level_of, period_due, rhythm_of
from kedang.grading.levels import DEFAULT, HEAD, Level, Levels
from kedang.grading.models import ContactReminder
from kedang.grading.tasks import plan_missed_contacts
from kedang.jobs import run_pending
from kedang.ledger.models import Event
from kedang.people.models import Person
from kedang.people.system import system_person
from kedang.search import compile as find
from kedang.workflow.actions.tasks import complete_task
from kedang.workflow.models import Task

START = datetime(2026, 3, 1, 2, tzinfo=UTC)


def on(days: int) -> datetime:
    return START + timedelta(days=days)


@pytest.fixture
def customer(sales_a: Person, head: Person) -> Customer:
    with frozen(START):
        return make_customer("甲级公司", by=sales_a, grade="A")


def test_the_level_is_that_of_the_grade_and_vip_goes_first(customer: Customer, sales_a: Person) -> None:
    level = level_of(customer)
    assert level is not None
    assert (level.code, level.days, level.hours) == ("A", 30, 8)
    tag = Tag.objects.create(name="VIP客户", match_key="VIP客户")
    important = make_customer("贵宾公司", by=sales_a, tag_ids=[tag.pk])
    vip = level_of(important)
    assert vip is not None
    assert (vip.code, vip.days) == ("VIP", 14)
    assert level_of(make_customer("未评级公司", by=sales_a)) is None


def test_a_missed_contact_becomes_one_task_of_the_owner_once_for_each_period(
    customer: Customer, sales_a: Person
) -> None:
    with frozen(on(30)):
        plan_missed_contacts()
    assert not Task.objects.exists()
    for day in (31, 32):
        with frozen(on(day)):
            plan_missed_contacts()
    task = Task.objects.get()
    assert (task.assignee, task.customer, task.due_on) == (sales_a, customer, date(2026, 4, 1))
    assert ContactReminder.objects.get().due_on == date(2026, 3, 31)
    assert Event.objects.filter(kind="grading.contact_planned", customer_id=customer.pk).count() == 1
    with frozen(on(45)):
        complete_task(task, actor=as_actor(sales_a))
        plan_missed_contacts()
    assert Task.objects.count() == 1
    with frozen(on(61)):
        plan_missed_contacts()
    assert ContactReminder.objects.latest("pk").due_on == date(2026, 4, 30)


def test_a_contact_takes_it_off_the_list(customer: Customer, sales_a: Person) -> None:
    with frozen(on(40)):
        plan_missed_contacts()
        found = reading.missed_contacts(as_actor(sales_a), mine=True).rows
        assert [one.late for one in found] == [10]  # type: ignore[attr-defined]  # rows of this list
        assert list(find("联系逾期:是", Customer, as_actor(sales_a))) == [customer]
        assert list(find("联系逾期>9天", Customer, as_actor(sales_a))) == [customer]
        assert list(find("联系逾期>10天", Customer, as_actor(sales_a))) == []
    with frozen(on(41)):
        make_interaction(customer, by=sales_a, at="2026-04-11 10:00")
        assert not reading.missed_contacts(as_actor(sales_a), mine=True).rows
        assert list(find("联系逾期:是", Customer, as_actor(sales_a))) == []
        rhythm = rhythm_of(customer)
        assert rhythm is not None
        assert (rhythm.due_on, rhythm.late) == (date(2026, 5, 11), 0)


def test_a_contact_that_is_recorded_closes_the_task_that_asked_for_it(
    customer: Customer, sales_a: Person, head: Person
) -> None:
    with frozen(on(40)):
        plan_missed_contacts()
    with frozen(on(41)):
        run_pending()
        make_interaction(customer, by=head, at="2026-04-11 10:00")
        assert Task.objects.get().is_open
        run_pending()
    task = Task.objects.get()
    assert (task.is_open, task.done_by) == (False, system_person())
    assert Event.objects.filter(kind="workflow.task_done", customer_id=customer.pk).count() == 1


def test_a_contact_of_long_ago_leaves_the_task(customer: Customer, sales_a: Person) -> None:
    with frozen(on(40)):
        plan_missed_contacts()
        make_interaction(customer, by=sales_a, at="2026-03-02 10:00")
        run_pending()
    assert Task.objects.get().is_open


def test_only_who_sees_the_customer_sees_that_it_is_late(
    customer: Customer, sales_b: Person, head: Person
) -> None:
    with frozen(on(40)):
        plan_missed_contacts()
        assert not reading.missed_contacts(as_actor(sales_b), mine=False).rows
        assert len(reading.missed_contacts(as_actor(head), mine=False).rows) == 1
        assert not reading.missed_contacts(as_actor(head), mine=True).rows


def test_the_lost_and_the_ungraded_are_left_in_peace(sales_a: Person) -> None:
    with frozen(START):
        make_customer("流失公司", by=sales_a, grade="A", stage="lost")
        make_customer("未评级公司", by=sales_a)
    with frozen(on(400)):
        plan_missed_contacts()
    assert not Task.objects.exists()


def test_the_level_says_who_is_in_charge(customer: Customer, archivist: Person, head: Person) -> None:
    set_levels(None, Levels("VIP客户", (Level("A", 10, None, HEAD),)), actor=as_actor(archivist))
    with frozen(on(11)):
        plan_missed_contacts()
    assert Task.objects.get().assignee == head


def test_levels_are_set_by_who_manages_rules(archivist: Person, head: Person) -> None:
    with pytest.raises(Refused):
        set_levels(None, DEFAULT, actor=as_actor(head))
    with pytest.raises(Invalid):
        set_levels(None, Levels("VIP客户", (Level("A", 0, None),)), actor=as_actor(archivist))


def test_the_period_is_the_latest_missed_day() -> None:
    first = date(2026, 3, 31)
    assert period_due(first, 30, first) == first
    assert period_due(first, 30, first + timedelta(days=29)) == first
    assert period_due(first, 30, first + timedelta(days=61)) == first + timedelta(days=60)
