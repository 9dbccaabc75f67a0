"""Hand-over: exactly the set, with what is open, told once, taken back whole."""

from __future__ import annotations

from datetime import date
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kedang.access.runs import undo_run
from kedang.core.actor import as_actor, with_reason
from kedang.core.errors import Conflict, Invalid, NotFound, Refused
from kedang.customers.actions.change import assign, set_classification
from kedang.customers.models import Customer, Project
from kedang.customers.record import load_state
from kedang.customers.tests.makers import make_customer
from kedang.jobs import run_pending
from kedang.ledger.models import Event
from kedang.notify.models import Notice
from kedang.people.models import Person
from kedang.teamwork.actions.hand_overs import begin_report, carry_out, plan_hand_over
from kedang.teamwork.handing import Wish, left_behind, plan_of, sights_of
from kedang.teamwork.models import HandOver, HandOverItem, Rule
from kedang.teamwork.reports import lines_of, rows_of, run_of, totals_of
from kedang.workflow.actions.tasks import TaskFacts, add_task
from kedang.workflow.models import Task

_numbers = count(1)


def hand_over(wish: Wish, by: Person) -> HandOver:
    made = plan_hand_over(HandOver, wish, actor=as_actor(by))
    carry_out(made, actor=as_actor(by))
    run_pending()
    made.refresh_from_db()
    return made


def take_back(made: HandOver, by: Person) -> None:
    run = run_of(made)
    assert run is not None
    undo_run(run, actor=as_actor(by))
    run_pending()


@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=6), st.sampled_from(Rule.values)
)
def test_it_moves_exactly_the_set(
    sales_a: Person, colleague: Person, head: Person, plan: list[tuple[bool, bool]], rule: str
) -> None:
    """Of any customers, some the leaver's and some chosen: those that are both, and nothing else of anybody."""
    customers = [
        make_customer(
            f"第{next(_numbers)}公司", by=sales_a if is_theirs else colleague, short_name=f"{is_chosen}"
        )
        for is_theirs, is_chosen in plan
    ]
    chosen = [one.pk for one, (_theirs, is_chosen) in zip(customers, plan, strict=True) if is_chosen]
    wanted = {one.pk for one, both in zip(customers, plan, strict=True) if all(both)}
    owners = dict(Customer.objects.values_list("pk", "owner_id"))
    wish = Wish(sales_a, [head, colleague], chosen, rule=rule)
    if not wanted and chosen:
        with pytest.raises(Invalid):
            plan_hand_over(HandOver, wish, actor=as_actor(head))
        return
    wanted = wanted if chosen else {pk for pk, owner in owners.items() if owner == sales_a.pk}
    if not wanted:
        return
    made = hand_over(wish, head)
    moved = {pk for pk, owner in Customer.objects.values_list("pk", "owner_id") if owner != owners[pk]}
    assert moved == wanted == set(made.moves.filter(state="moved").values_list("customer_id", flat=True))
    take_back(made, head)
    assert dict(Customer.objects.values_list("pk", "owner_id")) == owners


def test_open_tasks_and_projects_follow_and_come_back(
    sales_a: Person, colleague: Person, head: Person
) -> None:
    customer = make_customer(by=sales_a, projects=["营销项目"])
    Project.objects.update(owner=sales_a)
    mine = add_task(customer, TaskFacts(title="回访", due_on=date(2026, 12, 1)), actor=as_actor(sales_a))
    heads_own = add_task(customer, TaskFacts(title="审价"), actor=as_actor(head))
    done = add_task(customer, TaskFacts(title="旧事"), actor=as_actor(sales_a))
    Task.objects.filter(pk=done.pk).update(dropped_at="2026-01-01T00:00Z")
    made = hand_over(Wish(sales_a, [colleague]), head)
    assigned = dict(Task.objects.values_list("title", "assignee"))
    assert assigned == {"回访": colleague.pk, "审价": head.pk, "旧事": sales_a.pk}
    assert Project.objects.get().owner == colleague
    item = made.moves.get()
    assert (item.tasks, item.projects) == (1, 1)
    assert Event.objects.filter(kind="workflow.task_reassigned", subject_id=mine.pk).exists()
    assert heads_own.assignee == head
    take_back(made, head)
    mine.refresh_from_db()
    assert mine.assignee == sales_a
    assert Project.objects.get().owner == sales_a
    assert made.moves.get().state == HandOverItem.State.RETURNED


def test_what_is_open_may_stay(sales_a: Person, colleague: Person, head: Person) -> None:
    customer = make_customer(by=sales_a)
    add_task(customer, TaskFacts(title="回访"), actor=as_actor(sales_a))
    hand_over(Wish(sales_a, [colleague], with_tasks=False, with_projects=False), head)
    assert Task.objects.get().assignee == sales_a
    assert Customer.objects.get().owner == colleague


def test_one_notice_for_each_heir_and_one_report(
    sales_a: Person, colleague: Person, archivist: Person, manager: Person, sales_b: Person
) -> None:
    for number in range(5):
        make_customer(f"第{number}公司", by=sales_a)
    made = hand_over(Wish(sales_a, [colleague, sales_b]), manager)
    told = Notice.objects.filter(kind="teamwork.inherited").values_list("person_id", flat=True)
    assert sorted(told) == sorted([colleague.pk, sales_b.pk])
    assert made.finished_at is not None
    totals = totals_of(made, as_actor(manager))
    assert (totals.moved, totals.all) == (5, 5)
    # An heir reads of their own share, and of nobody else's.
    assert {row.item.heir for row in rows_of(made, as_actor(sales_b))} == {sales_b}
    assert not HandOver.objects.visible_to(as_actor(sales_a)).exists()
    assert not HandOver.objects.visible_to(as_actor(archivist)).exists()


def test_the_report_names_only_customers_its_reader_sees(
    sales_a: Person, sales_b: Person, head: Person
) -> None:
    """The heir is of another department: the head who handed over sees the customer no more."""
    make_customer(by=sales_a)
    made = hand_over(Wish(sales_a, [sales_b]), head)
    head_s, heir_s = (list(lines_of(made, as_actor(person)))[1] for person in (head, sales_b))
    assert head_s[1] == "已无权查看"
    assert heir_s[1] == "ABC公司"
    with pytest.raises(Refused):
        begin_report(made, actor=with_reason(as_actor(sales_b), "留底"))
    begin_report(made, actor=with_reason(as_actor(head), "留底"))


def test_the_preview_counts_and_says_who_loses_sight(sales_a: Person, sales_b: Person, head: Person) -> None:
    for number in range(3):
        add_task(
            make_customer(f"第{number}公司", by=sales_a), TaskFacts(title="回访"), actor=as_actor(sales_a)
        )
    add_task(Task, TaskFacts(title="写总结"), actor=as_actor(sales_a))
    plan = plan_of(Wish(sales_a, [sales_b]), as_actor(head))
    assert [(one.heir, one.customers, one.tasks, one.blind) for one in plan.shares] == [(sales_b, 3, 3, 0)]
    assert {(one.person, one.before, one.after) for one in sights_of(plan)} == {(sales_a, 3, 0), (head, 3, 0)}
    assert left_behind(sales_a) == 1
    assert Customer.objects.filter(owner=sales_a).count() == 3


def test_what_the_heir_could_not_see_is_skipped_and_reported(
    sales_a: Person, colleague: Person, head: Person
) -> None:
    customer = make_customer(by=sales_a)
    set_classification(customer, 3, actor=as_actor(head))
    assert plan_of(Wish(sales_a, [colleague]), as_actor(head)).blind == 1
    made = hand_over(Wish(sales_a, [colleague]), head)
    item = made.moves.get()
    assert (item.state, item.reason) == ("skipped", "接手人的岗位看不到这位客户")
    assert Customer.objects.get().owner == sales_a
    assert not Notice.objects.filter(kind="teamwork.inherited").exists()


def test_what_changed_hands_meanwhile_stays(
    sales_a: Person, colleague: Person, head: Person, archivist: Person
) -> None:
    customer = make_customer(by=sales_a)
    made = plan_hand_over(HandOver, Wish(sales_a, [colleague]), actor=as_actor(head))
    assign(customer, owner=head, actor=as_actor(archivist))
    carry_out(made, actor=as_actor(head))
    with pytest.raises(Conflict):
        carry_out(made, actor=as_actor(head))
    run_pending()
    assert made.moves.get().state == "skipped"
    assert Customer.objects.get().owner == head


def test_an_heir_who_helped_is_owner_and_no_helper_any_more(
    sales_a: Person, colleague: Person, sales_b: Person, head: Person, archivist: Person
) -> None:
    customer = make_customer(by=sales_a)
    helpers = [colleague, archivist]
    roles = {colleague.pk: "technical", archivist.pk: "finance"}
    assign(customer, helpers=helpers, roles=roles, actor=as_actor(archivist))
    before = load_state(customer)
    made = hand_over(Wish(sales_a, [sales_b, colleague], rule=Rule.HELPER), head)
    customer.refresh_from_db()
    assert customer.owner == colleague
    assert load_state(customer)["helper_roles"] == {str(archivist.pk): "finance"}
    take_back(made, head)
    customer.refresh_from_db()
    assert load_state(customer) == before


def test_only_whoever_may_assign_hands_over(
    sales_a: Person, colleague: Person, archivist: Person, sales_b: Person, head: Person
) -> None:
    make_customer(by=sales_b)
    for person in (sales_a, archivist, colleague):
        with pytest.raises(Refused):
            plan_hand_over(HandOver, Wish(sales_b, [sales_a]), actor=as_actor(person))
    with pytest.raises((Refused, Invalid)):
        plan_hand_over(HandOver, Wish(sales_b, [sales_a]), actor=as_actor(head))


def test_a_wish_without_people_or_to_somebody_who_left_is_refused(
    sales_a: Person, colleague: Person, head: Person
) -> None:
    make_customer(by=sales_a)
    colleague.is_active = False
    for wish in (
        Wish(None, [head]),
        Wish(sales_a, []),
        Wish(sales_a, [sales_a]),
        Wish(sales_a, [colleague]),
        Wish(sales_a, [head], rule="x"),
    ):
        with pytest.raises(Invalid):
            plan_hand_over(HandOver, wish, actor=as_actor(head))


def test_a_hand_over_of_others_is_not_found(sales_a: Person, colleague: Person, head: Person) -> None:
    from kedang.access.opening import find_record

    make_customer(by=sales_a)
    made = hand_over(Wish(sales_a, [colleague]), head)
    with pytest.raises(NotFound):
        find_record(as_actor(sales_a), HandOver.objects.all(), made.pk)
