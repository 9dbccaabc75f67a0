from __future__ import annotations

from typing import ClassVar

from django.db import models

from kedang.core.clock import now
from kedang.people.models import Person


class AppPassword(models.Model):
    """A password for one program of one person (应用密码): long and random, so a keyed digest is enough.

    Good for the drive only and for documents only; shown once, ended or expired it opens nothing.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="app_passwords")
    name = models.CharField(max_length=60)
    digest = models.BinaryField(max_length=32, unique=True)
    created_at = models.DateTimeField(default=now, editable=False)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    used_from = models.CharField(max_length=45, blank=True)
    used_by = models.CharField(max_length=200, blank=True)  # the program's own name
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-pk"]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.name}"

    @property
    def is_good(self) -> bool:
        return self.ended_at is None and self.expires_at > now()
