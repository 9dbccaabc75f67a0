from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from kedang.core.models import BaseModel
from kedang.customers.models import ContactPoint, Customer
from kedang.engagement.querysets import PermissionQuerySet
from kedang.people.models import Person


class Channel(models.TextChoices):
    EMAIL = "email", _("邮件")
    PHONE = "phone", _("电话")
    SMS = "sms", _("短信")
    WECHAT = "wechat", _("微信")
    POST = "post", _("邮寄")


class Permission(BaseModel):
    """Whether a customer may be addressed with offers through a channel (联系许可). No row: unknown, so no.

    `point` None: the customer as a whole; a row for one contact point counts before it.
    """

    class State(models.TextChoices):
        ALLOWED = "allowed", _("允许")
        REFUSED = "refused", _("拒绝")

    class Means(models.TextChoices):
        """How the customer said so (依据)."""

        FORM = "form", _("书面或表单")
        PHONE = "phone", _("电话告知")
        MAIL = "mail", _("邮件告知")
        PORTAL = "portal", _("客户自助页")
        UNSUBSCRIBED = "unsubscribed", _("退订链接")
        OTHER = "other", _("其他")

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="permissions", db_index=False)
    point = models.ForeignKey(
        ContactPoint, models.PROTECT, null=True, blank=True, related_name="permissions", db_index=False
    )
    channel = models.CharField(_("渠道"), max_length=10, choices=Channel.choices)
    state = models.CharField(_("许可"), max_length=10, choices=State.choices)
    means = models.CharField(_("依据"), max_length=12, choices=Means.choices)
    decided_at = models.DateTimeField(_("时间"))
    recorded_by = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)

    resource: ClassVar[str] = "contact_point"
    scope_path: ClassVar[str | None] = "customer"
    classification_field: ClassVar[str | None] = None
    objects = PermissionQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["customer", "channel"],
                condition=models.Q(point=None),
                name="permission_of_customer",
            ),
            models.UniqueConstraint(
                fields=["customer", "channel", "point"],
                condition=models.Q(point__isnull=False),
                name="permission_of_point",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.channel}: {self.state}"
