"""What people type into a standard field, read: dates, choices by everyday words, industries, regions. Raises Invalid."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.db.models import Choices
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from kedang.core import industries, regions
from kedang.core.errors import Invalid
from kedang.core.formats import parse_address
from kedang.core.text import tidy

Value = Any  # what JSON holds: str, int, bool or None


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


STAGE_WORDS = {
    "潜在": "prospect",
    "意向客户": "prospect",
    "意向": "prospect",
    "现有": "current",
    "成交客户": "current",
}
STAGE_WORDS |= {"正式客户": "current", "流失": "lost", "流失客户": "lost", "已流失": "lost"}
KIND_WORDS = {"公司": "enterprise", "单位": "enterprise", "企业客户": "enterprise", "company": "enterprise"}
KIND_WORDS |= {"个人客户": "person", "individual": "person", "自然人": "person"}
GRADE_WORDS = {"A级": "A", "B级": "B", "C级": "C", "a": "A", "b": "B", "c": "C"}
GENDER_WORDS = {"先生": "male", "女士": "female", "m": "male", "f": "female"}
SOURCE_WORDS = {
    "推荐": "referral",
    "官网": "website",
    "网站": "website",
    "邮件": "email",
    "转介绍": "referral",
}
