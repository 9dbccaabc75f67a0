from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from kedang.access.querysets import GuardedQuerySet
from kedang.core.clock import now
from kedang.customers.models import Customer
from kedang.people.models import Department, Person


class Assessment(models.Model):
    """How good the data of one customer is (质量评估): 100 less the points of its open findings.

    `counts`: rule → open findings. `due_on`: the day on which time alone may change the answer. `digest`: of the
    rules as they were, so that a change of them is known to concern this one.
    """

    customer = models.OneToOneField(
        Customer, models.CASCADE, primary_key=True, related_name="quality", verbose_name=_("客户")
    )
    score = models.PositiveSmallIntegerField(_("质量分"))
    counts: models.JSONField[Any, Any] = models.JSONField(default=dict)
    due_on = models.DateField(null=True)
    digest = models.CharField(max_length=16)
    assessed_at = models.DateTimeField(_("评估时间"), default=now)

    resource: ClassVar[str] = "customer"
    scope_path: ClassVar[str | None] = "customer"
    classification_field: ClassVar[str | None] = None
    objects = GuardedQuerySet["Assessment"].as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["score", "customer"], name="quality_score"),
            models.Index(
                fields=["due_on", "customer"], name="quality_due", condition=models.Q(due_on__isnull=False)
            ),
            models.Index(fields=["digest", "customer"], name="quality_digest"),
        ]

    def __str__(self) -> str:
        return f"{self.customer_id} {self.score}"


class Tally(models.Model):
    """The customers of one owner in one department and level, counted in a week (质量统计).

    `week` is its Monday; the present week's rows are counted again every night. By level, so that nobody's sums
    tell of records above their clearance.
    """

    week = models.DateField()
    owner = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", db_index=False)
    department = models.ForeignKey(Department, models.PROTECT, null=True, related_name="+", db_index=False)
    classification = models.PositiveSmallIntegerField()
    customers = models.PositiveIntegerField()
    points = models.PositiveBigIntegerField()  # the sum of the scores
    faultless = models.PositiveIntegerField()  # without any open finding
    counts: models.JSONField[Any, Any] = models.JSONField(default=dict)
    counted_at = models.DateTimeField(default=now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["week", "department", "owner", "classification"],
                name="quality_tally_once",
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return f"{self.week} {self.owner_id}"
