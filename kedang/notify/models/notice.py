from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from kedang.core.clock import now
from kedang.notify.querysets import NoticeQuerySet
from kedang.people.models import Person


class Notice(models.Model):
    """Something a person should know (通知). It holds ids: what may be shown is asked when it is read.

    `note`: a few words of what happened, sealed under `note_owner`'s key (`customer:17`, or the month's audit key).
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="notices", db_index=False)
    at = models.DateTimeField(default=now)
    kind = models.CharField(max_length=60)
    actor = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", db_index=False)
    customer_id = models.BigIntegerField(null=True)
    subject_type = models.CharField(max_length=60, blank=True)
    subject_id = models.BigIntegerField(null=True)
    note = models.BinaryField(null=True)
    note_owner = models.CharField(max_length=60, blank=True)
    key = models.CharField(max_length=120)  # one notice of a kind about one thing
    read_at = models.DateTimeField(_("已读"), null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["person", "key"], name="notice_once")]
        indexes: ClassVar = [
            models.Index(fields=["person", "-id"], name="notice_of_person"),
            models.Index(fields=["person"], name="notice_unread", condition=models.Q(read_at=None)),
            models.Index(fields=["customer_id"], name="notice_customer"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
