"""The standard fields of a customer's record: how each is read from what people type, shown and graded."""

from __future__ import annotations

import builtins
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Choices
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, override
from django.utils.translation import gettext as _

from kedang.access.words import Clearance
from kedang.core import fields, industries, regions
from kedang.core.errors import Invalid
from kedang.core.formats import parse_address, parse_id_number, parse_uscc
from kedang.core.text import tidy
from kedang.customers.models.customer import Gender, Grade, GradeBasis, Kind, Source, Stage, Status

Value = Any  # what JSON holds: str, int, bool or None


@dataclass(frozen=True, kw_only=True)
class Attribute:
    """`parse` turns text into the stored value (raising Invalid), `show` the stored value into words."""

    name: str
    label: str | Promise
    parse: Callable[[str], Value]
    show: Callable[[Value], str] = str
    type: str = "text"
    choices: builtins.type[Choices] | None = None
    storage: fields.Storage = "plain"
    grade: fields.Grade = "L1"
    personal: bool = False
    restricted: bool = False
    mask: str = ""
    kinds: tuple[str, ...] = (Kind.ENTERPRISE, Kind.PERSON)
    # Changed by verbs of their own (stage, end of cooperation), not by an edit of facts.
    is_fact: bool = True

    @property
    def is_sealed(self) -> bool:
        return self.storage == "sealed"

    def read(self, raw: Value) -> Value:
        """The stored value of what was typed or is stored already. Raises Invalid naming this field."""
        if raw is None or raw == "":
            return self.empty
        try:
            return self.parse(raw if isinstance(raw, str) else str(raw))
        except Invalid as error:
            error.field = error.field or self.name
            raise

    @property
    def empty(self) -> Value:
        return None if self.is_sealed or self.type == "date" else ""

    def words(self, value: Value) -> str:
        return "" if value in (None, "") else self.show(value)


def text_of(limit: int) -> Callable[[str], str]:
    def parse(raw: str) -> str:
        text = tidy(raw)
        if len(text) > limit:
            raise Invalid(
                _("太长：最多 %(limit)d 个字，现为 %(length)d 个") % {"limit": limit, "length": len(text)},
                value=raw,
            )
        return text

    return parse


def parse_name(raw: str) -> str:
    name = text_of(200)(raw)
    if not name:
        raise Invalid(_("客户名称为空"), field="name", value=raw, remedy=_("请填写全称。"))
    return name


_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T]\d{1,2}:\d{2}(?::\d{2})?)?", re.ASCII)


def parse_date(raw: str) -> str:
    """ISO form of 2023-10-01, 2023/10/1, 2023年10月1日, 20231001."""
    text = raw.strip()
    found = _DATE.fullmatch(text)
    parts = (
        found.groups()
        if found
        else (text[:4], text[4:6], text[6:])
        if re.fullmatch(r"[0-9]{8}", text)
        else None
    )
    try:
        if parts is None:
            raise ValueError
        return date(int(parts[0]), int(parts[1]), int(parts[2])).isoformat()
    except ValueError:
        raise Invalid(
            _("“%(raw)s”不是有效的日期") % {"raw": raw}, value=raw, remedy=_("请写成 2026-05-03。")
        ) from None


def choice_of(choices: type[Choices], aliases: Mapping[str, str] | None = None) -> Callable[[str], str]:
    """By code, label in the language in use, Chinese label or everyday word."""
    known_in: dict[str | None, dict[str, str]] = {}

    def parse(raw: str) -> str:
        known = known_in.get(get_language())
        if known is None:
            known = {str(code): str(code) for code in choices.values}
            known |= {str(label): str(code) for code, label in choices.choices} | dict(aliases or {})
            with override("zh-hans"):
                known |= {str(label): str(code) for code, label in choices.choices}
            known_in[get_language()] = known
        word = raw.strip()
        found = known.get(word) or known.get(word.lower())
        if found is None:
            raise Invalid(
                _("没有“%(raw)s”这一项") % {"raw": raw},
                value=raw,
                remedy=_("可选：%(choices)s")
                % {"choices": "、".join(str(label) for label in choices.labels)},
            )
        return found

    return parse


def label_of(choices: type[Choices]) -> Callable[[Value], str]:
    return lambda value: str(dict(choices.choices).get(value, value))


def parse_industry(raw: str) -> str:
    found = industries.find(raw)
    if found is None:
        raise Invalid(
            _("没有找到行业“%(raw)s”") % {"raw": raw},
            value=raw,
            remedy=_("请按国民经济行业分类填写，如 金融、制造、教育。"),
        )
    return found.code


def parse_region(raw: str) -> str:
    found = regions.find(raw.strip())
    code = found.code if found else parse_address(raw).code
    if not code:
        raise Invalid(
            _("没有找到地区“%(raw)s”") % {"raw": raw}, value=raw, remedy=_("请写到省、市或区，如 浙江杭州。")
        )
    return code


def parse_birth_date(raw: str) -> str:
    from kedang.core.clock import today

    born = parse_date(raw)
    if born > today().isoformat():
        raise Invalid(_("出生日期在今天之后"), value=raw)
    return born


_STAGE_WORDS = {
    "潜在": "prospect",
    "意向客户": "prospect",
    "意向": "prospect",
    "现有": "current",
    "成交客户": "current",
}
_STAGE_WORDS |= {"正式客户": "current", "流失": "lost", "流失客户": "lost", "已流失": "lost"}
_KIND_WORDS = {"公司": "enterprise", "单位": "enterprise", "企业客户": "enterprise", "company": "enterprise"}
_KIND_WORDS |= {"个人客户": "person", "individual": "person", "自然人": "person"}
_GRADE_WORDS = {"A级": "A", "B级": "B", "C级": "C", "a": "A", "b": "B", "c": "C"}
_GENDER_WORDS = {"先生": "male", "女士": "female", "m": "male", "f": "female"}
_SOURCE_WORDS = {
    "推荐": "referral",
    "官网": "website",
    "网站": "website",
    "邮件": "email",
    "转介绍": "referral",
}

_BOTH = (
    Attribute(
        name="kind",
        label=gettext_lazy("客户类型"),
        parse=choice_of(Kind, _KIND_WORDS),
        show=label_of(Kind),
        type="choice",
        choices=Kind,
        is_fact=False,
    ),
    Attribute(name="name", label=gettext_lazy("客户名称"), parse=parse_name, grade="L2", personal=True),
    Attribute(name="short_name", label=gettext_lazy("简称"), parse=text_of(80), grade="L2", personal=True),
    Attribute(name="external_id", label=gettext_lazy("外部编号"), parse=text_of(100)),
    Attribute(
        name="stage",
        label=gettext_lazy("客户阶段"),
        parse=choice_of(Stage, _STAGE_WORDS),
        show=label_of(Stage),
        type="choice",
        choices=Stage,
        is_fact=False,
    ),
    Attribute(
        name="status",
        label=gettext_lazy("合作状态"),
        parse=choice_of(Status),
        show=label_of(Status),
        type="choice",
        choices=Status,
        is_fact=False,
    ),
    Attribute(
        name="grade",
        label=gettext_lazy("客户等级"),
        parse=choice_of(Grade, _GRADE_WORDS),
        show=label_of(Grade),
        type="choice",
        choices=Grade,
    ),
    Attribute(
        name="grade_basis",
        label=gettext_lazy("评级依据"),
        parse=choice_of(GradeBasis),
        show=label_of(GradeBasis),
        type="choice",
        choices=GradeBasis,
    ),
    Attribute(
        name="industry",
        label=gettext_lazy("行业"),
        parse=parse_industry,
        show=industries.shown,
        type="industry",
    ),
    Attribute(
        name="region", label=gettext_lazy("地区"), parse=parse_region, show=regions.shown, type="region"
    ),
    Attribute(
        name="address",
        label=gettext_lazy("地址"),
        parse=text_of(300),
        storage="sealed",
        grade="L3",
        personal=True,
        mask="address",
    ),
    Attribute(
        name="source",
        label=gettext_lazy("来源渠道"),
        parse=choice_of(Source, _SOURCE_WORDS),
        show=label_of(Source),
        type="choice",
        choices=Source,
    ),
    Attribute(name="cooperation_start", label=gettext_lazy("合作开始"), parse=parse_date, type="date"),
    Attribute(
        name="cooperation_end", label=gettext_lazy("合作终止"), parse=parse_date, type="date", is_fact=False
    ),
    Attribute(name="end_reason", label=gettext_lazy("终止原因"), parse=text_of(200), is_fact=False),
    Attribute(
        name="note",
        label=gettext_lazy("备注"),
        parse=text_of(4000),
        storage="sealed",
        grade="L2",
        personal=True,
        type="long",
    ),
)
_ENTERPRISE = (
    Attribute(
        name="uscc", label=gettext_lazy("统一社会信用代码"), parse=parse_uscc, kinds=(Kind.ENTERPRISE,)
    ),
)
_PERSON = (
    Attribute(
        name="gender",
        label=gettext_lazy("性别"),
        parse=choice_of(Gender, _GENDER_WORDS),
        show=label_of(Gender),
        type="choice",
        choices=Gender,
        grade="L2",
        personal=True,
        kinds=(Kind.PERSON,),
    ),
    Attribute(
        name="birth_date",
        label=gettext_lazy("出生日期"),
        parse=parse_birth_date,
        type="date",
        grade="L3",
        personal=True,
        kinds=(Kind.PERSON,),
    ),
    Attribute(
        name="id_number",
        label=gettext_lazy("身份证号"),
        parse=parse_id_number,
        storage="sealed",
        grade="L4",
        personal=True,
        restricted=True,
        mask="id_number",
        kinds=(Kind.PERSON,),
    ),
)

ATTRIBUTES: dict[str, Attribute] = {one.name: one for one in (*_BOTH, *_ENTERPRISE, *_PERSON)}
SEALED = tuple(name for name, one in ATTRIBUTES.items() if one.is_sealed)
FACTS = tuple(name for name, one in ATTRIBUTES.items() if one.is_fact)


def facts_of(kind: str) -> list[Attribute]:
    """Those an edit of facts may change, for a customer of `kind`."""
    return [one for one in ATTRIBUTES.values() if one.is_fact and kind in one.kinds]


def as_json(value: Value) -> Value:
    return value.isoformat() if isinstance(value, date | datetime) else value


def as_column(attribute: Attribute, value: Value) -> Value:
    """What goes into the column for a value of JSON."""
    if attribute.type == "date" and value:
        return date.fromisoformat(value)
    return value


def parse_classification(raw: str) -> int:
    return int(choice_of(Clearance)(raw))


fields.declare(
    "customers.customer",
    *(
        fields.FieldSpec(
            name=one.name, label=one.label, type=one.type, storage=one.storage, grade=one.grade,
            personal=one.personal, restricted=one.restricted, words=one.words,
        )
        for one in ATTRIBUTES.values()
    ),
    fields.FieldSpec(name="number", label=gettext_lazy("客户编号")),
    fields.FieldSpec(name="owner", label=gettext_lazy("负责人"), type="person"),
    fields.FieldSpec(name="department", label=gettext_lazy("所属部门"), type="department"),
    fields.FieldSpec(name="helpers", label=gettext_lazy("协作人"), type="person"),
    fields.FieldSpec(name="helper_roles", label=gettext_lazy("协作角色"), type="choice"),
    fields.FieldSpec(name="tags", label=gettext_lazy("标签"), type="tag"),
    fields.FieldSpec(name="classes", label=gettext_lazy("分类"), type="class"),
    fields.FieldSpec(
        name="classification", label=gettext_lazy("密级"), type="choice",
        words=lambda value: str(Clearance(value).label),
    ),
)  # fmt: skip
fields.declare(
    "customers.contactpoint",
    fields.FieldSpec(
        name="value", label=gettext_lazy("联系方式"), storage="tokened", grade="L3", personal=True
    ),
    fields.FieldSpec(name="kind", label=gettext_lazy("种类"), type="choice"),
    fields.FieldSpec(name="label", label=gettext_lazy("说明"), grade="L2", personal=True),
    fields.FieldSpec(name="is_absent", label=gettext_lazy("暂无"), type="yes_no"),
    fields.FieldSpec(name="absent_reason", label=gettext_lazy("暂无的原因"), grade="L2", personal=True),
    fields.FieldSpec(name="verified_on", label=gettext_lazy("核实日期"), type="date"),
    fields.FieldSpec(name="valid_until", label=gettext_lazy("有效期至"), type="date"),
)
fields.declare(
    "customers.contactperson",
    fields.FieldSpec(name="name", label=gettext_lazy("联系人姓名"), grade="L2", personal=True),
    fields.FieldSpec(name="title", label=gettext_lazy("职务"), grade="L2", personal=True),
    fields.FieldSpec(name="gender", label=gettext_lazy("性别"), grade="L2", personal=True),
    fields.FieldSpec(name="is_primary", label=gettext_lazy("主要联系人"), type="yes_no"),
)
fields.declare(
    "customers.relation",
    fields.FieldSpec(name="kind", label=gettext_lazy("关系"), type="choice"),
    fields.FieldSpec(name="note", label=gettext_lazy("说明"), grade="L2", personal=True),
)
fields.declare(
    "customers.relationsuggestion",
    fields.FieldSpec(name="why", label=gettext_lazy("依据"), type="choice"),
)
fields.declare(
    "customers.project",
    fields.FieldSpec(name="name", label=gettext_lazy("项目名称")),
    fields.FieldSpec(name="starts_on", label=gettext_lazy("开始"), type="date"),
    fields.FieldSpec(name="ends_on", label=gettext_lazy("结束"), type="date"),
)
