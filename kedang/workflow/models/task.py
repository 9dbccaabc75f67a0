from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from kedang.core.models import BaseModel
from kedang.customers.models import Customer
from kedang.people.models import Person
from kedang.workflow.querysets import TaskQuerySet


class Task(BaseModel):
    """Something somebody is to do by a day (任务), mostly for a customer.

    `source_type`, `source_id`: what it came from (an interaction's next step, a complaint's deadline).
    `note` is sealed under the customer's `profile` key, or the system's when there is no customer.
    """

    class Priority(models.IntegerChoices):
        LOW = 1, _("低")
        NORMAL = 2, _("普通")
        HIGH = 3, _("高")

    customer = models.ForeignKey(Customer, models.PROTECT, null=True, blank=True, related_name="tasks")
    title = models.CharField(_("任务"), max_length=200)
    note = models.BinaryField(_("说明"), null=True)
    due_on = models.DateField(_("期限"), null=True, blank=True)
    remind_at = models.DateTimeField(_("提醒"), null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, editable=False)
    priority = models.PositiveSmallIntegerField(
        _("优先级"), choices=Priority.choices, default=Priority.NORMAL
    )
    assignee = models.ForeignKey(
        Person, models.PROTECT, related_name="tasks", verbose_name=_("办理人"), db_index=False
    )
    created_by = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    source_type = models.CharField(max_length=60, blank=True)
    source_id = models.BigIntegerField(null=True)
    done_at = models.DateTimeField(_("完成"), null=True, editable=False)
    done_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", db_index=False)
    outcome = models.CharField(_("结果"), max_length=300, blank=True)
    dropped_at = models.DateTimeField(null=True, editable=False)

    resource: ClassVar[str] = "task"
    scope_path: ClassVar[str | None] = "customer"
    classification_field: ClassVar[str | None] = None
    objects = TaskQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["assignee", "due_on", "id"],
                name="task_open_of_person",
                condition=models.Q(done_at=None, dropped_at=None),
            ),
            models.Index(
                fields=["due_on", "id"],
                name="task_open",
                condition=models.Q(done_at=None, dropped_at=None),
            ),
            models.Index(
                fields=["remind_at"],
                name="task_to_remind",
                condition=models.Q(done_at=None, dropped_at=None, reminded_at=None, remind_at__isnull=False),
            ),
            models.Index(fields=["source_type", "source_id"], name="task_source"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        return self.done_at is None and self.dropped_at is None
