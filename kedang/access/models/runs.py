from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from kedang.core.models import BaseModel


class Run(BaseModel):
    """One piece of bulk work (批量任务), done in chunks; it survives a kill and says what it did."""

    class State(models.TextChoices):
        WAITING = "waiting", _("等待")
        RUNNING = "running", _("进行中")
        PAUSED = "paused", _("已暂停")
        STOPPED = "stopped", _("出错停下")
        DONE = "done", _("完成")
        CANCELLED = "cancelled", _("已取消")

    kind = models.CharField(max_length=60)
    title = models.CharField(max_length=200)
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="runs")
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    arguments = models.BinaryField()  # sealed under the audit key of the month
    arguments_key = models.CharField(max_length=40)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)
    finished_at = models.DateTimeField(null=True)
    undo_of = models.OneToOneField("self", models.PROTECT, null=True, related_name="undone_by")
    result_url = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["person", "-id"], name="run_person")]

    def __str__(self) -> str:
        return f"{self.title} {self.done + self.failed}/{self.total}"

    @property
    def percent(self) -> int:
        return 100 if not self.total else (self.done + self.failed) * 100 // self.total

    @property
    def is_over(self) -> bool:
        return self.state in {self.State.DONE, self.State.CANCELLED}


class RunChunk(models.Model):
    """The unit that is done whole or not at all. `items` are ids, or what the kind says."""

    run = models.ForeignKey(Run, models.CASCADE, related_name="chunks")
    number = models.PositiveIntegerField()
    items = models.JSONField()
    is_done = models.BooleanField(default=False)
    outcomes = models.JSONField(default=list)  # [[item, reason]] of those not done
    undo = models.BinaryField(null=True)  # sealed: what `undo_run` needs

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["run", "number"], name="chunk_once")]
        indexes: ClassVar = [
            models.Index(fields=["run", "number"], name="chunk_waiting", condition=models.Q(is_done=False))
        ]

    def __str__(self) -> str:
        return f"{self.run_id}/{self.number}"
