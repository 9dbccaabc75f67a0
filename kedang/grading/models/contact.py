from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from kedang.access.querysets import GuardedQuerySet
from kedang.core.models import BaseModel
from kedang.customers.models import Customer
from kedang.workflow.models import Task


class ContactReminder(BaseModel):
    """That a contact of the service level was missed, and the task it became (联系提醒): one for each period."""

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="contact_reminders", db_index=False)
    level = models.CharField(_("服务级别"), max_length=3)
    due_on = models.DateField(_("应联系日期"))
    task = models.ForeignKey(Task, models.PROTECT, related_name="+")

    resource: ClassVar[str] = "score"
    scope_path: ClassVar[str | None] = "customer"
    classification_field: ClassVar[str | None] = None
    objects = GuardedQuerySet["ContactReminder"].as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["customer", "due_on"], name="contact_reminder_once")
        ]

    def __str__(self) -> str:
        return f"{self.customer_id} {self.due_on}"
