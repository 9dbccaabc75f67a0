"""The own fields of a document type: declared, and read from what people type."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kedang.core.errors import Invalid

KINDS = {
    "text": gettext_lazy("文字"),
    "number": gettext_lazy("数字"),
    "money": gettext_lazy("金额"),
    "date": gettext_lazy("日期"),
    "choice": gettext_lazy("选项"),
    "person": gettext_lazy("人员"),
}
MOST_FIELDS = 40
_KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")
_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")


def checked_fields(fields: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """`fields` as they are stored. Raises Invalid, naming the field."""
    if len(fields) > MOST_FIELDS:
        raise Invalid(_("字段太多，最多 %(most)s 个。") % {"most": MOST_FIELDS}, field="fields")
    keys: set[str] = set()
    labels: set[str] = set()
    return [_checked(field, keys, labels, place) for place, field in enumerate(fields, 1)]


def checked_values(fields: Sequence[Mapping[str, Any]], values: Mapping[str, Any]) -> dict[str, str]:
    """`values` (by key) in the form in which they are stored; empty ones fall away.

    Raises Invalid: a demanded field is empty, a value is not of its type, a field is unknown.
    """
    known = {field["key"]: field for field in fields}
    if unknown := set(values) - set(known):
        raise Invalid(
            _("这种文档没有字段：%(names)s") % {"names": "、".join(sorted(unknown))}, field=min(unknown)
        )
    stored: dict[str, str] = {}
    for key, field in known.items():
        typed = str(values.get(key) or "").strip()
        if typed:
            stored[key] = _READERS[field["type"]](typed, field)
        elif field.get("required"):
            raise Invalid(_("请填写“%(label)s”。") % {"label": field["label"]}, field=key)
    return stored


def _checked(field: Mapping[str, Any], keys: set[str], labels: set[str], place: int) -> dict[str, Any]:
    label = str(field.get("label") or "").strip()
    if not label or len(label) > 40:
        raise Invalid(
            _("第 %(place)s 个字段没有名称，或名称太长。") % {"place": place}, field="fields", row=place
        )
    if label in labels:
        raise Invalid(
            _("有两个字段叫“%(label)s”。") % {"label": label}, field="fields", row=place, value=label
        )
    labels.add(label)
    kind = str(field.get("type") or "text")
    if kind not in KINDS:
        raise Invalid(_("“%(label)s”的类型无效。") % {"label": label}, field="fields", row=place, value=kind)
    checked: dict[str, Any] = {"key": _key(field, keys, place), "label": label, "type": kind}
    for flag in ("required", "personal"):
        if field.get(flag):
            checked[flag] = True
    if kind == "choice":
        checked["choices"] = _choices(field, label, place)
    return checked


def _key(field: Mapping[str, Any], keys: set[str], place: int) -> str:
    key = str(field.get("key") or "")
    if not _KEY.fullmatch(key) or key in keys:
        key = next(name for number in range(place, place + 1000) if (name := f"f{number}") not in keys)
    keys.add(key)
    return key


def _choices(field: Mapping[str, Any], label: str, place: int) -> list[str]:
    choices = [str(choice).strip() for choice in field.get("choices") or () if str(choice).strip()]
    if not choices:
        raise Invalid(_("“%(label)s”还没有选项。") % {"label": label}, field="fields", row=place)
    return list(dict.fromkeys(choices))


def _text(typed: str, field: Mapping[str, Any]) -> str:
    if len(typed) > 500:
        raise Invalid(_("“%(label)s”最多 500 个字。") % {"label": field["label"]}, field=field["key"])
    return typed


def _number(typed: str, field: Mapping[str, Any]) -> str:
    plain = (
        typed.replace(",", "")
        .replace("，", "")
        .removeprefix("¥")
        .removeprefix("￥")
        .removesuffix("元")
        .strip()
    )
    try:
        number = Decimal(plain)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        message = _("“%(label)s”应是数字，现在是“%(typed)s”。") % {"label": field["label"], "typed": typed}
        raise Invalid(message, field=field["key"], value=typed, remedy=_("例如 12345.67"))
    return f"{number:f}"


def _money(typed: str, field: Mapping[str, Any]) -> str:
    amount = Decimal(_number(typed, field))
    if amount != round(amount, 2):
        message = _("“%(label)s”最多两位小数。") % {"label": field["label"]}
        raise Invalid(message, field=field["key"], value=typed)
    return f"{amount:.2f}"


def _date(typed: str, field: Mapping[str, Any]) -> str:
    found = _DATE.fullmatch(typed) or re.fullmatch(r"(\d{4})(\d\d)(\d\d)", typed)
    try:
        if found:
            return date(*map(int, found.groups())).isoformat()
    except ValueError:
        pass
    message = _("“%(label)s”不是有效日期：“%(typed)s”。") % {"label": field["label"], "typed": typed}
    raise Invalid(message, field=field["key"], value=typed, remedy=_("例如 2026-05-03"))


def _choice(typed: str, field: Mapping[str, Any]) -> str:
    if typed not in field["choices"]:
        message = _("“%(label)s”没有选项“%(typed)s”。") % {"label": field["label"], "typed": typed}
        raise Invalid(message, field=field["key"], value=typed, remedy="、".join(field["choices"]))
    return typed


_READERS: dict[str, Callable[[str, Mapping[str, Any]], str]] = {
    "text": _text,
    "number": _number,
    "money": _money,
    "date": _date,
    "choice": _choice,
    "person": _text,
}
