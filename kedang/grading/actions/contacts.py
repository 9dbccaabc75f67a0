"""A missed contact of the service level becomes a task."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from kedang.access.door import action
from kedang.core.actor import Actor
from kedang.core.clock import today
from kedang.customers.models import Customer
from kedang.grading.events import CONTACT_PLANNED
from kedang.grading.levels import Level
from kedang.grading.models import ContactReminder
from kedang.ledger.record import record
from kedang.people.models import Person
from kedang.workflow.models import Task
from kedang.workflow.planning import plan_task


@action(needs="create", resource="task")
def plan_contact(customer: Customer, level: Level, due_on: date, person: Person, *, actor: Actor) -> Task:
    """For `person`, due today; `due_on` is the day that was missed, once for each."""
    title = _("按%(level)s服务级别联系客户") % {"level": level.label}
    task = plan_task(title, actor=actor, customer=customer, assignee=person, due_on=today())
    ContactReminder.objects.create(customer=customer, level=level.code, due_on=due_on, task=task)
    details = {"level": level.code, "due_on": str(due_on), "task": task.pk}
    record(CONTACT_PLANNED, task, actor=actor, customer_id=customer.pk, person_id=person.pk, details=details)
    return task
