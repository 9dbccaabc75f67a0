from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from kedang.core.models import BaseModel


class PendingAction(BaseModel):
    """An action a gate deferred (待办动作): sealed arguments, the frozen subject and its revision."""

    class State(models.TextChoices):
        WAITING = "waiting", _("等待")
        DONE = "done", _("已执行")
        STALE = "stale", _("对象已变更")
        WITHDRAWN = "withdrawn", _("已撤回")

    action = models.CharField(max_length=100)
    gate = models.CharField(max_length=100)
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    subject_type = models.CharField(max_length=40, blank=True)
    subject_id = models.BigIntegerField(null=True)
    subject_revision = models.PositiveIntegerField(null=True)
    arguments = models.BinaryField()
    arguments_key = models.CharField(max_length=40)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)

    def __str__(self) -> str:
        return f"{self.action} {self.subject_type} {self.subject_id}"
