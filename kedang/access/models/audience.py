from __future__ import annotations

from typing import ClassVar

from django.db import models

from kedang.access.words import Reach
from kedang.core.models import BaseModel


class Audience(models.Model):
    """Who is near a customer (受众): the table every reading rule asks. Kept by the door, never by hand.

    `principal` is a person's id, or a department's id negated, so that one index serves both.
    """

    customer_id = models.BigIntegerField()
    principal = models.BigIntegerField()
    reach = models.PositiveSmallIntegerField(choices=Reach.choices)
    verb = models.CharField(max_length=12, blank=True)  # grants only: the verb they give
    expires_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["customer_id", "principal", "reach", "verb"], name="audience_once"
            )
        ]
        indexes: ClassVar = [models.Index(fields=["principal", "reach", "customer_id"], name="audience_near")]

    def __str__(self) -> str:
        return f"{self.customer_id}: {self.principal} {self.get_reach_display()}"


class Grant(BaseModel):
    """Verbs on one record given to a person or a department, until a date (单独授权).

    A grant adds to posts, never beyond the receiver's highest clearance. One on a document reveals of its
    customer the name and number only.
    """

    resource = models.CharField(max_length=30)
    object_id = models.BigIntegerField()
    customer_id = models.BigIntegerField(null=True, db_index=True)
    person = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="grants")
    department = models.ForeignKey("people.Department", models.PROTECT, null=True, related_name="grants")
    verb = models.CharField(max_length=12)
    expires_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    given_by = models.ForeignKey("people.Person", models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(person=None) ^ models.Q(department=None),
                name="grant_to_person_or_department",
            )
        ]
        indexes: ClassVar = [models.Index(fields=["resource", "object_id", "verb"], name="grant_on_object")]

    def __str__(self) -> str:
        return f"{self.resource} {self.object_id}: {self.verb} → {self.person or self.department}"
