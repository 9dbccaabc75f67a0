from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from kedang.access.querysets import GuardedQuerySet
from kedang.access.words import Clearance
from kedang.core.clock import now
from kedang.core.models import BaseModel
from kedang.documents.models.document import Document
from kedang.documents.querysets import PermitQuerySet
from kedang.people.models import Person


class LevelRule(BaseModel):
    """What holds for documents of one level beside rights (密级规则). How many a person a day; 0: any number."""

    level = models.PositiveSmallIntegerField(_("密级"), choices=Clearance.choices, unique=True)
    views = models.PositiveIntegerField(_("每天查看"), default=0)
    downloads = models.PositiveIntegerField(_("每天下载"), default=0)
    prints = models.PositiveIntegerField(_("每天打印"), default=0)
    is_stamped = models.BooleanField(_("页面一律加水印"), default=False)
    asks_permit = models.BooleanField(_("下载须经批准"), default=False)

    resource: ClassVar[str] = "post"
    scope_path: ClassVar[str | None] = None
    objects: GuardedQuerySet[LevelRule] = GuardedQuerySet.as_manager()  # type: ignore[assignment]  # django-stubs: managers from querysets

    def __str__(self) -> str:
        return str(self.get_level_display())


class DailyUse(models.Model):
    """How much of one level a person has seen, taken and printed on a day (当日用量)."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    day = models.DateField()
    verb = models.CharField(max_length=10)
    level = models.PositiveSmallIntegerField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "day", "verb", "level"], name="daily_use_once")
        ]
        indexes: ClassVar = [models.Index(fields=["day"], name="daily_use_day")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.day} {self.verb}"


class PrintTally(models.Model):
    """How often somebody printed a document (打印次数)."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="prints", db_index=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    copies = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField(default=now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["document", "person"], name="print_tally_once")
        ]

    def __str__(self) -> str:
        return f"{self.document_id}: {self.person_id}"


class Permit(BaseModel):
    """Leave to download a document that may not leave otherwise (下载许可): asked for, decided, counted, expiring."""

    class State(models.TextChoices):
        WAITING = "waiting", _("待审批")
        APPROVED = "approved", _("已批准")
        REJECTED = "rejected", _("未批准")

    document = models.ForeignKey(Document, models.CASCADE, related_name="permits", db_index=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    reason = models.BinaryField()  # sealed under the document's key, like the answer
    answer = models.BinaryField(null=True)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", db_index=False)
    decided_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    uses = models.PositiveSmallIntegerField(default=0)
    used = models.PositiveSmallIntegerField(default=0)

    resource: ClassVar[str] = "document"
    scope_path: ClassVar[str | None] = "document__customer"
    classification_field: ClassVar[str | None] = "document__classification"
    objects = PermitQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["document", "person"], condition=models.Q(state="waiting"), name="permit_asked_once"
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["person", "document", "-id"], name="permit_person"),
            models.Index(fields=["state", "id"], name="permit_state"),
        ]

    def __str__(self) -> str:
        return f"{self.document_id}: {self.person_id}"
