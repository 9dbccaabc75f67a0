from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from kedang.core.models import BaseModel
from kedang.customers.models import ContactPoint, Customer
from kedang.engagement.querysets import CampaignQuerySet, RecipientQuerySet
from kedang.people.models import Person


class Campaign(BaseModel):
    """One mail to many customers who allowed it (邮件群发). `query` in the query language says to whom."""

    class State(models.TextChoices):
        DRAFT = "draft", _("草稿")
        SENDING = "sending", _("发送中")
        SENT = "sent", _("已发送")

    name = models.CharField(max_length=120)
    query = models.CharField(max_length=500, blank=True)
    subject = models.CharField(max_length=150)
    body = models.TextField(max_length=8000)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    origin = models.CharField(max_length=200, blank=True)
    created_by = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    # Who wrote what it says now; empty: whoever made it. Where four eyes are demanded somebody else approves it.
    written_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", db_index=False)
    asked_at = models.DateTimeField(null=True)  # when its author asked for approval
    approved_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", db_index=False)
    started_at = models.DateTimeField(null=True)
    run_id = models.BigIntegerField(null=True)

    resource: ClassVar[str] = "campaign"
    scope_path: ClassVar[str | None] = None
    classification_field: ClassVar[str | None] = None
    objects = CampaignQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    @property
    def author(self) -> Person:
        return self.written_by or self.created_by


class Recipient(models.Model):
    """What became of a campaign at one customer (收件人)."""

    class State(models.TextChoices):
        WAITING = "waiting", _("等待发送")
        SENT = "sent", _("已发送")
        FAILED = "failed", _("未送达")
        UNSUBSCRIBED = "unsubscribed", _("已退订")
        SKIPPED = "skipped", _("未发送")

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="recipients", db_index=False)
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="campaign_mails", db_index=False)
    point = models.ForeignKey(ContactPoint, models.PROTECT, null=True, related_name="+", db_index=False)
    state = models.CharField(_("状态"), max_length=12, choices=State.choices, default=State.WAITING)
    why = models.CharField(_("原因"), max_length=20, blank=True)
    digest = models.BinaryField(max_length=32, null=True, unique=True)
    at = models.DateTimeField(_("时间"))

    resource: ClassVar[str] = "campaign"
    scope_path: ClassVar[str | None] = "customer"
    classification_field: ClassVar[str | None] = None
    objects = RecipientQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["campaign", "customer"], name="recipient_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["campaign", "state", "id"], name="recipient_of_campaign"),
            models.Index(fields=["customer", "-at", "-id"], name="recipient_customer"),
        ]

    def __str__(self) -> str:
        return f"{self.campaign_id}/{self.customer_id}"
