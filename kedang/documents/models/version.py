from __future__ import annotations

from typing import ClassVar

from django.db import models

from kedang.core.clock import now
from kedang.documents.models.document import Document
from kedang.documents.querysets import VersionQuerySet
from kedang.people.models import Person


class Version(models.Model):
    """One state of a document's content (版本), never overwritten.

    `content_mac` is keyed: it finds identical content and reveals nothing. `sha256` is sealed under the
    document's key: what a person compares with the file on their desk.
    """

    document = models.ForeignKey(Document, models.PROTECT, related_name="versions", db_index=False)
    number = models.PositiveIntegerField()
    author = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    note = models.CharField(max_length=300, blank=True)
    original_name = models.CharField(max_length=400)
    blob_id = models.CharField(max_length=32, db_index=True)
    size = models.BigIntegerField()
    mime = models.CharField(max_length=120)
    pages = models.PositiveIntegerField(null=True)
    content_mac = models.BinaryField(max_length=32)
    sha256 = models.BinaryField()
    alg = models.CharField(max_length=20)
    password = models.BinaryField(null=True)  # that opens the file, sealed under the document's key
    restored_from = models.PositiveIntegerField(null=True)
    created_at = models.DateTimeField(default=now, editable=False)

    resource: ClassVar[str] = "document"
    scope_path: ClassVar[str | None] = "document__customer"
    classification_field: ClassVar[str | None] = "document__classification"
    objects = VersionQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["document", "number"], name="version_number_once")
        ]
        indexes: ClassVar = [models.Index(fields=["content_mac"], name="version_content")]

    def __str__(self) -> str:
        return f"{self.document_id} v{self.number}"


class PageImage(models.Model):
    """A page of a version as an image in one width, made when first asked for (页图)."""

    version = models.ForeignKey(Version, models.CASCADE, related_name="page_images", db_index=False)
    page = models.PositiveIntegerField()
    width = models.PositiveIntegerField()
    blob_id = models.CharField(max_length=32, db_index=True)
    size = models.PositiveIntegerField()
    total = models.PositiveIntegerField(default=0)  # pages there are, as whoever drew this one counted
    created_at = models.DateTimeField(default=now, editable=False)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["created_at"], name="page_image_age")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "page", "width"], name="page_image_once")
        ]

    def __str__(self) -> str:
        return f"{self.version_id} p{self.page} {self.width}px"
