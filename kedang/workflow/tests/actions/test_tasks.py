from datetime import UTC, datetime, timedelta

import pytest

from kedang.core.actor import Actor, as_actor
from kedang.core.clock import frozen, now, today
from kedang.core.errors import Conflict, Invalid, NotFound
from kedang.customers.models import Customer
from kedang.customers.tests.makers import make_customer
from kedang.ledger.models import Event
from kedang.notify.models import Notice
from kedang.people.models import Person
from kedang.workflow import lists
from kedang.workflow.actions.tasks import (
    TaskFacts,
    add_task,
    change_task,
    complete_task,
    drop_task,
    reassign_task,
    reopen_task,
)
from kedang.workflow.models import Task
from kedang.workflow.planning import note_of
from kedang.workflow.tasks import remind_of_tasks


@pytest.fixture
def actor(sales_a: Person) -> Actor:
    return as_actor(sales_a)


@pytest.fixture
def customer(sales_a: Person) -> Customer:
    return make_customer("华信科技有限公司", by=sales_a)


def make_task(where: Customer | type[Task], title: str = "回访", *, actor: Actor, **facts: object) -> Task:
    return add_task(where, TaskFacts(title=title, **facts), actor=actor)  # type: ignore[arg-type]  # as given


def test_a_task_of_a_customer_hides_its_note(customer: Customer, actor: Actor) -> None:
    task = make_task(customer, actor=actor, note="先看合同")
    assert "合同".encode() not in bytes(task.note or b"")
    assert note_of(Task.objects.get(pk=task.pk)) == "先看合同"


def test_done_it_leaves_the_list_and_opened_again_it_is_back(customer: Customer, actor: Actor) -> None:
    task = make_task(customer, actor=actor, due_on=today())
    assert lists.due_count(actor) == 1
    complete_task(task, outcome="已谈妥", actor=actor)
    assert (lists.due_count(actor), task.outcome) == (0, "已谈妥")
    with pytest.raises(Conflict):
        complete_task(task, actor=actor)
    reopen_task(task, actor=actor)
    assert lists.due_count(actor) == 1


def test_the_desk_shows_what_comes_next_of_ones_own_only(
    customer: Customer, actor: Actor, sales_b: Person
) -> None:
    for title, days in (("以后", 5), ("没有期限", None), ("逾期", -3), ("今天", 0)):
        make_task(
            customer, title, actor=actor, due_on=today() + timedelta(days=days) if days is not None else None
        )
    make_task(Task, "同事的", actor=as_actor(sales_b), due_on=today())
    assert [row.task.title for row in lists.next_of(actor)] == ["逾期", "今天", "以后", "没有期限"]
    assert [row.task.title for row in lists.next_of(actor, limit=2)] == ["逾期", "今天"]


def test_sections_are_late_today_later_and_undated(customer: Customer, actor: Actor) -> None:
    for days in (-3, 0, 5):
        make_task(customer, f"在{days}", actor=actor, due_on=today() + timedelta(days=days))
    make_task(Task, "无期", actor=actor)
    sections = {
        one.name: [row.task.title for row in one.rows] for one in lists.sections_of(actor, lists.MINE)
    }
    assert sections == {"late": ["在-3"], "today": ["在0"], "later": ["在5"], "undated": ["无期"]}


def test_a_section_goes_on_where_its_page_ended(customer: Customer, actor: Actor) -> None:
    for number in range(lists.ROWS + 3):
        make_task(Task, f"第{number}", actor=actor, due_on=today() + timedelta(days=1 + number // 2))
    first = lists.section_of(actor, lists.MINE, lists.LATER)
    second = lists.section_of(actor, lists.MINE, lists.LATER, after=first.cursor)
    titles = [row.task.title for row in (*first.rows, *second.rows)]
    assert titles == [f"第{number}" for number in range(lists.ROWS + 3)]
    assert second.cursor == ""


def test_who_is_given_a_task_is_told(customer: Customer, actor: Actor, head: Person) -> None:
    task = make_task(customer, actor=actor)
    reassign_task(task, head, actor=actor)
    assert list(Notice.objects.values_list("person", "kind")) == [(head.pk, "workflow.task_given")]
    complete_task(task, actor=as_actor(head))
    assert Notice.objects.get(person_id=actor.id).kind == "workflow.task_finished"


def test_nobody_gets_a_task_of_a_customer_they_may_not_see(
    customer: Customer, actor: Actor, sales_b: Person
) -> None:
    task = make_task(customer, actor=actor)
    with pytest.raises(Invalid, match="看不到"):
        reassign_task(task, sales_b, actor=actor)
    with pytest.raises(NotFound):
        complete_task(task, actor=as_actor(sales_b))


def test_ones_own_task_is_ones_own_but_names_no_hidden_customer(
    customer: Customer, actor: Actor, head: Person, sales_b: Person
) -> None:
    task = make_task(customer, actor=actor)
    Task.objects.filter(pk=task.pk).update(assignee=sales_b)  # as after a hand-over of the customer
    (section,) = lists.sections_of(as_actor(sales_b), lists.MINE)
    assert [(row.task.pk, row.customer) for row in section.rows] == [(task.pk, None)]


def test_who_was_faster_wins(customer: Customer, actor: Actor) -> None:
    task = make_task(customer, actor=actor)
    change_task(task, TaskFacts(title="回访并报价"), expected=1, actor=actor)
    with pytest.raises(Conflict):
        change_task(task, TaskFacts(title="改期"), expected=1, actor=actor)


def test_dropped_it_waits_for_nobody(customer: Customer, actor: Actor) -> None:
    task = make_task(customer, actor=actor)
    drop_task(task, actor=actor)
    assert not lists.sections_of(actor, lists.MINE)
    with pytest.raises(Conflict):
        drop_task(task, actor=actor)


def test_it_reminds_once_in_the_morning_of_its_day(customer: Customer, actor: Actor) -> None:
    with frozen(datetime(2026, 11, 20, 2, tzinfo=UTC)):
        task = make_task(customer, actor=actor, due_on=today() + timedelta(days=1))
        remind_of_tasks()
        assert not Notice.objects.exists()
    with frozen(datetime(2026, 11, 21, 0, 31, tzinfo=UTC)):
        remind_of_tasks()
        remind_of_tasks()
        notice = Notice.objects.get()
        assert (notice.person_id, notice.kind, notice.subject_id) == (actor.id, "workflow.task_due", task.pk)


def test_each_deed_is_one_event(customer: Customer, actor: Actor) -> None:
    before = Event.objects.count()
    task = make_task(customer, actor=actor, remind_at=now())
    complete_task(task, actor=actor)
    reopen_task(task, actor=actor)
    drop_task(task, actor=actor)
    assert Event.objects.count() == before + 4
