"""What the organisation decides: templates, custom fields, dimensions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _

from kedang.access.door import action, revise
from kedang.core.actor import Actor
from kedang.core.clock import now
from kedang.core.errors import Conflict, Invalid
from kedang.core.text import pinyin_keys, tidy
from kedang.customers.completeness import labels_of
from kedang.customers.events import DIMENSION_CHANGED, TEMPLATE_CHANGED
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
from kedang.ledger.record import record


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
    made = RecordTemplate.objects.create(
        name=name, kind=kind, industry=industry, gap_policy=like.gap_policy if like else GapPolicy.WARN
    )
    copied = like.fields.all() if like else []
    TemplateField.objects.bulk_create(
        [
            TemplateField(template=made, key=f.key, is_required=f.is_required, position=f.position)
            for f in copied
        ]
    )
    record(TEMPLATE_CHANGED, made, actor=actor, details={"created": name})
    return made


@action(needs="edit")
def change_template(
    template: RecordTemplate,
    *,
    fields: Sequence[tuple[str, bool]],
    gap_policy: str,
    name: str = "",
    actor: Actor,
) -> None:
    """Its fields in order, `(key, is_required)`, and what happens to a gap. Raises Invalid: no such field."""
    known = labels_of({key for key, _required in fields})
    for key, _required in fields:
        if key not in known:
            raise Invalid(_("没有字段“%(key)s”") % {"key": key}, field="fields", value=key)
    if gap_policy not in GapPolicy.values:
        raise Invalid(_("没有这种处理方式"), field="gap_policy", value=gap_policy)
    before = {one.key: one.is_required for one in template.fields.all()}
    revise(template, gap_policy=gap_policy, name=_name(name) if name else template.name)
    template.fields.all().delete()
    TemplateField.objects.bulk_create(
        [
            TemplateField(template=template, key=key, is_required=required, position=place)
            for place, (key, required) in enumerate(dict(fields).items())
        ]
    )
    record(TEMPLATE_CHANGED, template, actor=actor, details={"old": before, "new": dict(fields)})


@action(needs="edit")
def retire_template(template: RecordTemplate, *, actor: Actor) -> None:
    """Customers that have it keep it; it is no longer offered."""
    revise(template, retired_at=now())
    record(TEMPLATE_CHANGED, template, actor=actor, details={"retired": template.name})


@action(needs="create")
def create_custom_field(
    model: type[CustomField], label: str, *, type: str = FieldType.TEXT, choices: Sequence[str] = (),
    is_personal: bool = False, is_sensitive: bool = False, purpose: str = "", actor: Actor,
) -> CustomField:  # fmt: skip
    """Personal values are sealed. Raises Invalid: a choice without choices, a sensitive field without purpose."""
    label, options = _name(label), [tidy(one) for one in choices if tidy(one)]
    if type not in FieldType.values:
        raise Invalid(_("没有这种字段类型"), field="type", value=type)
    if type == FieldType.CHOICE and not options:
        raise Invalid(_("请写出选项，每行一个"), field="choices")
    if is_sensitive and not tidy(purpose):
        raise Invalid(_("敏感个人信息要写明用途"), field="purpose")
    made = CustomField.objects.create(
        code=_free_code(label),
        label=label,
        type=type,
        choices=options,
        is_personal=is_personal or is_sensitive,
        is_sensitive=is_sensitive,
        is_sealed=is_personal or is_sensitive,
        grade="L4" if is_sensitive else "L3" if is_personal else "L2",
        purpose=tidy(purpose)[:200],
    )
    record(TEMPLATE_CHANGED, made, actor=actor, details={"field": label})
    return made


@action(needs="create")
def create_dimension(
    model: type[Dimension], name: str, *, is_multiple: bool = False, actor: Actor
) -> Dimension:
    name = _name(name)
    if Dimension.objects.filter(name=name, retired_at=None).exists():
        raise Conflict(_("已有分类维度“%(name)s”") % {"name": name}, field="name", value=name)
    code = _free_code(name, Dimension)
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


def _name(name: str) -> str:
    name = tidy(name)
    if not name or len(name) > 60:
        raise Invalid(_("名称应为 1 至 60 个字"), field="name", value=name)
    return name


def _free_code(label: str, model: Any = CustomField) -> str:
    base = slugify(pinyin_keys(label).full)[:30] or "own"
    code, place = base, 1
    while model.objects.filter(code=code).exists():
        place += 1
        code = f"{base}_{place}"
    return code
