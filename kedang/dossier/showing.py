"""Values of a dossier in words: what the readable index and the sheets show of its JSON."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db.models import Field
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kedang.access.words import Clearance
from kedang.core import preset_names
from kedang.customers.attributes import ATTRIBUTES
from kedang.customers.models import FieldType
from kedang.dossier.tables import Table, by_model
from kedang.ui import words

_LABELS = {
    "at": gettext_lazy("时间"),
    "created_at": gettext_lazy("建立"),
    "author": gettext_lazy("经手人"),
    "contact_person": gettext_lazy("联系人"),
    "ended_at": gettext_lazy("结束"),
    "point": gettext_lazy("联系方式"),
    "path": gettext_lazy("路径"),
    "note": gettext_lazy("说明"),
    "state": gettext_lazy("状态"),
    "survey": gettext_lazy("调查"),
    "answers": gettext_lazy("答复"),
    "campaign": gettext_lazy("群发"),
    "person": gettext_lazy("人员"),
    "other": gettext_lazy("客户"),
    "as_of": gettext_lazy("日期"),
    "method": gettext_lazy("方法"),
    "segment": gettext_lazy("分组"),
    "value": gettext_lazy("内容"),
    "wanted": gettext_lazy("内容"),
    "decided_at": gettext_lazy("时间"),
    "done_at": gettext_lazy("完成"),
}


def heading(table: Table, name: str) -> str:
    field = next((one for one in table.columns() if one.name == name), None)
    label = str(field.verbose_name) if field is not None else name
    # A verbose name that nobody wrote is the column's own name.
    return str(_LABELS[name]) if name in _LABELS and label.isascii() else label


def cell(table: Table, name: str, row: dict[str, Any], rows: dict[str, dict[int, dict[str, Any]]]) -> str:
    """`rows`: of each table its rows by id, for what refers to them."""
    value = row.get(name)
    field = next((one for one in table.columns() if one.name == name), None)
    if value in (None, "", [], {}):
        return ""
    if isinstance(value, int) and not isinstance(value, bool) and field is not None and field.is_relation:
        return _referred(field, value, rows)
    if field is not None and field.flatchoices:
        return str(dict(field.flatchoices).get(value, value))
    return in_words(value)


def in_words(value: Any) -> str:
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, dict):
        shown = [value[key] for key in ("name", "value", "text") if value.get(key)]
        return str(shown[0]) if shown else "；".join(in_words(one) for one in value.values() if one)
    if isinstance(value, list):
        return "、".join(in_words(one) for one in value)
    return _moment(value) if isinstance(value, str) else str(value)


def fact(name: str, value: Any) -> str:
    """A standard field of the customer, as its page shows it."""
    if value in (None, ""):
        return ""
    try:
        return ATTRIBUTES[name].words(value)
    except (KeyError, TypeError, ValueError):
        return in_words(value)


def own_value(field: dict[str, Any]) -> str:
    value = field["value"]
    if value and field["type"] == FieldType.MONEY:
        currency, _space, amount = str(value).partition(" ")
        try:
            return f"{currency} {Decimal(amount):,.2f}"
        except InvalidOperation:
            return str(value)
    return in_words(value)


def level(value: int) -> str:
    return str(Clearance(value).label)


def _moment(text: str) -> str:
    """ISO times and dates as an office writes them; everything else as it is."""
    if len(text) >= 19 and text[4:5] == "-" and text[10:11] == "T":
        found = _parsed(text)
        return words.moment(found) if found else text
    if len(text) == 10 and text[4:5] == "-":
        try:
            day = parse_date(text)
        except ValueError:
            return text
        return words.day(day) if day else text
    return preset_names.shown(text)


def _parsed(text: str) -> datetime | None:
    try:
        found = parse_datetime(text)
    except ValueError:
        return None
    return localtime(found) if found else None


def _referred(field: Field[Any, Any], pk: int, rows: dict[str, dict[int, dict[str, Any]]]) -> str:
    model = field.related_model
    name = by_model().get(model, "") if model is not None else ""
    row = rows.get(name, {}).get(pk)
    if row is None:
        return ""
    return in_words(row.get("name") or row.get("value") or row.get("path") or "")
