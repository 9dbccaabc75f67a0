from __future__ import annotations

from typing import ClassVar

from django.db import models

from kedang.core.clock import now
from kedang.documents.models.version import Version


class ReadPage(models.Model):
    """What one page of a version says and where (页文): text and words, sealed under the document's key.

    `number` counts from 1. A scanned page is there before its text is: `tries` counts the attempts to
    recognise it, so that a page that kills its reader does not do so for ever.
    """

    class State(models.TextChoices):
        LAYER = "layer", "layer"  # the file says it itself
        SCAN = "scan", "scan"  # a picture, not recognised yet
        RECOGNISED = "ocr", "ocr"
        FAILED = "failed", "failed"

    version = models.ForeignKey(Version, models.CASCADE, related_name="read_pages", db_index=False)
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=8, choices=State.choices)
    reason = models.CharField(max_length=30, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    sealed = models.BinaryField(default=bytes)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["version", "number"], name="read_page_once")]

    def __str__(self) -> str:
        return f"{self.version_id} p{self.number} {self.state}"


class Rendition(models.Model):
    """A version in another format (副本格式), made by us beside the untouched original."""

    class Kind(models.TextChoices):
        SEARCHABLE = "searchable", "searchable"  # PDF/A with its recognised text
        PAGES = "pages", "pages"  # an office file as PDF

    version = models.ForeignKey(Version, models.CASCADE, related_name="renditions", db_index=False)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    blob_id = models.CharField(max_length=32, db_index=True)
    size = models.BigIntegerField()
    pages = models.PositiveIntegerField(null=True)
    created_at = models.DateTimeField(default=now, editable=False)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["version", "kind"], name="rendition_once")]

    def __str__(self) -> str:
        return f"{self.version_id} {self.kind}"
