from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from kedang.core.clock import now
from kedang.people.models import Person


class Upload(models.Model):
    """A file on its way (上传), resumable after any break.

    What has arrived lies in `segments`, encrypted blobs under the upload's own key (`upload:<token>`), each
    durable before `offset` says so. `facts` (file name, where it goes) is sealed under that key too.
    """

    token = models.CharField(max_length=32, unique=True)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    length = models.BigIntegerField(null=True)
    offset = models.BigIntegerField(default=0)
    segments = models.JSONField(default=list)  # [[blob id, size]]
    facts = models.BinaryField()
    checksum = models.CharField(max_length=100, blank=True)
    document_id = models.BigIntegerField(null=True)
    created_at = models.DateTimeField(default=now, editable=False)
    expires_at = models.DateTimeField(db_index=True)
    done_at = models.DateTimeField(null=True)
    asked_at = models.DateTimeField(null=True)  # whole, but the sender must say what becomes of it

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(length=None) | Q(offset__lte=models.F("length")), name="upload_within_length"
            )
        ]

    def __str__(self) -> str:
        return f"{self.token} {self.offset}/{self.length}"

    @property
    def key_owner(self) -> str:
        return f"upload:{self.token}"

    @property
    def is_complete(self) -> bool:
        return self.length is not None and self.offset == self.length
