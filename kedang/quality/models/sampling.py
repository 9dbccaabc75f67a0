from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from kedang.core.models import BaseModel
from kedang.customers.models import Customer
from kedang.people.models import Department, Person
from kedang.quality.querysets import SampleCheckQuerySet, SampleItemQuerySet


class CheckState(models.TextChoices):
    DRAWING = "drawing", _("正在抽取")
    RUNNING = "running", _("核对中")
    DONE = "done", _("已完成")
    STOPPED = "stopped", _("已中止")


class Verdict(models.TextChoices):
    CORRECT = "correct", _("正确")
    WRONG = "wrong", _("有误")
    UNKNOWN = "unknown", _("无法判断")


class SampleCheck(BaseModel):
    """A sample of the customers compared with what is so, by two persons apart from each other (抽样核对).

    `population` customers matched when it was drawn, `seed` gives the same sample of the same population again.
    Neither checker owns what is drawn: their own customers are left out (`left_out`).
    """

    title = models.CharField(_("名称"), max_length=100)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("发起人"))
    first = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("核对人甲"))
    second = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("核对人乙"))
    department = models.ForeignKey(Department, models.PROTECT, null=True, related_name="+", db_index=False)
    query = models.CharField(_("范围"), max_length=500, blank=True)
    fields: models.JSONField[Any, Any] = models.JSONField(_("核对字段"), default=list)
    seed = models.PositiveBigIntegerField(_("随机种子"))
    population = models.PositiveIntegerField(_("总体"), default=0)
    left_out = models.PositiveIntegerField(default=0)
    size = models.PositiveIntegerField(_("样本"))
    is_percent = models.BooleanField(default=False)
    state = models.CharField(_("状态"), max_length=8, choices=CheckState.choices, default=CheckState.DRAWING)
    finished_at = models.DateTimeField(null=True)

    resource: ClassVar[str] = "score"
    scope_path: ClassVar[str | None] = None
    classification_field: ClassVar[str | None] = None
    objects = SampleCheckQuerySet.as_manager()

    class Meta:
        verbose_name = _("抽样核对")
        constraints: ClassVar = [
            models.CheckConstraint(condition=~models.Q(first=models.F("second")), name="sample_check_by_two")
        ]

    def __str__(self) -> str:
        return self.title


class SampleItem(BaseModel):
    """One customer of a sample. `owner`: whose it was when it was drawn, so that the report can say."""

    check_of = models.ForeignKey(SampleCheck, models.PROTECT, related_name="drawn", db_index=False)
    customer = models.ForeignKey(Customer, models.CASCADE, related_name="sample_items")
    owner = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", db_index=False)
    position = models.PositiveIntegerField()
    first_at = models.DateTimeField(null=True)
    second_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)

    resource: ClassVar[str] = "customer"
    scope_path: ClassVar[str | None] = "customer"
    classification_field: ClassVar[str | None] = None
    objects = SampleItemQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["check_of", "customer"], name="sampled_once"),
            models.UniqueConstraint(fields=["check_of", "position"], name="sample_order"),
        ]

    def __str__(self) -> str:
        return f"{self.check_of_id} {self.position}"


class SampleAnswer(models.Model):
    """What was found for one field of a sampled customer: by the first, by the second, and what holds.

    `right` seals the right values {"first", "second", "final"} under the customer's `profile` key.
    """

    item = models.ForeignKey(SampleItem, models.CASCADE, related_name="answers", db_index=False)
    key = models.CharField(_("字段"), max_length=50)
    first = models.CharField(max_length=8, choices=Verdict.choices, blank=True)
    second = models.CharField(max_length=8, choices=Verdict.choices, blank=True)
    final = models.CharField(max_length=8, choices=Verdict.choices, blank=True)
    is_disputed = models.BooleanField(default=False)
    right = models.BinaryField(null=True)
    corrected_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["item", "key"], name="sample_answer_once")]

    def __str__(self) -> str:
        return f"{self.item_id} {self.key}"
