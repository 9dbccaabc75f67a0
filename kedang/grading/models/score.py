from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from kedang.core.models import BaseModel
from kedang.customers.models import Customer
from kedang.grading.models.calculation import Calculation
from kedang.grading.querysets import ScoreQuerySet


class Method(models.TextChoices):
    ABC = "abc", "ABC"
    RFM = "rfm", "RFM"
    CLV = "clv", _("客户终身价值")
    CHURN = "churn", _("流失风险")


class RfmSegment(models.TextChoices):
    """The eight segments of RFM; the order is that of worth."""

    CHAMPION = "champion", _("重要价值客户")
    AT_RISK = "at_risk", _("重要唤回客户")
    PROMISING = "promising", _("重要发展客户")
    WIN_BACK = "win_back", _("重要挽留客户")
    LOYAL = "loyal", _("一般价值客户")
    KEEP = "keep", _("一般保持客户")
    NEW = "new", _("一般发展客户")
    LAPSED = "lapsed", _("一般挽留客户")


class ChurnLevel(models.TextChoices):
    HIGH = "high", _("高")
    MEDIUM = "medium", _("中")
    LOW = "low", _("低")


class Score(BaseModel):
    """What one method says of a customer now (评分): a proposal of the calculation, never a decision.

    `value`: share of the revenue in per cent for ABC, the three digits of RFM, money for CLV, points for churn.
    `inputs` are the figures it was worked out of, `reasons` [[code, points, facts]]; `grading.words` says them.
    """

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="scores", db_index=False)
    method = models.CharField(_("方法"), max_length=5, choices=Method.choices)
    version = models.CharField(_("方法版本"), max_length=10)
    value = models.DecimalField(_("数值"), max_digits=20, decimal_places=2, null=True)
    segment = models.CharField(_("分组"), max_length=10, blank=True)
    inputs: models.JSONField[Any, Any] = models.JSONField(_("依据"), default=dict)
    reasons: models.JSONField[Any, Any] = models.JSONField(_("理由"), default=list)
    as_of = models.DateField(_("计算日期"))
    calculation = models.ForeignKey(Calculation, models.PROTECT, related_name="+", db_index=False)

    resource: ClassVar[str] = "score"
    scope_path: ClassVar[str | None] = "customer"
    classification_field: ClassVar[str | None] = None
    objects = ScoreQuerySet.as_manager()

    class Meta:
        verbose_name = _("评分")
        constraints: ClassVar = [models.UniqueConstraint(fields=["customer", "method"], name="score_once")]
        indexes: ClassVar = [
            models.Index(fields=["method", "segment", "customer"], name="score_segment"),
            models.Index(fields=["method", "value", "customer"], name="score_value"),
        ]

    def __str__(self) -> str:
        return f"{self.customer_id} {self.method} {self.segment}"
