"""What of documents can be asked for: their own facts, and the tags and classes of their customers."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kedang.access.words import Clearance
from kedang.core import industries
from kedang.core.actor import Actor
from kedang.core.errors import Invalid
from kedang.core.fields import FieldSpec, declare
from kedang.core.preset_names import meant, shown
from kedang.customers.models import Grade, Stage, Tag
from kedang.documents.control import unquotable
from kedang.documents.models import Document, ReadState
from kedang.filing.models import DocumentType
from kedang.search import SearchField, Shown, declare_model
from kedang.search.conditions import items

_SIZE = re.compile(r"([0-9]{1,15}(?:\.[0-9]{1,6})?)\s*([kmgKMG]?)[bB]?")
_UNITS = {"": 1, "k": 2**10, "m": 2**20, "g": 2**30}
_ORDER = {">": "gt", ">=": "gte", "<": "lt", "<=": "lte", ":": "exact", "=": "exact"}
_FAMILIES = {
    "pdf": ("application/pdf",),
    "word": ("application/msword", "application/vnd.openxmlformats-officedocument.wordprocessingml"),
    "excel": (
        "application/vnd.ms-excel",
        "application/vnd.openxmlformats-officedocument.spreadsheetml",
        "text/csv",
    ),
    "ppt": ("application/vnd.ms-powerpoint", "application/vnd.openxmlformats-officedocument.presentationml"),
    "图片": ("image/",),  # i18n: a word of the query language
    "邮件": ("message/rfc822", "application/vnd.ms-outlook"),  # i18n: a word of the query language
    "ofd": ("application/ofd",),
    "文本": ("text/",),  # i18n: a word of the query language
}


def _by_size(value: str, operator: str) -> Q:
    found = _SIZE.fullmatch(value.strip())
    if not found:
        raise Invalid(_("“%(value)s”不是文件大小。") % {"value": value}, remedy=_("例如 大小>10M。"))
    size = int(Decimal(found.group(1)) * _UNITS[found.group(2).lower()])
    return Q(**{f"size__{_ORDER[operator]}": size})


def _by_family(value: str, operator: str) -> Q:
    starts = _FAMILIES.get(value.lower())
    if starts is None:
        return Q(name_key__endswith=f".{value.lower().lstrip('.')}")
    condition = Q()
    for start in starts:
        condition |= Q(mime__startswith=start)
    return condition


def _by_industry(value: str, operator: str) -> Q:
    found = industries.find(value)
    if found is None:
        raise Invalid(_("没有找到行业“%(value)s”。") % {"value": value}, remedy=_("例如 行业:金融。"))
    return Q(customer__industry__startswith=found.code)


def _in_folder(value: str, operator: str) -> Q:
    """A shipped folder by its English too."""
    lookup = "folder__path__iexact" if operator == "=" else "folder__path__icontains"
    found = Q()
    for word in items(value):
        for name in meant(word):
            found |= Q(**{lookup: name})
    return found


def _checked_out(value: str, operator: str) -> Q:
    return (
        Q(checked_out_by=None) if value in {"否", "无", "no"} else ~Q(checked_out_by=None)
    )  # i18n: query words


def _types() -> Iterable[tuple[Any, str]]:
    return DocumentType.objects.values_list("pk", "name")


def _tags(actor: Actor, start: str) -> Iterable[str]:
    return [shown(name) for name in Tag.objects.called(start).values_list("name", flat=True)[:20]]


FIELDS = (
    SearchField(names=("名称", "文件名", "name"), path="name", texts=("name", "title", "original_name")),
    SearchField(names=("内容", "正文", "text"), texts=("text",)),
    SearchField(names=("类型", "文档类型", "type"), path="type", type="choice", choices=_types),
    SearchField(names=("格式", "format"), q=_by_family, hint=gettext_lazy("pdf、word、图片…")),
    SearchField(names=("标签", "tag"), path="tags__name", type="tag", values=_tags),
    SearchField(
        names=("客户", "customer"), path="customer__name", texts=("name", "short_name"), via="customer"
    ),
    SearchField(names=("客户编号", "customer_number"), path="customer__number"),
    SearchField(
        names=("客户标签", "customer_tag"),
        path="customer__tags__name",
        of="customer",
        type="tag",
        values=_tags,
    ),
    SearchField(
        names=("行业", "industry"), q=_by_industry, of="customer", empty=lambda: Q(customer__industry="")
    ),
    SearchField(
        names=("阶段", "stage"), path="customer__stage", of="customer", type="choice", choices=Stage.choices
    ),
    SearchField(
        names=("等级", "grade"), path="customer__grade", of="customer", type="choice", choices=Grade.choices
    ),
    SearchField(names=("负责人", "owner"), path="customer__owner", of="customer", type="person"),
    SearchField(names=("文件夹", "folder"), path="folder__path", q=_in_folder),
    SearchField(names=("项目", "project"), path="project__name"),
    SearchField(names=("档号", "number"), path="number", texts=("number",)),
    SearchField(names=("日期", "文档日期", "date"), path="document_date", type="date"),
    SearchField(names=("大小", "size"), q=_by_size, hint=gettext_lazy("大小>10M")),
    SearchField(names=("版本", "version"), path="version_number", type="number"),
    SearchField(
        names=("密级", "classification"), path="classification", type="choice", choices=Clearance.choices
    ),
    SearchField(names=("识读", "状态", "state"), path="read_state", type="choice", choices=ReadState.choices),
    SearchField(names=("签出", "checked_out"), q=_checked_out),
    SearchField(names=("上传人", "创建人", "uploader"), path="created_by", type="person"),
    SearchField(names=("创建", "上传", "created"), path="created_at", type="date"),
    SearchField(names=("更新", "updated"), path="updated_at", type="date"),
    SearchField(names=("字段", "field"), texts=("fields",)),
)

declare_model(
    Document,
    kind="document",
    label=gettext_lazy("文档"),
    fields=FIELDS,
    unquotable=unquotable,
    shown=Shown(
        icon="documents",
        order=20,
        url=lambda document: reverse("documents:document", args=[document.pk]),
        title=lambda document: document.name,
        hint=lambda document: document.customer.name,
        related=("customer",),
        rows=Document.objects.available,
    ),
)

declare(
    Document._meta.label_lower,
    FieldSpec(name="name", label=gettext_lazy("名称"), grade="L2", retention="DOCUMENT"),
    FieldSpec(name="title", label=gettext_lazy("题名"), grade="L2", retention="DOCUMENT"),
    FieldSpec(name="original_name", label=gettext_lazy("原文件名"), grade="L2", retention="DOCUMENT"),
    FieldSpec(name="document_date", label=gettext_lazy("文档日期"), type="date", retention="DOCUMENT"),
    FieldSpec(name="number", label=gettext_lazy("档号"), retention="DOCUMENT"),
    FieldSpec(name="size", label=gettext_lazy("大小"), type="number", retention="DOCUMENT"),
    FieldSpec(name="read_state", label=gettext_lazy("识读"), type="choice", retention="DOCUMENT"),
    FieldSpec(name="classification", label=gettext_lazy("密级"), type="choice", retention="DOCUMENT"),
    FieldSpec(
        name="content",
        label=gettext_lazy("内容与版本"),
        type="file",
        storage="sealed",
        grade="L3",
        personal=True,
        retention="DOCUMENT",
    ),
    FieldSpec(
        name="values",
        label=gettext_lazy("类型字段（个人信息项）"),
        storage="sealed",
        grade="L3",
        personal=True,
        retention="DOCUMENT",
    ),
)
