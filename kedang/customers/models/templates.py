from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from kedang.core.models import BaseModel
from kedang.customers.models.customer import Customer, Kind
from kedang.customers.querysets import CustomFieldQuerySet, RecordTemplateQuerySet
from kedang.people.models import Person


class FieldType(models.TextChoices):
    TEXT = "text", _("文字")
    NUMBER = "number", _("数字")
    DATE = "date", _("日期")
    CHOICE = "choice", _("选项")
    MONEY = "money", _("金额")
    PERSON = "person", _("人员")
    FILE = "file", _("文件")


class GapPolicy(models.TextChoices):
    WARN = "warn", _("提示")
    BLOCK = "block", _("不允许保存")


class CustomField(BaseModel):
    """A field the organisation defined (自定义字段). `is_sealed`: its values are personal and encrypted."""

    code = models.SlugField(max_length=40, unique=True)
    label = models.CharField(_("名称"), max_length=60)
    type = models.CharField(_("类型"), max_length=10, choices=FieldType.choices, default=FieldType.TEXT)
    choices = models.JSONField(_("选项"), default=list)
    grade = models.CharField(_("数据级别"), max_length=2, default="L2")
    is_personal = models.BooleanField(_("个人信息"), default=False)
    is_sensitive = models.BooleanField(_("敏感个人信息"), default=False)
    is_sealed = models.BooleanField(_("加密保存"), default=False)
    purpose = models.CharField(_("用途"), max_length=200, blank=True)
    retention = models.CharField(max_length=30, default="CUSTOMER")
    retired_at = models.DateTimeField(null=True, editable=False)

    resource: ClassVar[str] = "template"
    scope_path: ClassVar[str | None] = None
    classification_field: ClassVar[str | None] = None
    objects = CustomFieldQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return self.label

    @property
    def key(self) -> str:
        """Its name among a customer's fields, in history and templates."""
        return f"custom:{self.pk}"


class RecordTemplate(BaseModel):
    """Which fields a record of one customer type and industry has, and which it must have (档案模板)."""

    name = models.CharField(_("名称"), max_length=60, unique=True)
    kind = models.CharField(_("客户类型"), max_length=10, choices=Kind.choices)
    industry = models.CharField(_("行业"), max_length=3, blank=True)
    gap_policy = models.CharField(
        _("缺项时"), max_length=5, choices=GapPolicy.choices, default=GapPolicy.WARN
    )
    retired_at = models.DateTimeField(null=True, editable=False)

    resource: ClassVar[str] = "template"
    scope_path: ClassVar[str | None] = None
    classification_field: ClassVar[str | None] = None
    objects = RecordTemplateQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["kind", "industry", "id"]

    def __str__(self) -> str:
        return self.name


class TemplateField(models.Model):
    """A field of a template. `key`: a standard field (`industry`), `contact:mobile` or `custom:7`."""

    template = models.ForeignKey(RecordTemplate, models.CASCADE, related_name="fields")
    key = models.CharField(max_length=50)
    is_required = models.BooleanField(_("必填"), default=False)
    group = models.CharField(_("分组"), max_length=40, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["position", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["template", "key"], name="template_field_once")
        ]

    def __str__(self) -> str:
        return f"{self.template_id}: {self.key}"


class CustomValue(models.Model):
    """What a customer's custom field holds, in the column of its type; sealed ones in `sealed`.

    money: `number` and the currency in `text`; file: the document's id in `number`.
    """

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="custom_values")
    field = models.ForeignKey(CustomField, models.PROTECT, related_name="uses", db_index=False)
    text = models.CharField(max_length=1000, blank=True)
    number = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    date = models.DateField(null=True)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", db_index=False)
    sealed = models.BinaryField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["customer", "field"], name="custom_value_once")
        ]
        indexes: ClassVar = [
            models.Index(fields=["field", "text"], name="custom_value_text"),
            models.Index(fields=["field", "number"], name="custom_value_number"),
            models.Index(fields=["field", "date"], name="custom_value_date"),
        ]

    def __str__(self) -> str:
        return f"{self.customer_id}: {self.field_id}"
