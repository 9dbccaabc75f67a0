from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from kedang.customers.models import Customer
from kedang.dealings.models.dealing import Dealing
from kedang.dealings.querysets import NeedQuerySet


class NeedKind(models.TextChoices):
    """What is known of a customer's wishes (requirement A5)."""

    NEED = "need", _("需求")
    PREFERENCE = "preference", _("偏好")
    SPECIAL = "special", _("特殊要求")
    INTEREST = "interest", _("兴趣")
    FINANCE = "finance", _("财务状况")


class Need(Dealing):
    """A need, preference, special requirement, interest or financial fact of a customer (需求与偏好).

    `text` is sealed under the customer's `profile` key. `met_on`: the need was met.
    """

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="needs", db_index=False)
    kind = models.CharField(_("种类"), max_length=10, choices=NeedKind.choices, default=NeedKind.NEED)
    text = models.BinaryField(_("内容"))
    noted_on = models.DateField(_("日期"))
    met_on = models.DateField(_("已满足"), null=True, blank=True)

    objects = NeedQuerySet.as_manager()

    class Meta:
        verbose_name = _("需求与偏好")
        indexes: ClassVar = [
            models.Index(fields=["customer", "-noted_on", "-id"], name="need_of_customer"),
            models.Index(fields=["run_id"], name="need_run", condition=models.Q(run_id__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}"
