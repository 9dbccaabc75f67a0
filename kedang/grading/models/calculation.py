from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from kedang.core.models import BaseModel
from kedang.people.models import Person


class Calculation(BaseModel):
    """All scores worked out once (评分计算), in steps of some hundred customers; resumed where it was broken off.

    `as_of` and `settings` are fixed at the start, so that a resumed one goes on with the same question.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("等待")
        RUNNING = "running", _("进行中")
        DONE = "done", _("完成")

    person = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    as_of = models.DateField(_("截止日期"))
    settings: models.JSONField[Any, Any] = models.JSONField(default=dict)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    cursor = models.BigIntegerField(default=0)  # the last customer that was written
    proposed = models.PositiveIntegerField(default=0)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                models.Value(1),
                condition=models.Q(state__in=("waiting", "running")),
                name="one_calculation_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.as_of} {self.state}"

    @property
    def percent(self) -> int:
        return 100 * self.done // self.total if self.total else 0

    @property
    def is_over(self) -> bool:
        return self.state == self.State.DONE
