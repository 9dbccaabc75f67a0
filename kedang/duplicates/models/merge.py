from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from kedang.core.models import BaseModel
from kedang.customers.models import Customer
from kedang.duplicates.querysets import MergeQuerySet
from kedang.people.models import Person


class Merge(BaseModel):
    """Two records became one (合并): `source` went into `target`.

    `undo` is JSON sealed under the target's `profile` key: what its fields held and what each part moved.
    `moving`: batches of a part that was too much for one transaction are still under way, `done` of `total`.
    """

    class Moving(models.TextChoices):
        JOINING = "joining", _("正在移入")
        PARTING = "parting", _("正在移回")

    target = models.ForeignKey(Customer, models.PROTECT, related_name="merges")
    source = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    undo = models.BinaryField()
    undone_at = models.DateTimeField(null=True)
    moving = models.CharField(
        max_length=7, choices=Moving.choices, blank=True, default="", db_default="", editable=False
    )
    done = models.PositiveIntegerField(default=0, db_default=0, editable=False)
    total = models.PositiveIntegerField(default=0, db_default=0, editable=False)
    undone_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", db_index=False)

    resource: ClassVar[str] = "customer"
    scope_path: ClassVar[str | None] = "target"
    classification_field: ClassVar[str | None] = None
    objects = MergeQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source"], condition=models.Q(undone_at=None), name="merged_once")
        ]

    def __str__(self) -> str:
        return f"{self.source_id} → {self.target_id}"


class MergeStep(models.Model):
    """One batch of a merge that goes step by step (合并的一批): what takes it back, sealed as the merge's own."""

    merge = models.ForeignKey(Merge, models.CASCADE, related_name="steps")
    number = models.PositiveIntegerField()
    part = models.CharField(max_length=30)
    size = models.PositiveIntegerField()
    undo = models.BinaryField()
    is_back = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["merge", "number"], name="merge_step_once")]

    def __str__(self) -> str:
        return f"{self.merge_id}: {self.number}"
