"""What an organisation starts with: record templates, tags, dimensions. Loading again adds only what is absent."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from kedang.core.actor import Actor
from kedang.core.errors import Text
from kedang.core.text import match_key
from kedang.customers.models import (
    Colour,
    CustomField,
    Dimension,
    FieldType,
    Kind,
    RecordTemplate,
    Tag,
    TemplateField,
)


@dataclass(frozen=True)
class OwnField:
    code: str
    label: str
    type: str = FieldType.TEXT
    choices: tuple[str, ...] = ()
    is_sealed: bool = False


@dataclass(frozen=True)
class Template:
    """`keys`: standard fields in order, required ones with `!`; `own`: custom fields, required ones with `!` too."""

    name: str
    kind: str
    keys: str
    own: tuple[str, ...] = ()
    industry: str = ""


@dataclass(frozen=True)
class Preset:
    """What one industry gets beyond the common part."""

    templates: tuple[Template, ...] = ()
    fields: tuple[OwnField, ...] = ()
    tags: tuple[tuple[str, str], ...] = field(default=())


_CONTACT = "contact:mobile! contact:landline! contact:email!"
COMMON = Preset(
    templates=(
        Template("企业", Kind.ENTERPRISE, f"{_CONTACT} uscc industry region address source grade cooperation_start note",
                 ("industry_background", "cooperation_needs", "financial_situation")),
        Template("个人", Kind.PERSON, f"{_CONTACT} gender birth_date region address source grade note",
                 ("preferences", "special_requirements")),
    ),
    fields=(
        OwnField("industry_background", "行业背景"),
        OwnField("cooperation_needs", "合作需求"),
        OwnField("financial_situation", "财务状况", is_sealed=True),
        OwnField("preferences", "偏好与兴趣", is_sealed=True),
        OwnField("special_requirements", "特殊要求", is_sealed=True),
    ),
    tags=(("VIP客户", Colour.PURPLE), ("普通客户", Colour.BLUE), ("潜在客户", Colour.TEAL)),
)  # fmt: skip

INDUSTRIES: dict[str, Preset] = {
    "finance": Preset(
        templates=(Template("企业（金融）", Kind.ENTERPRISE, f"{_CONTACT} uscc! industry region address source grade note",
                            ("cooperation_needs", "financial_situation", "risk_rating"), "J"),),
        fields=(OwnField("risk_rating", "风险评级", FieldType.CHOICE, ("低", "中", "高")),),
    ),
    "medical": Preset(
        templates=(Template("企业（医疗）", Kind.ENTERPRISE, f"{_CONTACT} uscc industry region address source grade note",
                            ("cooperation_needs", "hospital_level"), "Q"),),
        fields=(OwnField("hospital_level", "机构等级", FieldType.CHOICE, ("三级", "二级", "一级", "未定级")),),
    ),
    "manufacturing": Preset(
        templates=(Template("企业（制造）", Kind.ENTERPRISE, f"{_CONTACT} uscc industry region address source grade note",
                            ("cooperation_needs", "main_products", "annual_purchase"), "C"),),
        fields=(OwnField("main_products", "主要产品"), OwnField("annual_purchase", "年采购额", FieldType.MONEY)),
    ),
    "education": Preset(
        templates=(Template("企业（教育）", Kind.ENTERPRISE, f"{_CONTACT} uscc industry region address source grade note",
                            ("cooperation_needs", "student_count"), "P"),),
        fields=(OwnField("student_count", "在校人数", FieldType.NUMBER),),
    ),
}  # fmt: skip

# The first five are standard fields seen as dimensions; an organisation adds its own beside them.
DIMENSIONS = (
    ("type", "客户类型", "kind"),
    ("industry", "行业", "industry"),
    ("region", "地区", "region"),
    ("stage", "客户阶段", "stage"),
    ("value", "客户价值", "grade"),
)


def load_presets(industry: str = "", *, actor: Actor | None = None) -> None:
    """Plain writes for the set-up wizard's action; `industry` is one of the wizard's codes."""
    chosen = [COMMON, *([INDUSTRIES[industry]] if industry in INDUSTRIES else [])]
    fields = {one.code: _field(one) for preset in chosen for one in preset.fields}
    for preset in chosen:
        for one in preset.templates:
            _template(one, fields)
        for name, colour in preset.tags:
            Tag.objects.get_or_create(match_key=match_key(name), defaults={"name": name, "colour": colour})
    for position, (code, name, backing) in enumerate(DIMENSIONS):
        Dimension.objects.get_or_create(
            code=code, defaults={"name": name, "field": backing, "position": position}
        )


def summary(industry: str) -> list[Text]:
    """What the wizard says is coming."""
    chosen = [COMMON, *([INDUSTRIES[industry]] if industry in INDUSTRIES else [])]
    templates = "、".join(one.name for preset in chosen for one in preset.templates)
    tags = "、".join(name for preset in chosen for name, _colour in preset.tags)
    return [_("档案模板：%(names)s") % {"names": templates}, _("标签：%(names)s") % {"names": tags}]


def _field(one: OwnField) -> CustomField:
    made, _created = CustomField.objects.get_or_create(
        code=one.code,
        defaults={
            "label": one.label,
            "type": one.type,
            "choices": list(one.choices),
            "is_sealed": one.is_sealed,
            "is_personal": one.is_sealed,
            "grade": "L3" if one.is_sealed else "L2",
        },
    )
    return made


def _template(one: Template, fields: dict[str, CustomField]) -> None:
    made, created = RecordTemplate.objects.get_or_create(
        name=one.name, defaults={"kind": one.kind, "industry": one.industry}
    )
    if not created:
        return
    keys = [(key.rstrip("!"), key.endswith("!")) for key in one.keys.split()]
    keys += [(fields[code.rstrip("!")].key, code.endswith("!")) for code in one.own]
    TemplateField.objects.bulk_create(
        [
            TemplateField(template=made, key=key, is_required=required, position=position)
            for position, (key, required) in enumerate(keys)
        ]
    )
