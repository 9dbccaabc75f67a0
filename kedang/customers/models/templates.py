from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kedang.core.models import BaseModel
from kedang.core.preset_names import shown
from kedang.customers.models.customer import Customer, Kind
from kedang.customers.querysets import CustomFieldQuerySet, RecordTemplateQuerySet
from kedang.people.models import Person


class FieldType(models.TextChoices):
    TEXT = "text", _("文字")
    LONG = "long", _("长文字")
    NUMBER = "number", _("数字")
    DATE = "date", _("日期")
    CHOICE = "choice", _("单选")
    CHOICES = "choices", _("多选")
    YES_NO = "yes_no", _("是否")
    MONEY = "money", _("金额")
    PERSON = "person", _("人员")
    FILE = "file", _("文件")


def is_english() -> bool:
    return (get_language() or "").startswith("en")


class GapPolicy(models.TextChoices):
    WARN = "warn", _("提示")
    BLOCK = "block", _("不允许保存")


class CustomField(BaseModel):
    """A field the organisation defined (自定义字段). `is_sealed`: its values are personal and encrypted.

    `choices` are the codes of its options in their order, as they are stored; `options` what became of a code since:
    another label, an English one, merged `into` another, no longer offered (`customers.options`). `former_labels` keep
    saved queries running.
    """

    code = models.SlugField(max_length=40, unique=True)
    label = models.CharField(_("名称"), max_length=60)
    label_en = models.CharField(_("英文名称"), max_length=80, blank=True)
    help = models.CharField(_("填写说明"), max_length=200, blank=True)
    help_en = models.CharField(_("英文填写说明"), max_length=200, blank=True)
    former_labels = models.JSONField(default=list, editable=False)
    type = models.CharField(_("类型"), max_length=10, choices=FieldType.choices, default=FieldType.TEXT)
    choices = models.JSONField(_("选项"), default=list)
    options = models.JSONField(default=dict, editable=False)
    grade = models.CharField(_("数据级别"), max_length=2, default="L2")
    is_personal = models.BooleanField(_("个人信息"), default=False)
    is_sensitive = models.BooleanField(_("敏感个人信息"), default=False)
    is_sealed = models.BooleanField(_("加密保存"), default=False)
    purpose = models.CharField(_("用途"), max_length=200, blank=True)
    # A class of `customers.retention`.
    retention = models.CharField(_("保管期限"), max_length=30, default="CUSTOMER")
    # What records hold is being written anew, sealed or plain: reading finds both meanwhile.
    is_resealing = models.BooleanField(default=False, db_default=False, editable=False)
    retired_at = models.DateTimeField(null=True, editable=False)

    resource: ClassVar[str] = "template"
    scope_path: ClassVar[str | None] = None
    classification_field: ClassVar[str | None] = None
    objects = CustomFieldQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return self.title

    @property
    def key(self) -> str:
        """Its name among a customer's fields, in history and templates."""
        return f"custom:{self.pk}"

    @property
    def title(self) -> str:
        """What it is called in the language of the page."""
        return self.label_en if self.label_en and is_english() else shown(self.label)

    @property
    def hint(self) -> str:
        return self.help_en if self.help_en and is_english() else self.help

    @property
    def has_options(self) -> bool:
        return self.type in {FieldType.CHOICE, FieldType.CHOICES}


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
    group_en = models.CharField(_("英文分组名"), max_length=60, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["position", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["template", "key"], name="template_field_once")
        ]

    def __str__(self) -> str:
        return f"{self.template_id}: {self.key}"

    @property
    def group_title(self) -> str:
        return self.group_en if self.group_en and is_english() else self.group


class CustomValue(models.Model):
    """What a customer's custom field holds, in the column of its type; sealed ones in `sealed`.

    money: `number` and the currency in `text`; file: the document's id in `number`; long text and the codes of a
    multiple choice, one a line, in `long`. `token` finds an equal value among the sealed ones.
    """

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="custom_values")
    field = models.ForeignKey(CustomField, models.PROTECT, related_name="uses", db_index=False)
    text = models.CharField(max_length=1000, blank=True)
    long = models.TextField(blank=True, default="")
    number = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    date = models.DateField(null=True)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", db_index=False)
    sealed = models.BinaryField(null=True)
    token = models.BinaryField(null=True, max_length=32)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["customer", "field"], name="custom_value_once")
        ]
        indexes: ClassVar = [
            models.Index(fields=["field", "text", "customer"], name="custom_value_text"),
            models.Index(fields=["field", "number", "customer"], name="custom_value_number"),
            models.Index(fields=["field", "date", "customer"], name="custom_value_date"),
            models.Index(fields=["field", "person", "customer"], name="custom_value_person"),
            models.Index(fields=["token"], name="custom_value_token", condition=Q(token__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.customer_id}: {self.field_id}"


class CustomPick(models.Model):
    """One option that a multiple choice of a customer holds: what a condition on it looks up (多选项)."""

    value = models.ForeignKey(CustomValue, models.CASCADE, related_name="picks")
    customer = models.ForeignKey(Customer, models.CASCADE, related_name="+", db_index=False)
    field = models.ForeignKey(CustomField, models.PROTECT, related_name="+", db_index=False)
    option = models.CharField(max_length=60)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["field", "option", "customer"], name="custom_pick_once")
        ]

    def __str__(self) -> str:
        return f"{self.customer_id}: {self.field_id} {self.option}"
