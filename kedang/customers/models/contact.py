from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kedang.core.models import BaseModel
from kedang.customers.models.customer import Customer, Gender
from kedang.customers.querysets import ContactPersonQuerySet, ContactPointQuerySet
from kedang.people.models import Person


class ContactKind(models.TextChoices):
    MOBILE = "mobile", _("手机")
    LANDLINE = "landline", _("座机")
    EMAIL = "email", _("邮箱")
    WECHAT = "wechat", _("微信")
    QQ = "qq", "QQ"
    FAX = "fax", _("传真")
    ADDRESS = "address", _("地址")
    WEBSITE = "website", _("网址")
    OTHER = "other", _("其他联系方式")


class ContactPerson(BaseModel):
    """Somebody to talk to at a customer (联系人)."""

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="contact_people")
    name = models.CharField(_("姓名"), max_length=80)
    title = models.CharField(_("职务"), max_length=80, blank=True)
    gender = models.CharField(_("性别"), max_length=6, choices=Gender.choices, blank=True)
    is_primary = models.BooleanField(_("主要联系人"), default=False)
    removed_at = models.DateTimeField(null=True, editable=False)

    resource: ClassVar[str] = "contact_point"
    scope_path: ClassVar[str | None] = "customer"
    classification_field: ClassVar[str | None] = None
    objects = ContactPersonQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name


class ContactPoint(BaseModel):
    """A way to reach a customer (联系方式), or the statement that there is none (暂无) with the reason.

    `value` seals `{"value", "raw"}` under the customer's `profile` key: the normal form and what was typed.
    `token` is the keyed hash of kind group and normal form; equal points share it.
    """

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="contact_points")
    contact_person = models.ForeignKey(
        ContactPerson, models.PROTECT, null=True, blank=True, related_name="points", db_index=False
    )
    kind = models.CharField(_("种类"), max_length=10, choices=ContactKind.choices)
    label = models.CharField(_("说明"), max_length=40, blank=True)
    value = models.BinaryField(null=True)
    token = models.BinaryField(null=True, max_length=32)
    is_absent = models.BooleanField(_("暂无"), default=False)
    absent_reason = models.CharField(_("暂无的原因"), max_length=200, blank=True)
    verified_on = models.DateField(_("核实日期"), null=True, blank=True)
    verified_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", db_index=False)
    valid_until = models.DateField(_("有效期至"), null=True, blank=True)
    removed_at = models.DateTimeField(null=True, editable=False)

    resource: ClassVar[str] = "contact_point"
    scope_path: ClassVar[str | None] = "customer"
    classification_field: ClassVar[str | None] = None
    objects = ContactPointQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(is_absent=True, value=None, token=None) | Q(is_absent=False, value__isnull=False),
                name="contact_point_value_or_absent",
            ),
            models.UniqueConstraint(
                fields=["customer", "kind"],
                condition=Q(is_absent=True, removed_at=None),
                name="contact_point_absent_once",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["token"], name="contact_point_token", condition=Q(token__isnull=False))
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}"
