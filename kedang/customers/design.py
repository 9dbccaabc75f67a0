"""The design of a record template: what stands where, what else there is, what a change would mean for stored records."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from kedang.core.errors import Invalid
from kedang.customers.actions.settings import Placed
from kedang.customers.attributes import ATTRIBUTES, facts_of
from kedang.customers.completeness import labels_of
from kedang.customers.models import (
    ContactKind,
    ContactPoint,
    Customer,
    CustomField,
    CustomValue,
    FieldType,
    RecordTemplate,
    TemplateField,
)

# Of the records of a template the newest are looked at: the preview costs the same however many there are.
LOOKED_AT = 2_000
_APART = frozenset({"name", "short_name"})


@dataclass(frozen=True)
class Item:
    """A field that can be placed. `own`: the organisation's own, with a page of its own."""

    key: str
    label: str
    kind: str
    is_personal: bool = False
    is_required: bool = False
    own_id: int | None = None


@dataclass(frozen=True)
class Group:
    name: str
    name_en: str
    items: list[Item]


@dataclass(frozen=True)
class Impact:
    """What a change means. `kind`: required, removed."""

    kind: str
    label: str
    count: int
    looked_at: int

    @property
    def is_exact(self) -> bool:
        return self.looked_at < LOOKED_AT


def items_of(template: RecordTemplate) -> dict[str, Item]:
    """Every field the template has or could have; a retired one only while it has it."""
    placed = {one.key: one.is_required for one in template.fields.all()}
    own = {one.key: one for one in CustomField.objects.all() if one.retired_at is None or one.key in placed}
    keys = [f"contact:{kind}" for kind in ContactKind.values]
    keys += [one.name for one in facts_of(template.kind) if one.name not in _APART]
    keys = list(dict.fromkeys([*placed, *keys, *own]))
    labels = labels_of(keys)
    return {key: _item(key, labels.get(key, key), own.get(key), placed.get(key, False)) for key in keys}


def groups_of(template: RecordTemplate, items: dict[str, Item]) -> list[Group]:
    """As they stand now; a template without groups has one without a name."""
    groups: list[Group] = []
    for one in template.fields.all():
        if not groups or groups[-1].name != one.group:
            groups.append(Group(one.group, one.group_en, []))
        groups[-1].items.append(items[one.key])
    return groups or [Group("", "", [])]


def layout_of(groups: Sequence[Group]) -> str:
    """As the page keeps it, character for character."""
    rows = [
        [one.name, one.name_en, [[item.key, int(item.is_required)] for item in one.items]] for one in groups
    ]
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":"))


def read_layout(text: str) -> list[Placed]:
    """Raises Invalid."""
    try:
        return [
            Placed(str(key), bool(required), str(name), str(name_en))
            for name, name_en, rows in json.loads(text)
            for key, required in rows
        ]
    except (ValueError, TypeError, RecursionError):
        raise Invalid(_("没有收到字段的排列"), field="fields", remedy=_("请刷新页面再试。")) from None


def places_of(placed: Iterable[Placed]) -> list[TemplateField]:
    """Not stored: for a preview."""
    return [
        TemplateField(
            key=one.key, is_required=one.is_required, group=one.group, group_en=one.group_en, position=place
        )
        for place, one in enumerate(placed)
    ]


def impact_of(template: RecordTemplate, placed: Sequence[Placed]) -> list[Impact]:
    """Figures over all records of the template, of whomever: who makes the rules sees what they mean, and no name."""
    before = {one.key: one.is_required for one in template.fields.all()}
    required = [one.key for one in placed if one.is_required and not before.get(one.key)]
    removed = [key for key in before if key not in {one.key for one in placed}]
    if not required and not removed:
        return []
    rows = Customer.objects.filter(template=template, trashed_at=None).order_by("-pk")[:LOOKED_AT]
    newest = list(rows.values_list("pk", flat=True))
    labels = labels_of([*required, *removed])
    found = [("required", key, _lacking(key, newest)) for key in required]
    found += [("removed", key, len(newest) - _lacking(key, newest)) for key in removed]
    return [Impact(kind, labels.get(key, key), count, len(newest)) for kind, key, count in found]


def _lacking(key: str, ids: list[int]) -> int:
    return Customer.objects.filter(_lacks(key), pk__in=ids).count()


def _lacks(key: str) -> Q:
    prefix, _colon, rest = key.partition(":")
    if prefix == "contact":
        return ~Q(Exists(ContactPoint.objects.in_use().filter(customer=OuterRef("pk"), kind=rest)))
    if prefix == "custom":
        return ~Q(Exists(CustomValue.objects.filter(customer=OuterRef("pk"), field=int(rest))))
    if ATTRIBUTES[key].empty is None:
        return Q(**{f"{key}__isnull": True})
    return Q(**{key: ""})


def _item(key: str, label: str, own: CustomField | None, is_required: bool) -> Item:
    if own is not None:
        return Item(key, label, str(FieldType(own.type).label), own.is_personal, is_required, own.pk)
    if key.startswith("contact:"):
        return Item(key, label, _("联系方式"), True, is_required)
    return Item(key, label, _("标准字段"), ATTRIBUTES[key].personal, is_required)


def shown_impact(one: Impact) -> str:
    words: dict[str, Any] = {"label": one.label, "count": one.count, "most": one.looked_at}
    if one.kind == "required":
        if one.is_exact:
            return _("“%(label)s”改为必填：现有 %(count)d 位客户缺这一项") % words
        return _("“%(label)s”改为必填：最近的 %(most)d 位客户中有 %(count)d 位缺这一项") % words
    if one.is_exact:
        return _("不再列出“%(label)s”：%(count)d 位客户填过，内容保留，仍显示在他们的资料里") % words
    return (
        _("不再列出“%(label)s”：最近的 %(most)d 位客户中有 %(count)d 位填过，内容保留，仍显示在他们的资料里")
        % words
    )
