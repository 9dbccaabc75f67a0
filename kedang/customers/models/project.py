from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from kedang.core.models import BaseModel
from kedang.customers.models.customer import Customer
from kedang.customers.querysets import ProjectQuerySet


class Project(BaseModel):
    """A project of a customer (项目): what `{项目}` in names and folders stands for."""

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="projects")
    name = models.CharField(_("项目名称"), max_length=120)
    match_key = models.CharField(max_length=120)
    starts_on = models.DateField(_("开始"), null=True, blank=True)
    ends_on = models.DateField(_("结束"), null=True, blank=True)
    trashed_at = models.DateTimeField(null=True, editable=False)

    resource: ClassVar[str] = "customer"
    scope_path: ClassVar[str | None] = "customer"
    classification_field: ClassVar[str | None] = None
    objects = ProjectQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["customer", "match_key"], name="project_once_per_customer")
        ]

    def __str__(self) -> str:
        return self.name
