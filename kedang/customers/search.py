"""What the query language knows of customers."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kedang.access.words import Clearance
from kedang.core import industries, regions
from kedang.core.actor import Actor
from kedang.core.errors import Invalid
from kedang.core.preset_names import meant, shown
from kedang.core.text import match_key
from kedang.customers import contacts
from kedang.customers.models import (
    ContactKind,
    ContactPoint,
    Customer,
    CustomerClass,
    CustomerTag,
    CustomField,
    CustomValue,
    DimensionValue,
    Gender,
    Grade,
    Helper,
    HelperRole,
    Kind,
    Source,
    Stage,
    Status,
    Tag,
)
from kedang.customers.own_search import own_search_fields
from kedang.search.conditions import items
from kedang.search.fields import SearchField, Shown, declare_model

SHOWN = Shown(
    icon="customers",
    order=10,
    url=lambda customer: reverse("customer", args=[customer.pk]),
    hint=lambda customer: customer.number,
)
PHONES = tuple(str(kind) for kind in contacts.PHONES)


def declare() -> None:
    declare_model(
        Customer,
        kind="customer",
        label=gettext_lazy("客户"),
        fields=FIELDS,
        shown=SHOWN,
        more=own_search_fields,
    )


def _within(path: str, codes: Callable[[str], Iterable[str]]) -> Callable[[str, str], Q]:
    """Any of the words; a code takes all that begin with it along."""

    def q(value: str, operator: str) -> Q:
        found = Q()
        for word in items(value):
            for code in codes(word):
                found |= Q(**{f"{path}__startswith": code})
        return found

    return q


def _industry(word: str) -> Iterable[str]:
    found = industries.find(word)
    if found is None:
        raise Invalid(
            _("没有找到行业“%(raw)s”") % {"raw": word},
            value=word,
            remedy=_("例如 行业:金融、行业:制造、行业:J66。"),
        )
    return [found.code]


def _region(word: str) -> Iterable[str]:
    found = regions.find(word)
    if found is None:
        raise Invalid(
            _("没有找到地区“%(raw)s”") % {"raw": word},
            value=word,
            remedy=_("例如 地区:北京、地区:浙江省杭州市。"),
        )
    return [regions.prefix(found.code)]


def _tagged(value: str, operator: str) -> Q:
    """With the tag or one under it."""
    keys = [match_key(name) for word in items(value) for name in meant(word)]
    wanted = Tag.objects.filter(
        Q(match_key__in=keys) | Q(parent__match_key__in=keys) | Q(parent__parent__match_key__in=keys)
    )
    return Q(Exists(CustomerTag.objects.filter(customer=OuterRef("pk"), tag__in=wanted.values("pk"))))


def _classed(value: str, operator: str) -> Q:
    """In a class of an own dimension or one under it."""
    found = Q()
    for word in items(value):
        for path in DimensionValue.objects.filter(name__in=meant(word)).values_list("path", flat=True):
            found |= Q(value__path__startswith=path)
    if not found:
        raise Invalid(_("没有类目“%(raw)s”") % {"raw": value}, value=value)
    return Q(Exists(CustomerClass.objects.filter(found, customer=OuterRef("pk"))))


def _lacks(*kinds: str) -> Callable[[], Q]:
    """Without a contact point of these kinds; 暂无 counts as lacking one."""

    def q() -> Q:
        points = ContactPoint.objects.in_use().filter(
            customer=OuterRef("pk"), is_absent=False, kind__in=kinds
        )
        return ~Q(Exists(points))

    return q


def _lacks_tags() -> Q:
    return ~Q(Exists(CustomerTag.objects.filter(customer=OuterRef("pk"))))


def _custom(value: str, operator: str) -> Q:
    """`自定义:名称=值`; sealed values are in the texts only."""
    label, sign, wanted = value.partition("=")
    field = CustomField.objects.filter(label=label.strip()).first()
    if field is None or not sign:
        raise Invalid(
            _("没有自定义字段“%(raw)s”") % {"raw": label}, value=value, remedy=_("请写 自定义:字段名=值。")
        )
    if field.is_sealed:
        raise Invalid(_("“%(name)s”是加密保存的，请直接搜索它的内容。") % {"name": field.label}, value=value)
    return Q(
        Exists(
            CustomValue.objects.filter(customer=OuterRef("pk"), field=field, text__icontains=wanted.strip())
        )
    )


def _tag_names(actor: Actor, typed: str) -> Iterable[str]:
    rows = Tag.objects.visible_to(actor).called(typed)
    return [shown(name) for name in rows.values_list("name", flat=True)[:20]]


def _class_names(actor: Actor, typed: str) -> Iterable[str]:
    return DimensionValue.objects.filter(retired_at=None, name__icontains=typed).values_list(
        "name", flat=True
    )[:20]


def _industry_names(actor: Actor, typed: str) -> Iterable[str]:
    return [one.everyday_name for one in industries.sections() if one.is_called(typed)]


def _region_names(actor: Actor, typed: str) -> Iterable[str]:
    return [one.title for one in regions.children() if one.is_called(typed)]


FIELDS = (
    SearchField(names=("名称", "客户", "name", "customer"), path="name", texts=("name", "short_name")),
    SearchField(names=("简称", "short_name"), path="short_name", texts=("short_name",)),
    SearchField(names=("编号", "客户编号", "number"), path="number", texts=("number", "external_id")),
    SearchField(names=("类型", "客户类型", "kind", "type"), path="kind", type="choice", choices=Kind.choices),
    SearchField(names=("阶段", "stage"), path="stage", type="choice", choices=Stage.choices),
    SearchField(names=("状态", "合作状态", "status"), path="status", type="choice", choices=Status.choices),
    SearchField(names=("等级", "客户等级", "grade"), path="grade", type="choice", choices=Grade.choices),
    SearchField(names=("来源", "渠道", "source", "channel"), path="source", type="choice", choices=Source.choices),
    SearchField(
        names=("行业", "industry"), path="industry", q=_within("industry", _industry), values=_industry_names,
        empty=lambda: Q(industry=""),
    ),
    SearchField(
        names=("地区", "region"), path="region", q=_within("region", _region), values=_region_names,
        empty=lambda: Q(region=""),
    ),
    SearchField(names=("标签", "tag", "tags"), type="tag", q=_tagged, values=_tag_names, empty=_lacks_tags),
    SearchField(names=("分类", "类目", "class"), type="tag", q=_classed, values=_class_names),
    SearchField(names=("负责人", "owner"), path="owner", type="person"),
    SearchField(names=("协作人", "helper"), path="helpers", type="person"),
    SearchField(
        names=("协作角色", "helper_role"), path="helper_roles__role", type="choice", choices=HelperRole.choices,
        empty=lambda: ~Q(Exists(Helper.objects.filter(customer=OuterRef("pk")).exclude(role=""))),
    ),
    SearchField(names=("部门", "department"), path="department__name"),
    SearchField(names=("密级", "classification"), path="classification", type="choice", choices=Clearance.choices),
    SearchField(names=("电话", "手机", "座机", "phone", "mobile"), texts=("contacts",), storage="tokened", empty=_lacks(*PHONES)),
    SearchField(names=("邮箱", "email", "mail"), texts=("contacts",), storage="tokened", empty=_lacks(ContactKind.EMAIL)),
    SearchField(names=("微信", "wechat"), texts=("contacts",), storage="tokened", empty=_lacks(ContactKind.WECHAT)),
    SearchField(names=("联系人", "contact"), texts=("people",), empty=lambda: Q(contact_people=None)),
    SearchField(names=("地址", "address"), texts=("address",), storage="sealed", empty=lambda: Q(address=None)),
    SearchField(names=("备注", "note"), texts=("note",), storage="sealed", empty=lambda: Q(note=None)),
    SearchField(names=("信用代码", "uscc"), path="uscc", texts=("uscc",)),
    SearchField(names=("外部编号", "external"), path="external_id", texts=("external_id",)),
    SearchField(names=("性别", "gender"), path="gender", type="choice", choices=Gender.choices),
    SearchField(names=("生日", "出生日期", "birthday"), path="birth_date", type="date"),
    SearchField(names=("合作开始", "started"), path="cooperation_start", type="date"),
    SearchField(names=("合作终止", "ended"), path="cooperation_end", type="date"),
    SearchField(names=("创建", "创建日期", "created"), path="created_at", type="date"),
    SearchField(names=("更新", "更新日期", "updated"), path="updated_at", type="date"),
    SearchField(names=("未更新", "stale"), path="updated_at", type="age"),
    SearchField(names=("项目", "project"), path="projects__name"),
    SearchField(names=("自定义", "custom"), texts=(), q=_custom),
)  # fmt: skip
