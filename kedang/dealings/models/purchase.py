from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from kedang.customers.models import Customer, Project
from kedang.dealings.models.dealing import Dealing
from kedang.dealings.querysets import PurchaseQuerySet
from kedang.documents.models import Document


class Currency(models.TextChoices):
    CNY = "CNY", _("人民币")
    USD = "USD", _("美元")
    EUR = "EUR", _("欧元")
    HKD = "HKD", _("港币")
    JPY = "JPY", _("日元")
    GBP = "GBP", _("英镑")


class Purchase(Dealing):
    """Something a customer bought on a day (购买记录); money given back has a negative amount.

    `note` is sealed under the customer's `profile` key.
    """

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="purchases", db_index=False)
    bought_on = models.DateField(_("日期"))
    item = models.CharField(_("产品或服务"), max_length=200)
    quantity = models.DecimalField(_("数量"), max_digits=16, decimal_places=4, null=True, blank=True)
    unit = models.CharField(_("单位"), max_length=20, blank=True)
    amount = models.DecimalField(_("金额"), max_digits=18, decimal_places=2)
    currency = models.CharField(_("币种"), max_length=3, choices=Currency.choices, default=Currency.CNY)
    document = models.ForeignKey(
        Document,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="purchases",
        verbose_name=_("合同或发票"),
    )
    project = models.ForeignKey(
        Project, models.PROTECT, null=True, blank=True, related_name="purchases", verbose_name=_("项目")
    )
    note = models.BinaryField(_("备注"), null=True)

    objects = PurchaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("购买记录")
        indexes: ClassVar = [
            models.Index(fields=["customer", "-bought_on", "-id"], name="purchase_of_customer"),
            models.Index(fields=["bought_on"], name="purchase_day"),
            models.Index(
                fields=["external_id"], name="purchase_external_id", condition=~models.Q(external_id="")
            ),
            models.Index(fields=["run_id"], name="purchase_run", condition=models.Q(run_id__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.item
