from __future__ import annotations

from typing import ClassVar

from django.db import models

from kedang.core.clock import now
from kedang.documents.models import Document
from kedang.people.models import Person


class Scratch(models.Model):
    """A file that is no record (暂存): what programs write beside a document, and files still without content.

    One person's, seen by nobody else, sealed under a key of that person's, swept after some days. With `document` it
    stands for that document's `version` under another name: how programs set the original aside while saving.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    parent = models.CharField(max_length=64)  # digest of the place it lies in
    name = models.CharField(max_length=255)
    name_key = models.CharField(max_length=300)
    place = models.CharField(max_length=1600)
    is_folder = models.BooleanField(default=False)
    blob_id = models.CharField(max_length=32, blank=True, db_index=True)
    size = models.BigIntegerField(default=0)
    revision = models.PositiveIntegerField(default=1)
    document = models.ForeignKey(Document, models.CASCADE, null=True, related_name="+")
    version = models.PositiveIntegerField(null=True)
    created_at = models.DateTimeField(default=now, editable=False)
    changed_at = models.DateTimeField(default=now, db_index=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "parent", "name_key"], name="scratch_name_once")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def key_owner(self) -> str:
        return f"drive:{self.person_id}"

    @property
    def subject(self) -> str:
        return f"scratch:{self.pk}"
