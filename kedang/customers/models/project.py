from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from kedang.core.clock import now
from kedang.core.models import BaseModel
from kedang.customers.models.customer import Customer
from kedang.customers.querysets import ProjectQuerySet
from kedang.people.models import Person


class Progress(models.TextChoices):
    """How far a project or opportunity is (进展, requirement A18)."""

    CONTACT = "contact", _("接洽")
    NEEDS = "needs", _("需求确认")
    QUOTE = "quote", _("报价")
    SIGNING = "signing", _("签约")
    DELIVERY = "delivery", _("履行")
    CLOSED = "closed", _("结束")


class Closed(models.TextChoices):
    WON = "won", _("完成")
    LOST = "lost", _("丢单")


class Project(BaseModel):
    """A project or opportunity of a customer (项目、商机): what `{项目}` in names and folders stands for."""

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="projects")
    name = models.CharField(_("项目名称"), max_length=120)
    match_key = models.CharField(max_length=120)
    progress = models.CharField(_("进展"), max_length=12, choices=Progress.choices, default=Progress.CONTACT)
    owner = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("负责人"),
        db_index=False,
    )
    amount = models.DecimalField(_("金额"), max_digits=18, decimal_places=2, null=True, blank=True)
    currency = models.CharField(_("币种"), max_length=3, default="CNY")
    expected_on = models.DateField(_("预计签约"), null=True, blank=True)
    closed_as = models.CharField(_("结束方式"), max_length=6, choices=Closed.choices, blank=True)
    closed_reason = models.CharField(_("结束原因"), max_length=200, blank=True)
    progress_at = models.DateTimeField(default=now, editable=False)  # since when it stands there
    starts_on = models.DateField(_("开始"), null=True, blank=True)
    ends_on = models.DateField(_("结束"), null=True, blank=True)
    trashed_at = models.DateTimeField(null=True, editable=False)

    resource: ClassVar[str] = "customer"
    scope_path: ClassVar[str | None] = "customer"
    classification_field: ClassVar[str | None] = None
    objects = ProjectQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["customer", "match_key"], name="project_once_per_customer")
        ]
        indexes: ClassVar = [
            models.Index(fields=["progress", "-progress_at", "-id"], name="project_by_progress")
        ]

    def __str__(self) -> str:
        return self.name
