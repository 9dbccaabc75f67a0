from __future__ import annotations

from typing import ClassVar

from django.db import models

from kedang.core.models import BaseModel
from kedang.filing.querysets import FolderTemplateQuerySet


class FolderTemplate(BaseModel):
    """Which folders a customer of some type, stage and industry has (文件夹模板).

    Empty `kind`, `stage`, `industry`, `region` fit every customer; of the templates that fit, the one
    that says most is taken. `nodes` is a list of {"key", "name", "classification", "children"}.
    """

    name = models.CharField(max_length=60, unique=True)
    kind = models.CharField(max_length=10, blank=True)
    stage = models.CharField(max_length=10, blank=True)
    industry = models.CharField(max_length=3, blank=True)  # the leading characters of a GB/T 4754 code
    region = models.CharField(max_length=6, blank=True)  # the leading digits of a GB/T 2260 code
    nodes = models.JSONField(default=list)
    version = models.PositiveIntegerField(default=1)
    retired_at = models.DateTimeField(null=True)

    resource: ClassVar[str] = "template"
    scope_path: ClassVar[str | None] = None
    classification_field: ClassVar[str | None] = None
    objects = FolderTemplateQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name


class TemplateVersion(models.Model):
    """What a folder template looked like in one version (模板版本)."""

    template = models.ForeignKey(FolderTemplate, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    nodes = models.JSONField()
    note = models.CharField(max_length=200, blank=True)
    author = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["template", "number"], name="one_template_version_per_number"),
        ]

    def __str__(self) -> str:
        return f"{self.template} v{self.number}"
