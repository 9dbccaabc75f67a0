from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kedang.core.models import BaseModel
from kedang.customers.models import Customer
from kedang.duplicates.models.scan import Scan
from kedang.duplicates.querysets import PairQuerySet
from kedang.people.models import Person


class DuplicatePair(BaseModel):
    """Two records that may be one customer (疑似重复), as the scan scored them and somebody decided.

    `evidence` says for each compared field which level of likeness was found and its weight in bits:
    [["name", "core", 8.1], …]; it holds no value of any field. 不是重复 is remembered for ever.
    """

    class State(models.TextChoices):
        OPEN = "open", _("待处理")
        MERGED = "merged", _("已合并")
        DISMISSED = "not_duplicate", _("不是重复")

    low = models.ForeignKey(Customer, models.PROTECT, related_name="+", db_index=False)
    high = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    score = models.FloatField(_("把握"))  # the probability that they are one
    evidence: models.JSONField[Any, Any] = models.JSONField(default=list)
    # The scan that found it.
    scan = models.ForeignKey(Scan, models.SET_NULL, null=True, related_name="pairs")
    state = models.CharField(_("状态"), max_length=14, choices=State.choices, default=State.OPEN)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", db_index=False)
    decided_at = models.DateTimeField(null=True)

    resource: ClassVar[str] = "customer"
    scope_path: ClassVar[str | None] = "low"
    classification_field: ClassVar[str | None] = None
    objects = PairQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["low", "high"], name="duplicate_pair_once"),
            models.CheckConstraint(condition=Q(low__lt=F("high")), name="duplicate_pair_in_order"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["-score", "-id"], name="duplicate_pair_open", condition=Q(state="open"))
        ]

    @property
    def percent(self) -> int:
        """Never 100: nobody is that sure."""
        return min(99, int(self.score * 100))

    def __str__(self) -> str:
        return f"{self.low_id} ~ {self.high_id}"
