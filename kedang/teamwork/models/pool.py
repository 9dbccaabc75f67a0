from __future__ import annotations

from typing import Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from kedang.core.clock import now
from kedang.core.models import BaseModel
from kedang.customers.models import Customer
from kedang.people.models import Department, Person
from kedang.teamwork.querysets import PoolEntryQuerySet, PoolQuerySet


def _number(
    label: Any, default: int | None, least: int = 0, most: int = 3650
) -> models.PositiveIntegerField[Any, Any]:
    return models.PositiveIntegerField(
        label,
        default=default,
        null=default is None,
        blank=default is None,
        validators=[MinValueValidator(least), MaxValueValidator(most)],
    )


class Pool(BaseModel):
    """Customers nobody owns, free to be claimed under rules (公海): a department's, or the whole organisation's.

    `idle_days` empty: nothing is released by itself. `stages`: which stages are (潜在客户 unless said otherwise).
    """

    name = models.CharField(_("名称"), max_length=40)
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("部门")
    )
    daily_claims = _number(_("每人每天认领"), 5, 1)
    daily_views = _number(_("每人每天查看"), 20, 1)
    most_held = _number(_("每人最多负责"), 200, 1, 100_000)
    cool_down_days = _number(_("放回后原负责人不可认领（天）"), 7)
    idle_days = _number(_("多少天没有联系自动放回"), None, 1)
    warn_days = _number(_("提前几天提醒负责人"), 7, 1, 365)
    stages = models.JSONField(_("自动放回哪些阶段"), default=list)
    retired_at = models.DateTimeField(null=True, editable=False)

    resource: ClassVar[str] = "template"
    scope_path: ClassVar[str | None] = None
    classification_field: ClassVar[str | None] = None
    objects = PoolQuerySet.as_manager()

    class Meta:
        verbose_name = _("公海")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["department"],
                name="pool_once_a_department",
                condition=models.Q(retired_at=None, department__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.name


class PoolEntry(BaseModel):
    """A customer's stay in a pool. `reason` is sealed under the customer's `profile` key; `released_by` None: by rule."""

    pool = models.ForeignKey(Pool, models.PROTECT, related_name="entries", db_index=False)
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="pool_entries")
    entered_at = models.DateTimeField(_("进入公海"), default=now)
    former_owner = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", db_index=False)
    released_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", db_index=False)
    reason = models.BinaryField(_("放回原因"), null=True)
    left_at = models.DateTimeField(_("离开公海"), null=True)
    taken_by = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", db_index=False, verbose_name=_("认领人")
    )

    resource: ClassVar[str] = "customer"
    scope_path: ClassVar[str | None] = None
    classification_field: ClassVar[str | None] = None
    objects = PoolEntryQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["customer"], name="pool_entry_open_once", condition=models.Q(left_at=None)
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["pool", "-id"], name="pool_entry_open", condition=models.Q(left_at=None))
        ]

    def __str__(self) -> str:
        return f"{self.pool_id}: {self.customer_id}"


class PoolDay(models.Model):
    """What somebody claimed and looked at in a pool on a day: raised under a condition, so that no quota is passed."""

    pool = models.ForeignKey(Pool, models.CASCADE, related_name="+", db_index=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    day = models.DateField()
    claims = models.PositiveIntegerField(default=0)
    views = models.PositiveIntegerField(default=0)
    seen = models.JSONField(default=list)  # entries looked at: a second look is free

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["pool", "person", "day"], name="pool_day_once")
        ]

    def __str__(self) -> str:
        return f"{self.pool_id}: {self.person_id} {self.day}"


class PoolWarning(models.Model):
    """The owner was told that a customer goes to the pool on `due_on` unless they get in touch."""

    customer = models.OneToOneField(Customer, models.CASCADE, related_name="pool_warning")
    pool = models.ForeignKey(Pool, models.CASCADE, related_name="+")
    owner = models.ForeignKey(Person, models.PROTECT, related_name="+")
    due_on = models.DateField(db_index=True)

    def __str__(self) -> str:
        return f"{self.customer_id}: {self.due_on}"
