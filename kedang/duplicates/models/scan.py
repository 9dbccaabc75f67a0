from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from kedang.core.models import BaseModel
from kedang.people.models import Person


class Scan(BaseModel):
    """One comparison of the customers with each other (查重), step by step, resumed where it was broken off.

    `since`: only records changed after that moment are compared with all; None: all with all.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("等待")
        RUNNING = "running", _("进行中")
        DONE = "done", _("完成")
        FAILED = "failed", _("失败")

    person = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    since = models.DateTimeField(null=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    step = models.PositiveSmallIntegerField(default=0)  # how many are done
    steps = models.PositiveSmallIntegerField(default=0)
    records = models.PositiveIntegerField(default=0)
    found = models.PositiveIntegerField(default=0)  # pairs that were not known before
    sure = models.PositiveIntegerField(default=0)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                models.Value(1),
                condition=models.Q(state__in=("waiting", "running")),
                name="one_scan_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.created_at:%Y-%m-%d} {self.state}"

    @property
    def percent(self) -> int:
        return 100 * self.step // self.steps if self.steps else 0

    @property
    def is_over(self) -> bool:
        return self.state in {self.State.DONE, self.State.FAILED}
