from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from kedang.access.querysets import GuardedQuerySet
from kedang.customers.models import Customer


class CustomerFigures(models.Model):
    """What lists and queries ask of a customer's dealings, kept by the actions (往来概况).

    `bought` is everything in the main currency; other currencies stand in `CustomerTotal`.
    """

    customer = models.OneToOneField(Customer, models.CASCADE, primary_key=True, related_name="figures")
    bought = models.DecimalField(_("购买金额"), max_digits=20, decimal_places=2, default=0)
    purchases = models.PositiveIntegerField(_("购买次数"), default=0)
    last_purchase_on = models.DateField(_("最近购买"), null=True)
    interactions = models.PositiveIntegerField(_("沟通次数"), default=0)
    last_contact_at = models.DateTimeField(_("最近联系"), null=True)

    resource: ClassVar[str] = "dealing"
    scope_path: ClassVar[str | None] = "customer"
    classification_field: ClassVar[str | None] = None
    objects = GuardedQuerySet["CustomerFigures"].as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["bought", "customer"], name="figures_bought"),
            models.Index(fields=["last_purchase_on", "customer"], name="figures_last_purchase"),
            models.Index(fields=["last_contact_at", "customer"], name="figures_last_contact"),
        ]

    def __str__(self) -> str:
        return str(self.customer_id)


class CustomerTotal(models.Model):
    """What a customer bought in a year in a currency (年度购买额), kept by the actions."""

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="totals", db_index=False)
    currency = models.CharField(_("币种"), max_length=3)
    year = models.PositiveSmallIntegerField(_("年度"))
    amount = models.DecimalField(_("金额"), max_digits=20, decimal_places=2)
    purchases = models.PositiveIntegerField(_("次数"))

    resource: ClassVar[str] = "dealing"
    scope_path: ClassVar[str | None] = "customer"
    classification_field: ClassVar[str | None] = None
    objects = GuardedQuerySet["CustomerTotal"].as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["customer", "currency", "year"], name="total_once")
        ]

    def __str__(self) -> str:
        return f"{self.customer_id} {self.year} {self.currency}"
