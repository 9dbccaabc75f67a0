from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from kedang.access.words import Clearance
from kedang.core.models import BaseModel
from kedang.filing.querysets import FolderQuerySet


class Folder(BaseModel):
    """A folder of one customer that is in use (文件夹). Folders of the template have no row before that.

    `path` are the names from the top (`项目/营销项目`), `path_key` the same without the differences that
    Windows and macOS ignore. `template_node` is the node it stands for, empty for an own folder.
    """

    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="folders")
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    project = models.ForeignKey("customers.Project", models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=120)
    path = models.CharField(max_length=1000)
    path_key = models.CharField(max_length=1200)
    template_node = models.CharField(max_length=60, blank=True)
    classification = models.PositiveSmallIntegerField(choices=Clearance.choices, default=Clearance.PUBLIC)
    trashed_at = models.DateTimeField(null=True)

    resource: ClassVar[str] = "folder"
    scope_path: ClassVar[str | None] = "customer"
    classification_field: ClassVar[str | None] = "classification"
    objects = FolderQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["customer", "path_key"], condition=Q(trashed_at=None), name="one_folder_per_path"
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["template_node", "id"], name="folder_of_node", condition=~Q(template_node="")
            ),
        ]

    def __str__(self) -> str:
        return self.path
