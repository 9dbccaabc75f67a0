"""Tasks: given, changed, handed on, done, opened again, dropped."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from kedang.access.door import action, revise
from kedang.core.actor import Actor, as_actor
from kedang.core.clock import now
from kedang.core.errors import Conflict, Invalid
from kedang.core.text import tidy
from kedang.customers.models import Customer
from kedang.ledger.record import record
from kedang.notify.telling import tell
from kedang.people.models import Person
from kedang.workflow.events import (
    TASK_ADDED,
    TASK_CHANGED,
    TASK_DONE,
    TASK_DROPPED,
    TASK_REASSIGNED,
    TASK_REMINDED,
    TASK_REOPENED,
)
from kedang.workflow.models import Task
from kedang.workflow.notices import TASK_DUE, TASK_FINISHED, TASK_GIVEN
from kedang.workflow.planning import default_reminder, note_of, plan_task, read_title, seal_note


@dataclass(kw_only=True)
class TaskFacts:
    """What a task says."""

    title: str
    due_on: date | None = None
    remind_at: datetime | None = None
    note: str = ""
    priority: int = Task.Priority.NORMAL


@action(needs="create", resource="task")
def add_task(
    where: Customer | type[Task], facts: TaskFacts, *, assignee: Person | None = None, actor: Actor
) -> Task:
    """For a customer, or (`where` is the class) for none. Raises Invalid: the assignee may not see the customer."""
    customer = where if isinstance(where, Customer) else None
    check_assignee(assignee, customer)
    task = plan_task(facts.title, actor=actor, customer=customer, assignee=assignee, **_facts(facts))
    record(TASK_ADDED, task, actor=actor, customer_id=task.customer_id, changes=_changes({}, state_of(task)))
    _tell(task, actor)
    return task


@action(needs="edit")
def change_task(task: Task, facts: TaskFacts, *, expected: int | None = None, actor: Actor) -> None:
    """Raises Conflict: not the `expected` revision, or it is over."""
    _check_open(task)
    before = state_of(task)
    stored = {**_facts(facts), "title": read_title(facts.title), "note": seal_note(facts.note, task.customer)}
    if facts.due_on != task.due_on and facts.remind_at == task.remind_at:
        stored["remind_at"] = default_reminder(facts.due_on)
    revise(task, expected=expected, reminded_at=None, **stored)
    changes = _changes(before, state_of(task))
    record(TASK_CHANGED, task, actor=actor, customer_id=task.customer_id, changes=changes)


@action(needs="edit")
def reassign_task(task: Task, person: Person, *, actor: Actor) -> None:
    """Raises Invalid: they may not see the customer; Conflict: it is over."""
    _check_open(task)
    check_assignee(person, task.customer)
    before = state_of(task)
    revise(task, assignee=person, reminded_at=None)
    record(
        TASK_REASSIGNED,
        task,
        actor=actor,
        customer_id=task.customer_id,
        person_id=person.pk,
        changes=_changes(before, state_of(task)),
    )
    _tell(task, actor)


@action(needs="edit")
def complete_task(task: Task, *, outcome: str = "", actor: Actor) -> None:
    """Raises Conflict: somebody did it already."""
    words = tidy(outcome)[:300]
    waiting = Task.objects.filter(pk=task.pk).open()
    if not waiting.update(
        done_at=now(), done_by=actor.person, outcome=words, revision=task.revision + 1, updated_at=now()
    ):
        raise Conflict(_("这项任务已经完成或取消"))
    task.refresh_from_db()
    record(
        TASK_DONE,
        task,
        actor=actor,
        customer_id=task.customer_id,
        changes=_changes({}, {"title": task.title, "outcome": words}),
    )
    tell(
        TASK_FINISHED,
        [task.created_by_id],
        task,
        actor=actor,
        customer_id=task.customer_id,
        note=task.title,
        key=f"task:{task.pk}:done:{task.revision}",
    )


@action(needs="edit")
def reopen_task(task: Task, *, actor: Actor) -> None:
    """Of a done or dropped one. Raises Conflict: it is open."""
    if task.is_open:
        raise Conflict(_("这项任务没有完成"))
    revise(task, done_at=None, done_by=None, dropped_at=None, outcome="")
    record(TASK_REOPENED, task, actor=actor, customer_id=task.customer_id, changes=_named(task))


@action(needs="edit")
def drop_task(task: Task, *, actor: Actor) -> None:
    """It need not be done any more. Raises Conflict: it is over."""
    _check_open(task)
    revise(task, dropped_at=now())
    record(TASK_DROPPED, task, actor=actor, customer_id=task.customer_id, changes=_named(task))


@action(needs="edit")
def remind_of_task(task: Task, *, actor: Actor) -> None:
    """By the job, once for each time set."""
    revise(task, reminded_at=now())
    tell(
        TASK_DUE,
        [task.assignee_id],
        task,
        actor=actor,
        customer_id=task.customer_id,
        note=task.title,
        key=f"task:{task.pk}:due:{task.revision}",
    )
    record(TASK_REMINDED, task, actor=actor, customer_id=task.customer_id)


def check_assignee(person: Person | None, customer: Customer | None) -> None:
    """Raises Invalid: not active, or without sight of the customer."""
    if person is None:
        return
    if not person.is_active or person.is_system or person.suspended_at is not None:
        raise Invalid(_("没有这位同事，或已停用"), field="assignee")
    if customer and not Customer.objects.visible_to(as_actor(person)).filter(pk=customer.pk).exists():
        raise Invalid(
            _("%(name)s 看不到这位客户，无法办理") % {"name": person.name},
            field="assignee",
            remedy=_("请先把其设为协作人。"),
        )


def state_of(task: Task) -> dict[str, Any]:
    return {
        "title": task.title,
        "due_on": task.due_on.isoformat() if task.due_on else None,
        "remind_at": task.remind_at.isoformat() if task.remind_at else None,
        "note": note_of(task),
        "priority": task.priority,
        "assignee": task.assignee_id,
    }


def _facts(facts: TaskFacts) -> dict[str, Any]:
    return {
        "due_on": facts.due_on,
        "remind_at": facts.remind_at,
        "note": facts.note,
        "priority": facts.priority,
    }


def _changes(old: dict[str, Any], new: dict[str, Any]) -> list[dict[str, Any]]:
    labels = {
        "title": _("任务"), "due_on": _("期限"), "remind_at": _("提醒"), "note": _("说明"), "priority": _("优先级"),
        "assignee": _("办理人"), "outcome": _("结果"),
    }  # fmt: skip
    return [
        {"field": name, "label": labels[name], "old": old.get(name), "new": value}
        for name, value in new.items()
        if (old.get(name) or None) != (value or None)
    ]


def _named(task: Task) -> list[dict[str, Any]]:
    return [{"field": "title", "label": _("任务"), "old": task.title, "new": task.title}]


def _check_open(task: Task) -> None:
    if not task.is_open:
        raise Conflict(_("这项任务已经完成或取消"), remedy=_("请先重新打开它。"))


def _tell(task: Task, actor: Actor) -> None:
    key = f"task:{task.pk}:given:{task.revision}"
    tell(
        TASK_GIVEN,
        [task.assignee_id],
        task,
        actor=actor,
        customer_id=task.customer_id,
        note=task.title,
        key=key,
    )
