"""The standard fields of a customer's record: how each is read from what people type, shown and graded."""

from __future__ import annotations

import builtins
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Choices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from kedang.access.words import Clearance
from kedang.core import fields, industries, regions
from kedang.core.errors import Invalid
from kedang.core.formats import parse_id_number, parse_uscc
from kedang.customers.models.customer import Gender, Grade, GradeBasis, Kind, Source, Stage, Status
from kedang.customers.typed import (
    GENDER_WORDS,
    GRADE_WORDS,
    KIND_WORDS,
    SOURCE_WORDS,
    STAGE_WORDS,
    Value,
    choice_of,
    label_of,
    parse_birth_date,
    parse_date,
    parse_industry,
    parse_name,
    parse_region,
    text_of,
)


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


_BOTH = (
    Attribute(
        name="kind",
        label=gettext_lazy("客户类型"),
        parse=choice_of(Kind, KIND_WORDS),
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
        parse=choice_of(Stage, STAGE_WORDS),
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
        parse=choice_of(Grade, GRADE_WORDS),
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
        parse=choice_of(Source, SOURCE_WORDS),
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
        parse=choice_of(Gender, GENDER_WORDS),
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
