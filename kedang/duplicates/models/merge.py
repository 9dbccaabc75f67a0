from __future__ import annotations

from typing import ClassVar

from django.db import models

from kedang.core.models import BaseModel
from kedang.customers.models import Customer
from kedang.duplicates.querysets import MergeQuerySet
from kedang.people.models import Person


class Merge(BaseModel):
    """Two records became one (合并): `source` went into `target`.

    `undo` is JSON sealed under the target's `profile` key: what its fields held and what each part moved.
    """

    target = models.ForeignKey(Customer, models.PROTECT, related_name="merges")
    source = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    undo = models.BinaryField()
    undone_at = models.DateTimeField(null=True)
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
