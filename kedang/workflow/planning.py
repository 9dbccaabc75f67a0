"""Tasks as a part of another action: a plain function, told of in that action's event."""

from __future__ import annotations

from datetime import date, datetime, time

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from kedang import vault
from kedang.core.actor import Actor
from kedang.core.clock import now
from kedang.core.errors import Invalid
from kedang.core.text import tidy
from kedang.customers.models import Customer
from kedang.people.models import Person
from kedang.workflow.models import Task

AAD = b"task"
MORNING = time(8, 30)
_OWN_KEY = ("system", "tasks")  # of tasks without a customer


def plan_task(
    title: str,
    *,
    actor: Actor,
    customer: Customer | None = None,
    assignee: Person | None = None,
    due_on: date | None = None,
    remind_at: datetime | None = None,
    note: str = "",
    priority: int = Task.Priority.NORMAL,
    source: models.Model | None = None,
) -> Task:
    """A new task in the caller's transaction; without an assignee the actor's own. The caller records the event.

    Without `remind_at` it reminds in the morning of the day it is due.

    Raises Invalid: no title.
    """
    return Task.objects.create(
        customer=customer,
        title=read_title(title),
        note=seal_note(note, customer),
        due_on=due_on,
        remind_at=remind_at or default_reminder(due_on),
        priority=priority,
        assignee=assignee or actor.person,
        created_by=actor.person,
        source_type=source._meta.label_lower if source is not None else "",
        source_id=source.pk if source is not None else None,
    )


def read_title(title: str) -> str:
    title = tidy(title)
    if not title or len(title) > 200:
        raise Invalid(_("任务应为 1 至 200 个字"), field="title", value=title)
    return title


def default_reminder(due_on: date | None) -> datetime | None:
    """In the morning of the day it is due, unless that is over."""
    if due_on is None:
        return None
    morning = timezone.make_aware(datetime.combine(due_on, MORNING))
    return morning if morning > now() else None


def seal_note(note: str, customer: Customer | None) -> bytes | None:
    if not note.strip():
        return None
    key = (customer.key_owner, "profile") if customer else _OWN_KEY
    return vault.seal(*key, note.strip().encode(), aad=AAD)


def note_of(task: Task) -> str:
    if not task.note:
        return ""
    owner, purpose = (f"customer:{task.customer_id}", "profile") if task.customer_id else _OWN_KEY
    return vault.unseal(bytes(task.note), owner=owner, purpose=purpose, aad=AAD).decode()
