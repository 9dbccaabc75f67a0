from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from kedang.core.clock import now
from kedang.core.models import BaseModel
from kedang.customers.models import Customer
from kedang.engagement.querysets import ComplaintQuerySet
from kedang.people.models import Person


class Complaint(BaseModel):
    """A complaint, service request or suggestion of a customer (投诉、服务请求、建议), with a deadline and an outcome.

    `content` and `outcome` are sealed under the customer's `profile` key. `source` says how it came.
    """

    class Kind(models.TextChoices):
        COMPLAINT = "complaint", _("投诉")
        SERVICE = "service", _("服务请求")
        SUGGESTION = "suggestion", _("建议")

    class State(models.TextChoices):
        OPEN = "open", _("待受理")
        WORKING = "working", _("处理中")
        RESOLVED = "resolved", _("已解决")
        DECLINED = "declined", _("不予采纳")

    class Source(models.TextChoices):
        PHONE = "phone", _("电话")
        EMAIL = "email", _("邮件")
        VISIT = "visit", _("当面")
        WECHAT = "wechat", _("微信")
        SURVEY = "survey", _("满意度调查")
        PORTAL = "portal", _("客户自助页")
        OTHER = "other", _("其他")

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="complaints", db_index=False)
    kind = models.CharField(_("种类"), max_length=10, choices=Kind.choices, default=Kind.COMPLAINT)
    title = models.CharField(_("事由"), max_length=120)
    content = models.BinaryField(_("详情"), null=True)
    source = models.CharField(_("来源"), max_length=10, choices=Source.choices, default=Source.PHONE)
    state = models.CharField(_("状态"), max_length=10, choices=State.choices, default=State.OPEN)
    owner = models.ForeignKey(
        Person, models.PROTECT, related_name="+", verbose_name=_("负责人"), db_index=False
    )
    due_at = models.DateTimeField(_("期限"))
    outcome = models.BinaryField(_("处理结果"), null=True)
    escalated_at = models.DateTimeField(null=True, editable=False)
    closed_at = models.DateTimeField(_("办结时间"), null=True, editable=False)
    created_by = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)

    resource: ClassVar[str] = "feedback"
    scope_path: ClassVar[str | None] = "customer"
    classification_field: ClassVar[str | None] = None
    objects = ComplaintQuerySet.as_manager()

    class Meta:
        verbose_name = _("反馈")
        indexes: ClassVar = [
            models.Index(fields=["customer", "-created_at", "-id"], name="complaint_of_customer"),
            models.Index(
                fields=["due_at", "id"], name="complaint_open", condition=models.Q(closed_at__isnull=True)
            ),
            models.Index(
                fields=["-closed_at", "-id"],
                name="complaint_closed",
                condition=models.Q(closed_at__isnull=False),
            ),
            models.Index(
                fields=["owner", "due_at", "id"],
                name="complaint_of_person",
                condition=models.Q(closed_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    @property
    def is_late(self) -> bool:
        return self.closed_at is None and self.due_at <= now()
