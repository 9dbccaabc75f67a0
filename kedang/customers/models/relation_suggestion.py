from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from kedang.core.models import BaseModel
from kedang.customers.models.customer import Customer
from kedang.customers.querysets import RelationSuggestionQuerySet
from kedang.people.models import Person


class RelationSuggestion(BaseModel):
    """`parent` may be the parent company of `branch` (关联建议), found at night; what was dismissed stays so."""

    class Why(models.TextChoices):
        NAME = "name", _("名称像是它的分支机构")
        USCC = "uscc", _("统一社会信用代码的主体标识相同")

    parent = models.ForeignKey(Customer, models.CASCADE, related_name="+")
    branch = models.ForeignKey(Customer, models.CASCADE, related_name="+")
    why = models.CharField(_("依据"), max_length=4, choices=Why.choices)
    dismissed_at = models.DateTimeField(null=True)
    dismissed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", db_index=False)

    resource: ClassVar[str] = "customer"
    scope_path: ClassVar[str | None] = "parent"
    classification_field: ClassVar[str | None] = None
    objects = RelationSuggestionQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["parent", "branch"], name="relation_suggested_once")
        ]

    def __str__(self) -> str:
        return f"{self.parent_id} ? {self.branch_id}"
