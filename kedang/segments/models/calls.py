from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from kedang.core.models import BaseModel
from kedang.customers.models import Customer
from kedang.dealings.models import Interaction
from kedang.people.models import Person
from kedang.segments.models.segment import Segment
from kedang.segments.querysets import CallEntryQuerySet, CallListQuerySet


class Outcome(models.TextChoices):
    REACHED = "reached", _("已接通")
    MISSED = "missed", _("未接通")


class CallList(BaseModel):
    """The members of a segment somebody calls one by one (电话名单); only theirs."""

    segment = models.ForeignKey(Segment, models.PROTECT, related_name="call_lists")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)

    resource: ClassVar[str] = "saved_view"
    scope_path: ClassVar[str | None] = None
    classification_field: ClassVar[str | None] = None
    objects = CallListQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["person", "-id"], name="call_list_of_person")]

    def __str__(self) -> str:
        return f"{self.segment} {self.pk}"


class CallEntry(models.Model):
    """One customer on a call list, and how the call went; the talk itself is an interaction."""

    call_list = models.ForeignKey(CallList, models.CASCADE, related_name="entries", db_index=False)
    customer = models.ForeignKey(Customer, models.CASCADE, related_name="+")
    position = models.PositiveIntegerField()
    outcome = models.CharField(_("结果"), max_length=8, choices=Outcome.choices, blank=True)
    called_at = models.DateTimeField(_("时间"), null=True)
    interaction = models.ForeignKey(Interaction, models.SET_NULL, null=True, related_name="+")

    resource: ClassVar[str] = "customer"
    scope_path: ClassVar[str | None] = "customer"
    classification_field: ClassVar[str | None] = None
    objects = CallEntryQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["call_list", "position"], name="call_entry_place"),
            models.UniqueConstraint(fields=["call_list", "customer"], name="call_entry_once"),
        ]

    def __str__(self) -> str:
        return f"{self.call_list_id}/{self.position}"
