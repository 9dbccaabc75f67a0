from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from kedang.core.models import BaseModel
from kedang.customers.models import Customer
from kedang.people.models import Person
from kedang.teamwork.querysets import FollowQuerySet


class Follow(BaseModel):
    """Somebody wants to hear what happens with a customer (关注). `topics`: of which kinds (`teamwork.topics`)."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="follows", db_index=False)
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="follows")
    topics = models.JSONField(_("关注的动态"), default=list)
    is_muted = models.BooleanField(_("免打扰"), default=False)

    resource: ClassVar[str] = "customer"
    scope_path: ClassVar[str | None] = "customer"
    classification_field: ClassVar[str | None] = None
    objects = FollowQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["person", "customer"], name="follow_once")]
        indexes: ClassVar = [models.Index(fields=["person", "-id"], name="follow_of_person")]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.customer_id}"
