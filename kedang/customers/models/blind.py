from __future__ import annotations

from typing import ClassVar

from django.db import models

from kedang.core.clock import now
from kedang.people.models import Person


class BlindCheck(models.Model):
    """A value somebody asked about beyond their rights (盲查): counted by person and hour, forgotten after a week.

    `token` is the keyed hash of the number asked for; asking again for the same is no second question.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="+", db_index=False)
    token = models.BinaryField(max_length=32)
    at = models.DateTimeField(default=now)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["person", "at"], name="blind_check_of_person")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.at:%Y-%m-%d %H:%M}"
