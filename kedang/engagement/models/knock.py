from __future__ import annotations

from django.db import models


class Knock(models.Model):
    """How often an address tried the public pages in one window (限速). Addresses are kept as keyed hashes."""

    digest = models.BinaryField(max_length=32)
    window = models.BigIntegerField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["digest", "window"], name="knock_once"),)

    def __str__(self) -> str:
        return f"{self.window}: {self.count}"
