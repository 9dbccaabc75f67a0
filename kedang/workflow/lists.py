"""Tasks as people look at them: what is late, today's, what comes later."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kedang.core.actor import Actor
from kedang.core.clock import today
from kedang.core.numbers import number_of
from kedang.customers.models import Customer
from kedang.workflow.models import Task
from kedang.workflow.planning import note_of
from kedang.workflow.querysets import TaskQuerySet

ROWS = 30
COUNTED = 99
MINE, GIVEN, ALL = "mine", "given", "all"
LATE, TODAY, LATER, UNDATED, DONE = "late", "today", "later", "undated", "done"
SECTIONS: dict[str, str | Promise] = {
    LATE: _("逾期"),
    TODAY: _("今天"),
    LATER: _("以后"),
    UNDATED: _("没有期限"),
}


@dataclass(frozen=True)
class Row:
    """A task as shown; `customer` is None when it has none, or one that the asker may not see."""

    task: Task
    customer: Customer | None
    is_late: bool
    note: str = ""


@dataclass
class Section:
    name: str
    label: str | Promise
    rows: list[Row] = field(default_factory=list)
    cursor: str = ""


def sections_of(actor: Actor, whose: str) -> list[Section]:
    """Those with something in them."""
    found = [section_of(actor, whose, name) for name in SECTIONS]
    return [section for section in found if section.rows]


def section_of(actor: Actor, whose: str, name: str, *, after: str = "") -> Section:
    """A page of one section; `after` is the last row of the page before."""
    rows = _in_section(tasks_of(actor, whose), name)
    rows = rows.select_related("assignee", "created_by", "customer")
    if name == DONE:
        page = list(_below(rows, after).order_by("-done_at", "-pk")[: ROWS + 1])
    elif name == UNDATED:
        page = list(rows.filter(pk__gt=number_of(after) or 0).order_by("pk")[: ROWS + 1])
    else:
        page = list(_beyond(rows, after).order_by("due_on", "pk")[: ROWS + 1])
    cursor = _cursor(page[ROWS - 1], name) if len(page) > ROWS else ""
    return Section(name, SECTIONS.get(name, _("已完成")), shown(page[:ROWS], actor), cursor)


def tasks_of(actor: Actor, whose: str) -> TaskQuerySet:
    rows = Task.objects.standing()
    if whose == GIVEN:
        return rows.visible_to(actor).filter(created_by_id=actor.id).exclude(assignee_id=actor.id)
    if whose == ALL:
        return rows.visible_to(actor)
    return rows.of(actor)


def shown(tasks: Sequence[Task], actor: Actor, *, notes: bool = False) -> list[Row]:
    """A customer is named only to who may see it."""
    ids = {task.customer_id for task in tasks if task.customer_id}
    seen = (
        set(Customer.objects.visible_to(actor).filter(pk__in=ids).values_list("pk", flat=True))
        if ids
        else set()
    )
    now = today()
    return [
        Row(
            task,
            task.customer if task.customer_id in seen else None,
            bool(task.is_open and task.due_on and task.due_on < now),
            note_of(task) if notes and (task.customer_id is None or task.customer_id in seen) else "",
        )
        for task in tasks
    ]


def due_count(actor: Actor) -> int:
    """Late and today's, capped: for the rail."""
    return Task.objects.standing().of(actor).open().filter(due_on__lte=today())[: COUNTED + 1].count()


def next_of(actor: Actor, *, limit: int = 8) -> list[Row]:
    """What this person has to do next: the latest first, then by day; what has no day comes last."""
    rows = Task.objects.standing().of(actor).open().select_related("assignee", "customer")
    dated = list(rows.exclude(due_on=None).order_by("due_on", "pk")[:limit])
    return shown(dated + list(rows.filter(due_on=None).order_by("pk")[: limit - len(dated)]), actor)


def of_customer(customer: Customer, actor: Actor, *, limit: int = 20) -> list[Row]:
    rows = Task.objects.visible_to(actor).filter(customer=customer).open()
    dated = rows.select_related("assignee", "created_by", "customer").order_by("due_on", "pk")
    first = list(dated.exclude(due_on=None)[:limit])
    return shown(first + list(dated.filter(due_on=None)[: limit - len(first)]), actor)


def _in_section(rows: TaskQuerySet, name: str) -> TaskQuerySet:
    now = today()
    conditions = {
        LATE: Q(due_on__lt=now),
        TODAY: Q(due_on=now),
        LATER: Q(due_on__gt=now),
        UNDATED: Q(due_on=None),
    }
    if name == DONE:
        return rows.exclude(done_at=None)
    return rows.open().filter(conditions.get(name, conditions[LATE]))


def _cursor(task: Task, name: str) -> str:
    return str(task.pk) if name in {UNDATED, DONE} else f"{task.due_on}:{task.pk}"


def _beyond(rows: TaskQuerySet, after: str) -> TaskQuerySet:
    written, _sep, number = after.partition(":")
    pk = number_of(number)
    try:
        day = date.fromisoformat(written)
    except ValueError:
        return rows
    return rows.filter(Q(due_on__gt=day) | Q(due_on=day, pk__gt=pk or 0))


def _below(rows: TaskQuerySet, after: str) -> TaskQuerySet:
    last = Task.objects.filter(pk=number_of(after) or 0).exclude(done_at=None).first()
    return (
        rows.filter(Q(done_at__lt=last.done_at) | Q(done_at=last.done_at, pk__lt=last.pk)) if last else rows
    )
