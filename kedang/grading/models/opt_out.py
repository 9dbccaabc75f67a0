from __future__ import annotations

from typing import ClassVar

from django.db import models

from kedang.access.querysets import GuardedQuerySet
from kedang.core.models import BaseModel
from kedang.customers.models import Customer
from kedang.people.models import Person


class OptOut(BaseModel):
    """A customer refused automated grading (拒绝自动评级, PIPL art. 24): no score, no proposal, no automated segment."""

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="grading_opt_outs")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)  # who noted it
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", db_index=False)

    resource: ClassVar[str] = "score"
    scope_path: ClassVar[str | None] = "customer"
    classification_field: ClassVar[str | None] = None
    objects = GuardedQuerySet["OptOut"].as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["customer"], condition=models.Q(ended_at=None), name="opted_out_once"
            )
        ]

    def __str__(self) -> str:
        return str(self.customer_id)
