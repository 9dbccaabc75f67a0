from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from kedang.core.models import BaseModel
from kedang.customers.models import Customer
from kedang.people.models import Person
from kedang.teamwork.querysets import HandOverItemQuerySet, HandOverQuerySet


class Rule(models.TextChoices):
    """How customers are shared out among several heirs."""

    EVEN = "even", _("平均分")
    HELPER = "helper", _("先给已是协作人的，其余平均分")
    DEPARTMENT = "department", _("先给同部门的，其余平均分")


class HandOver(BaseModel):
    """Customers of a leaver given to heirs (交接), with what is open for them. The plan is frozen in its items.

    `leaver` is None when customers of several owners were chosen. `run_id`: the bulk work that carries it out.
    """

    leaver = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", verbose_name=_("移交人"), db_index=False
    )
    created_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    rule = models.CharField(_("分配方式"), max_length=12, choices=Rule.choices, default=Rule.EVEN)
    with_tasks = models.BooleanField(_("未完成的任务一起转交"), default=True)
    with_projects = models.BooleanField(_("未结束的项目一起转交"), default=True)
    run_id = models.BigIntegerField(null=True, unique=True, editable=False)
    finished_at = models.DateTimeField(_("完成时间"), null=True, editable=False)

    resource: ClassVar[str] = "customer"
    scope_path: ClassVar[str | None] = None
    classification_field: ClassVar[str | None] = None
    objects = HandOverQuerySet.as_manager()

    class Meta:
        verbose_name = _("客户交接")

    def __str__(self) -> str:
        return f"{self.leaver_id} {self.pk}"


class HandOverItem(models.Model):
    """One customer of a hand-over: from whom, to whom, and what became of it."""

    class State(models.TextChoices):
        WAITING = "waiting", _("等待")
        MOVED = "moved", _("已移交")
        SKIPPED = "skipped", _("未移交")
        RETURNED = "returned", _("已撤销")

    hand_over = models.ForeignKey(HandOver, models.PROTECT, related_name="moves")
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    giver = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    heir = models.ForeignKey(Person, models.PROTECT, related_name="+")
    state = models.CharField(_("结果"), max_length=10, choices=State.choices, default=State.WAITING)
    tasks = models.PositiveIntegerField(_("任务"), default=0)
    projects = models.PositiveIntegerField(_("项目"), default=0)
    reason = models.CharField(_("原因"), max_length=200, blank=True)

    resource: ClassVar[str] = "customer"
    scope_path: ClassVar[str | None] = None
    classification_field: ClassVar[str | None] = None
    objects = HandOverItemQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["hand_over", "customer"], name="hand_over_item_once")
        ]

    def __str__(self) -> str:
        return f"{self.hand_over_id}: {self.customer_id} → {self.heir_id}"
