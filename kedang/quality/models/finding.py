from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kedang.core.clock import now
from kedang.core.models import BaseModel
from kedang.customers.models import Customer
from kedang.people.models import Person
from kedang.quality.querysets import FindingQuerySet
from kedang.quality.severity import Severity


class Finding(BaseModel):
    """A rule says that something about a customer is not right (数据问题). One row per rule, customer and field.

    `field` as in `customers.record`: `uscc`, `contact:17`, `custom:3`; `contact:mobile` for a kind that is missing.
    `facts` are what the sentence needs and hold nothing of the customer's own values.
    """

    class State(models.TextChoices):
        OPEN = "open", _("待处理")
        IGNORED = "ignored", _("已忽略")
        SOLVED = "solved", _("已解决")

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="findings", db_index=False)
    rule = models.CharField(_("规则"), max_length=30)
    field = models.CharField(_("字段"), max_length=50, blank=True)
    severity = models.PositiveSmallIntegerField(_("严重程度"), choices=Severity.choices)
    facts: models.JSONField[Any, Any] = models.JSONField(default=dict)
    state = models.CharField(_("状态"), max_length=8, choices=State.choices, default=State.OPEN)
    since = models.DateTimeField(_("发现时间"), default=now)
    solved_at = models.DateTimeField(_("解决时间"), null=True)
    ignored_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", db_index=False)
    ignored_at = models.DateTimeField(null=True)
    ignored_until = models.DateField(_("忽略至"), null=True)
    ignored_why = models.BinaryField(_("忽略原因"), null=True)  # sealed under the customer's `profile` key

    resource: ClassVar[str] = "customer"
    scope_path: ClassVar[str | None] = "customer"
    classification_field: ClassVar[str | None] = None
    objects = FindingQuerySet.as_manager()

    class Meta:
        verbose_name = _("数据问题")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["customer", "rule", "field"], name="finding_once")
        ]
        indexes: ClassVar = [
            models.Index(fields=["-severity", "-id"], name="finding_open", condition=Q(state="open")),
            models.Index(fields=["rule", "-severity", "-id"], name="finding_rule", condition=Q(state="open")),
            models.Index(fields=["-severity", "-id"], name="finding_ignored", condition=Q(state="ignored")),
        ]

    def __str__(self) -> str:
        return f"{self.customer_id} {self.rule} {self.field}"
