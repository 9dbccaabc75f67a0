from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from kedang.access.words import Clearance
from kedang.core.models import BaseModel
from kedang.filing.querysets import DocumentTypeQuerySet


class DocumentType(BaseModel):
    """A kind of document (文档类型) with its own fields, and what it asks of a document.

    `fields` is a list of {"key", "label", "type", "required", "personal"}; `formats` the extensions allowed
    (empty: all); `folder` the key of the template node where it is filed.
    """

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=40, unique=True)
    aliases = models.JSONField(default=list)  # words by which a file name or an import column means this type
    fields = models.JSONField(default=list)
    formats = models.JSONField(default=list)
    folder = models.CharField(max_length=60, blank=True)
    classification = models.PositiveSmallIntegerField(choices=Clearance.choices, default=Clearance.INTERNAL)
    naming_rule = models.CharField(max_length=600, blank=True)  # empty: the general rule
    place = models.PositiveIntegerField(default=0)
    is_preset = models.BooleanField(default=False)
    retired_at = models.DateTimeField(null=True)

    resource: ClassVar[str] = "template"
    scope_path: ClassVar[str | None] = None
    classification_field: ClassVar[str | None] = None
    objects = DocumentTypeQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["place", "id"]

    def __str__(self) -> str:
        return self.name

    @property
    def demanded(self) -> list[str]:
        """The keys of the fields a document of this type must fill in."""
        return [field["key"] for field in self.fields if field.get("required")]


class NamingRule(BaseModel):
    """How documents are called whose type has no rule of its own (命名规则). One row, `pk=1`."""

    text = models.CharField(max_length=600)

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=Q(pk=1), name="one_general_naming_rule")]

    def __str__(self) -> str:
        return self.text
