from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from kedang.core.clock import now
from kedang.core.models import BaseModel
from kedang.customers.models import ContactPoint, Customer
from kedang.people.models import Person
from kedang.portal.querysets import ChangeRequestQuerySet, PortalLinkQuerySet

WRONG_CODES = 5


class PortalLink(BaseModel):
    """A way for one customer to see and correct its own data (客户自助链接): expires, and asks for a code.

    Of token and code only hashes are kept. `point`: the known contact point the code goes to.
    `asked_for` (sealed): the files wanted, a line each.
    """

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="portal_links", db_index=False)
    point = models.ForeignKey(ContactPoint, models.PROTECT, related_name="+", db_index=False)
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    origin = models.CharField(max_length=200)
    digest = models.BinaryField(max_length=32, unique=True)
    asked_for = models.BinaryField(_("请客户提供的文件"), null=True)
    expires_at = models.DateTimeField(_("有效期至"))
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    code = models.BinaryField(null=True, max_length=32)
    code_until = models.DateTimeField(null=True)
    code_made_at = models.DateTimeField(null=True)
    codes_mailed = models.PositiveSmallIntegerField(default=0)
    wrong = models.PositiveSmallIntegerField(default=0)
    locked_at = models.DateTimeField(null=True)
    entered_at = models.DateTimeField(null=True)

    resource: ClassVar[str] = "feedback"
    scope_path: ClassVar[str | None] = "customer"
    classification_field: ClassVar[str | None] = None
    objects = PortalLinkQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["customer", "-id"], name="portal_link_customer")]

    def __str__(self) -> str:
        return f"{self.customer_id}/{self.pk}"

    @property
    def state(self) -> str:
        if self.withdrawn_at:
            return "withdrawn"
        if self.expires_at <= now():
            return "expired"
        return "locked" if self.locked_at else "live"


class PortalSession(models.Model):
    """A customer who showed the code: a session of its own, never a person's."""

    link = models.ForeignKey(PortalLink, models.CASCADE, related_name="sessions")
    digest = models.BinaryField(max_length=32, unique=True)
    expires_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.link_id}"


class ChangeRequest(BaseModel):
    """What a customer wants changed or brings (客户申请); nothing changes before somebody approves.

    `wanted` (sealed): {"key", "label", "old", "new", …}. A file lies aside in the vault under a key of its own, `holder`.
    """

    class Kind(models.TextChoices):
        FIELD = "field", _("资料更正")
        CONTACT = "contact", _("联系方式更正")
        FILE = "file", _("提交的文件")

    class State(models.TextChoices):
        WAITING = "waiting", _("待处理")
        APPROVED = "approved", _("已采纳")
        REJECTED = "rejected", _("未采纳")

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="change_requests", db_index=False)
    link = models.ForeignKey(PortalLink, models.PROTECT, related_name="requests", db_index=False)
    kind = models.CharField(_("种类"), max_length=10, choices=Kind.choices)
    wanted = models.BinaryField(_("内容"))
    state = models.CharField(_("状态"), max_length=10, choices=State.choices, default=State.WAITING)
    holder = models.CharField(max_length=32, blank=True)
    blob = models.CharField(max_length=80, blank=True)
    size = models.BigIntegerField(default=0)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", db_index=False)
    decided_at = models.DateTimeField(null=True)
    answer = models.BinaryField(_("答复"), null=True)

    resource: ClassVar[str] = "feedback"
    scope_path: ClassVar[str | None] = "customer"
    classification_field: ClassVar[str | None] = None
    objects = ChangeRequestQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["customer", "-created_at", "-id"], name="request_of_customer"),
            models.Index(fields=["id"], name="request_waiting", condition=models.Q(state="waiting")),
            models.Index(fields=["link"], name="request_of_link"),
            models.Index(fields=["blob"], name="request_blob", condition=~models.Q(blob="")),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def key_owner(self) -> str:
        return f"portal:{self.holder}"
