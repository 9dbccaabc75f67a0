from __future__ import annotations

from typing import ClassVar

from django.db import models

from kedang.access.querysets import GuardedQuerySet
from kedang.core.clock import now
from kedang.customers.models import ContactPoint


class Bounce(models.Model):
    """A mail to this contact point came back for good (退信). It counts as long as the point holds the same address."""

    point = models.OneToOneField(ContactPoint, models.CASCADE, primary_key=True, related_name="bounce")
    token = models.BinaryField(max_length=32)
    at = models.DateTimeField(default=now)

    resource: ClassVar[str] = "contact_point"
    scope_path: ClassVar[str | None] = "point__customer"
    classification_field: ClassVar[str | None] = None
    objects = GuardedQuerySet["Bounce"].as_manager()

    def __str__(self) -> str:
        return str(self.point_id)
