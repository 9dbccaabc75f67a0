from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kedang.core.models import BaseModel
from kedang.customers.models import Customer
from kedang.people.models import Department, Person
from kedang.search.models import SavedView
from kedang.segments.querysets import MembershipQuerySet, SegmentQuerySet, TallyQuerySet


class Segment(BaseModel):
    """A query over customers kept under a name (客群). Who opens it finds what they may see themselves.

    Its members over time are kept as its owner sees them.
    """

    owner = models.ForeignKey(Person, models.PROTECT, related_name="segments")
    name = models.CharField(_("名称"), max_length=60)
    query = models.CharField(_("查询"), max_length=500)
    note = models.CharField(_("说明"), max_length=200, blank=True)
    shared_with = models.CharField(
        max_length=12, choices=SavedView.Sharing.choices, default=SavedView.Sharing.NOBODY
    )
    departments = models.ManyToManyField(Department, related_name="+")
    # When the members were last worked out; empty: never, so whoever is found first did not join.
    refreshed_at = models.DateTimeField(null=True, editable=False)
    retired_at = models.DateTimeField(null=True, editable=False)

    resource: ClassVar[str] = "saved_view"
    scope_path: ClassVar[str | None] = None
    classification_field: ClassVar[str | None] = None
    objects = SegmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("客群")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["owner", "name"], name="segment_name_once", condition=Q(retired_at=None)
            )
        ]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A customer in a segment from one time to another (客群成员). `is_first`: was in when the segment was made."""

    segment = models.ForeignKey(Segment, models.CASCADE, related_name="memberships", db_index=False)
    customer = models.ForeignKey(Customer, models.CASCADE, related_name="memberships")
    since = models.DateTimeField(_("加入"))
    until = models.DateTimeField(_("离开"), null=True)
    is_first = models.BooleanField(default=False)

    resource: ClassVar[str] = "customer"
    scope_path: ClassVar[str | None] = "customer"
    classification_field: ClassVar[str | None] = None
    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["segment", "customer"], name="member_once", condition=Q(until=None)
            )
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["segment", "-since", "-id"], name="member_joined", condition=Q(is_first=False)
            ),
            models.Index(
                fields=["segment", "-until", "-id"], name="member_left", condition=Q(until__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.segment_id}: {self.customer_id}"


class Tally(models.Model):
    """How many a segment holds for one person, exactly, and of what kinds (客群统计).

    `figures`: kind of figure → value → how many, as `segments.figures` counts them.
    """

    segment = models.ForeignKey(Segment, models.CASCADE, related_name="tallies", db_index=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    count = models.PositiveIntegerField(default=0)
    figures = models.JSONField(default=dict)
    counted_at = models.DateTimeField()

    resource: ClassVar[str] = "saved_view"
    scope_path: ClassVar[str | None] = None
    classification_field: ClassVar[str | None] = None
    objects = TallyQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["segment", "person"], name="tally_once")]

    def __str__(self) -> str:
        return f"{self.segment_id}: {self.count}"
