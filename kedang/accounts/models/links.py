from __future__ import annotations

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from kedang.core.clock import now
from kedang.core.models import BaseModel


class OneTimeLinkQuerySet(models.QuerySet["OneTimeLink"]):
    def usable(self) -> Self:
        return self.filter(used_at=None, withdrawn_at=None, expires_at__gt=now())


class OneTimeLink(BaseModel):
    """A link that lets one person set a password once (一次性链接). Only its digest is kept."""

    class Purpose(models.TextChoices):
        WELCOME = "welcome", _("首次登录")
        RESET = "reset", _("重置密码")

    person = models.ForeignKey("people.Person", models.CASCADE, related_name="one_time_links")
    purpose = models.CharField(max_length=10, choices=Purpose.choices)
    digest = models.BinaryField(max_length=32, unique=True)
    made_by = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    objects = OneTimeLinkQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.purpose} {self.person_id}"
