from __future__ import annotations

from typing import ClassVar

from django.db import models

from kedang.core.clock import now


class FailedSignIns(models.Model):
    """How often in a row one sign-in name failed, and until when it is locked (登录锁定).

    Keyed by a digest of the name typed, whether or not such a person exists: the table neither
    lists people nor answers who is one. In the database, so that a restart does not unlock.
    """

    name_digest = models.BinaryField(max_length=32, unique=True)
    failures = models.PositiveIntegerField(default=0)
    first_at = models.DateTimeField(default=now)
    last_at = models.DateTimeField(default=now, db_index=True)
    locked_until = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.failures} since {self.first_at:%Y-%m-%d %H:%M}"


class FormerPassword(models.Model):
    """A password somebody had before (历史口令), as its hash, so that it is not taken again too soon."""

    person = models.ForeignKey("people.Person", models.CASCADE, related_name="former_passwords")
    encoded = models.CharField(max_length=200)
    set_at = models.DateTimeField(default=now)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["person", "-id"], name="former_password_latest")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.set_at:%Y-%m-%d}"


class SpentCode(models.Model):
    """A one-time code that was shown once; unique, so that of two sign-ins with it one fails."""

    person = models.ForeignKey("people.Person", models.CASCADE, related_name="+")
    code_digest = models.BinaryField(max_length=32)
    at = models.DateTimeField(default=now, db_index=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "code_digest"], name="code_spent_once")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.at:%Y-%m-%d %H:%M}"
