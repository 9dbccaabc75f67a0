from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from kedang.core.models import BaseModel
from kedang.customers.models.customer import Customer
from kedang.customers.querysets import DimensionQuerySet, TagQuerySet


class Colour(models.TextChoices):
    """Named, so that light, dark and print each find their own shade."""

    GRAY = "gray", _("灰")
    RED = "red", _("红")
    ORANGE = "orange", _("橙")
    AMBER = "amber", _("黄")
    GREEN = "green", _("绿")
    TEAL = "teal", _("青")
    BLUE = "blue", _("蓝")
    PURPLE = "purple", _("紫")
    PINK = "pink", _("粉")


class Tag(BaseModel):
    """A tag (标签) for customers and documents; may stand under another."""

    name = models.CharField(_("名称"), max_length=60)
    match_key = models.CharField(max_length=60, unique=True)
    colour = models.CharField(_("颜色"), max_length=10, choices=Colour.choices, default=Colour.GRAY)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("上级标签")
    )
    retired_at = models.DateTimeField(null=True, editable=False)

    resource: ClassVar[str] = "tag"
    scope_path: ClassVar[str | None] = None
    classification_field: ClassVar[str | None] = None
    objects = TagQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name


class CustomerTag(models.Model):
    """A customer bears a tag."""

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="tag_uses")
    tag = models.ForeignKey(Tag, models.PROTECT, related_name="customer_uses", db_index=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["customer", "tag"], name="customer_tag_once")
        ]
        indexes: ClassVar = [models.Index(fields=["tag", "-customer"], name="customer_tag_by_tag")]

    def __str__(self) -> str:
        return f"{self.customer_id}: {self.tag_id}"


class Dimension(BaseModel):
    """A way to class customers (分类维度). With `field` it is a standard field; otherwise its values are own rows."""

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(_("名称"), max_length=60)
    field = models.CharField(max_length=30, blank=True)
    is_multiple = models.BooleanField(_("可多选"), default=False)
    position = models.PositiveSmallIntegerField(default=0)
    retired_at = models.DateTimeField(null=True, editable=False)

    resource: ClassVar[str] = "template"
    scope_path: ClassVar[str | None] = None
    classification_field: ClassVar[str | None] = None
    objects = DimensionQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["position", "id"]

    def __str__(self) -> str:
        return self.name


class DimensionValue(BaseModel):
    """One class of a dimension (类目); `path` is `/1/4/`, its own id last."""

    dimension = models.ForeignKey(Dimension, models.PROTECT, related_name="values")
    name = models.CharField(_("名称"), max_length=60)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    path = models.CharField(max_length=300, default="", db_index=True)
    position = models.PositiveSmallIntegerField(default=0)
    retired_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering: ClassVar = ["position", "id"]
        constraints: ClassVar = [
            # Two, since SQLite counts empty parents as different (and knows no `nulls_distinct`).
            models.UniqueConstraint(fields=["dimension", "parent", "name"], name="dimension_value_once"),
            models.UniqueConstraint(
                fields=["dimension", "name"],
                condition=models.Q(parent=None),
                name="dimension_value_once_on_top",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class CustomerClass(models.Model):
    """A customer belongs to a class."""

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="classes")
    value = models.ForeignKey(DimensionValue, models.PROTECT, related_name="uses", db_index=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["customer", "value"], name="customer_class_once")
        ]
        indexes: ClassVar = [models.Index(fields=["value", "-customer"], name="customer_class_by_value")]

    def __str__(self) -> str:
        return f"{self.customer_id}: {self.value_id}"
