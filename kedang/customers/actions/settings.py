"""What the organisation decides: templates, custom fields, dimensions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from django.utils.translation import gettext as _

from kedang.access.door import action, revise
from kedang.core import industries
from kedang.core.actor import Actor
from kedang.core.clock import now
from kedang.core.errors import Conflict, Invalid
from kedang.core.text import tidy
from kedang.customers.completeness import labels_of
from kedang.customers.events import DIMENSION_CHANGED, TEMPLATE_CHANGED
from kedang.customers.fields import FieldDraft, clean_options, free_code, new_field
from kedang.customers.models import (
    CustomField,
    Dimension,
    DimensionValue,
    FieldType,
    GapPolicy,
    Kind,
    RecordTemplate,
    TemplateField,
)
from kedang.customers.options import Option
from kedang.ledger.record import record


class Placed(NamedTuple):
    """A field as a template places it."""

    key: str
    is_required: bool = False
    group: str = ""
    group_en: str = ""


@action(needs="create")
def create_template(
    model: type[RecordTemplate], name: str, kind: str, *, industry: str = "", like: RecordTemplate | None = None,
    actor: Actor,
) -> RecordTemplate:  # fmt: skip
    """A new template, with the fields of `like`. Raises Conflict: the name is taken."""
    name = _name(name)
    if RecordTemplate.objects.filter(name=name).exists():
        raise Conflict(_("已有模板“%(name)s”") % {"name": name}, field="name", value=name)
    if kind not in Kind.values:
        raise Invalid(_("没有这种客户类型"), field="kind", value=kind)
    if industry and industries.by_code(industry) is None:
        raise Invalid(_("没有这个行业"), field="industry", value=industry)
    made = RecordTemplate.objects.create(
        name=name, kind=kind, industry=industry, gap_policy=like.gap_policy if like else GapPolicy.WARN
    )
    _place(
        made, [Placed(f.key, f.is_required, f.group, f.group_en) for f in like.fields.all()] if like else []
    )
    record(TEMPLATE_CHANGED, made, actor=actor, details={"created": name})
    return made


@action(needs="edit")
def change_template(
    template: RecordTemplate,
    *,
    fields: Sequence[Placed | tuple[str, bool]],
    gap_policy: str,
    name: str = "",
    revision: int | None = None,
    actor: Actor,
) -> None:
    """Its fields in order and what happens to a gap. `revision`: what the designer was opened with.

    Raises Invalid: no such field; Conflict: the name is taken, or somebody changed it meanwhile.
    """
    template = RecordTemplate.objects.select_for_update().get(pk=template.pk)
    placed = [Placed(*one) for one in fields]
    _check_places(template, placed)
    if gap_policy not in GapPolicy.values:
        raise Invalid(_("没有这种处理方式"), field="gap_policy", value=gap_policy)
    if revision is not None and revision != template.revision:
        raise Conflict(
            _("有人刚刚改过这个模板"), remedy=_("您排好的内容还在；请重新打开模板，核对后再保存。")
        )
    name = _name(name) if name else template.name
    if RecordTemplate.objects.filter(name=name).exclude(pk=template.pk).exists():
        raise Conflict(_("已有模板“%(name)s”") % {"name": name}, field="name", value=name)
    before = [[one.key, one.is_required, one.group] for one in template.fields.all()]
    revise(template, gap_policy=gap_policy, name=name)
    template.fields.all().delete()
    _place(template, placed)
    after = [[one.key, one.is_required, one.group] for one in placed]
    record(TEMPLATE_CHANGED, template, actor=actor, details={"old": before, "new": after, "name": name})


@action(needs="edit")
def retire_template(template: RecordTemplate, *, actor: Actor) -> None:
    """Customers that have it keep it; it is no longer offered."""
    if template.retired_at is not None:
        raise Conflict(_("“%(name)s”已经停用") % {"name": template.name})
    revise(template, retired_at=now())
    record(TEMPLATE_CHANGED, template, actor=actor, details={"retired": template.name})


@action(needs="edit")
def resume_template(template: RecordTemplate, *, actor: Actor) -> None:
    """Offered again."""
    if template.retired_at is None:
        raise Conflict(_("“%(name)s”正在使用") % {"name": template.name})
    revise(template, retired_at=None)
    record(TEMPLATE_CHANGED, template, actor=actor, details={"resumed": template.name})


@action(needs="create")
def create_custom_field(
    model: type[CustomField], label: str, *, type: str = FieldType.TEXT, choices: Sequence[str] = (),
    is_personal: bool = False, is_sensitive: bool = False, purpose: str = "", label_en: str = "", help: str = "",
    help_en: str = "", actor: Actor,
) -> CustomField:  # fmt: skip
    """Personal values are sealed. Raises Invalid: a choice without choices, a personal field without purpose."""
    draft = FieldDraft(
        label, type, choices=[Option(one, one) for one in clean_options(choices)], label_en=label_en, help=help,
        help_en=help_en, is_personal=is_personal, is_sensitive=is_sensitive, purpose=purpose,
    )  # fmt: skip
    return new_field(draft, actor=actor)


@action(needs="create")
def create_dimension(
    model: type[Dimension], name: str, *, is_multiple: bool = False, actor: Actor
) -> Dimension:
    name = _name(name)
    if Dimension.objects.filter(name=name, retired_at=None).exists():
        raise Conflict(_("已有分类维度“%(name)s”") % {"name": name}, field="name", value=name)
    code = free_code(name, Dimension)
    made = Dimension.objects.create(code=code, name=name, is_multiple=is_multiple, position=100)
    record(DIMENSION_CHANGED, made, actor=actor, details={"created": name})
    return made


@action(needs="edit")
def add_class(
    dimension: Dimension, name: str, *, parent: DimensionValue | None = None, actor: Actor
) -> DimensionValue:
    """Raises Conflict: it exists there; Invalid: the dimension is a standard field."""
    name = _name(name)
    if dimension.field:
        raise Invalid(_("“%(name)s”使用标准字段，不能添加类目") % {"name": dimension.name})
    if DimensionValue.objects.filter(dimension=dimension, parent=parent, name=name).exists():
        raise Conflict(_("已有类目“%(name)s”") % {"name": name}, field="name", value=name)
    made = DimensionValue.objects.create(dimension=dimension, parent=parent, name=name)
    path = f"{parent.path if parent else '/'}{made.pk}/"
    DimensionValue.objects.filter(pk=made.pk).update(path=path)
    made.path = path
    record(DIMENSION_CHANGED, dimension, actor=actor, details={"added": name})
    return made


@action(needs="edit")
def retire_class(dimension: Dimension, value: DimensionValue, *, actor: Actor) -> None:
    revise(value, retired_at=now())
    record(DIMENSION_CHANGED, dimension, actor=actor, details={"retired": value.name})


def _check_places(template: RecordTemplate, placed: Sequence[Placed]) -> None:
    known = labels_of({one.key for one in placed})
    kept = set(template.fields.values_list("key", flat=True))
    retired = {one.key for one in CustomField.objects.exclude(retired_at=None)} - kept
    for one in placed:
        if one.key not in known or one.key in retired:
            raise Invalid(_("没有字段“%(key)s”") % {"key": one.key}, field="fields", value=one.key)
        if len(one.group) > 40 or len(one.group_en) > 60:
            raise Invalid(_("分组名太长：最多 40 个字"), field="fields", value=one.group)


def _place(template: RecordTemplate, placed: Sequence[Placed]) -> None:
    once = {one.key: one for one in placed}
    TemplateField.objects.bulk_create(
        [
            TemplateField(
                template=template, key=one.key, is_required=one.is_required, group=tidy(one.group),
                group_en=tidy(one.group_en), position=place,
            )
            for place, one in enumerate(once.values())
        ]
    )  # fmt: skip


def _name(name: str) -> str:
    name = tidy(name)
    if not name or len(name) > 60:
        raise Invalid(_("名称应为 1 至 60 个字"), field="name", value=name)
    return name
