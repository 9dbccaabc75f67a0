from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from kedang.core.models import BaseModel


class Counter(models.Model):
    """The last number given under one prefix of one series (流水号). One row per rendered prefix."""

    series = models.CharField(max_length=30)
    prefix = models.CharField(max_length=200)
    last = models.BigIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["series", "prefix"], name="one_counter_per_prefix"),
        ]

    def __str__(self) -> str:
        return f"{self.prefix}{self.last}"


class Allocation(models.Model):
    """A number that was given out (已分配编号). The row stays for ever, so no number is given twice."""

    class State(models.TextChoices):
        USED = "used", _("已使用")
        VOID = "void", _("已作废")

    series = models.CharField(max_length=30)
    number = models.CharField(max_length=220)
    prefix = models.CharField(max_length=200, blank=True)
    sequence = models.BigIntegerField(null=True)  # None: a number brought along from elsewhere
    state = models.CharField(max_length=4, choices=State.choices, default=State.USED)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["series", "number"], name="one_allocation_per_number"),
        ]

    def __str__(self) -> str:
        return self.number


class NumberingRule(BaseModel):
    """How the numbers of one series are built (编号规则). Absent: the series' shipped template."""

    series = models.CharField(max_length=30, unique=True)
    template = models.CharField(max_length=300)

    def __str__(self) -> str:
        return self.template
