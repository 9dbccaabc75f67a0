from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from kedang.core.models import BaseModel
from kedang.customers.models.customer import Customer
from kedang.customers.querysets import RelationQuerySet


class RelationKind(models.TextChoices):
    """What `customer` is to `other` (requirement A17)."""

    PARENT = "parent", _("上级公司")
    REFERRER = "referrer", _("介绍人")
    PARTNER = "partner", _("合作伙伴")


class Relation(BaseModel):
    """How two customers belong together (关联): `customer` is the parent, referrer or partner of `other`.

    A customer has at most one parent; the parents form a forest (the action refuses a ring).
    """

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="relations_to")
    other = models.ForeignKey(Customer, models.PROTECT, related_name="relations_from")
    kind = models.CharField(_("关系"), max_length=8, choices=RelationKind.choices)
    note = models.CharField(_("说明"), max_length=200, blank=True)
    ended_at = models.DateTimeField(null=True, editable=False)

    resource: ClassVar[str] = "customer"
    scope_path: ClassVar[str | None] = "customer"
    classification_field: ClassVar[str | None] = None
    objects = RelationQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["customer", "other", "kind"], condition=models.Q(ended_at=None), name="relation_once"
            ),
            models.UniqueConstraint(
                fields=["other"],
                condition=models.Q(kind="parent", ended_at=None),
                name="relation_one_parent",
            ),
            models.CheckConstraint(condition=~models.Q(customer=models.F("other")), name="relation_of_two"),
        ]

    def __str__(self) -> str:
        return f"{self.customer_id} {self.kind} {self.other_id}"
