from __future__ import annotations

from typing import ClassVar

from django.db import models

from kedang.core.clock import now
from kedang.documents.models import Document
from kedang.people.models import Person


class Lock(models.Model):
    """A write lock of a program (WebDAV 锁). An exclusive one on a document is its check-out.

    `place` is the path below the customer, for what has no row yet; a document keeps its lock when it is
    renamed. `took` says that the lock checked the document out, so that its end checks it in.
    """

    token = models.CharField(max_length=50, unique=True)
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    customer_id = models.BigIntegerField(null=True, db_index=True)
    document = models.ForeignKey(Document, models.CASCADE, null=True, related_name="drive_locks")
    place = models.CharField(max_length=1600)
    is_deep = models.BooleanField(default=False)
    is_exclusive = models.BooleanField(default=True)
    took = models.BooleanField(default=False)
    owner = models.CharField(max_length=2000, blank=True)  # XML, as the program sent it
    created_at = models.DateTimeField(default=now, editable=False)
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"{self.token} {self.place}"
