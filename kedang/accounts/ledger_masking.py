"""Values of changes as the ledger shows them: never more than a masked personal value."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kedang.accounts.setup import INDUSTRIES
from kedang.core.fields import declared
from kedang.core.masking import mask_value
from kedang.core.preset_names import shown
from kedang.ledger.models import Event

_EMAIL = re.compile(r"^\S+@\S+$")
_PHONE = re.compile(r"^[+\d][\d\s()-]{5,}$")
_CODE_NAMES = frozenset({"people.person name"})  # a colleague's name is no secret to the house


@dataclass(frozen=True)
class Change:
    label: str
    old: str
    new: str


Told = list[tuple[Event, list[dict[str, Any]]]]
Names = dict[tuple[str, int], str]


def masked_changes(told: Told) -> list[list[Change]]:
    """Of each event its changes. Records they point to are named with one query per kind."""
    names = _names(told)
    return [
        [
            Change(_label(event, one), _shown(event, one, "old", names), _shown(event, one, "new", names))
            for one in changes
        ]
        for event, changes in told
    ]


def _names(told: Told) -> Names:
    wanted: dict[str, set[int]] = {}
    for event, changes in told:
        for one in changes:
            if kind := _REFERENCES.get(_type(event, one["field"])):
                wanted.setdefault(kind, set()).update(_ids(one.get("old")) + _ids(one.get("new")))
    return {
        (kind, row.pk): shown(str(row))
        for kind, ids in wanted.items()
        if ids
        for row in apps.get_model(kind)._default_manager.filter(pk__in=ids)
    }


def _ids(value: Any) -> list[int]:
    """Ids, never the names older entries hold in their place."""
    return [one for one in (value if isinstance(value, list) else [value]) if type(one) is int]


def _type(event: Event, name: str) -> str:
    spec = declared(event.subject_type)[event.subject_type].get(name)
    return spec.type if spec else ""


def _label(event: Event, change: dict[str, Any]) -> str:
    """The field's own label in the reader's language, else what was written down, by the house in Chinese."""
    spec = declared(event.subject_type)[event.subject_type].get(change["field"])
    known = spec.label if spec else _LABELS.get(change["field"])
    if known is None and (written := change.get("label")):
        return shown(gettext(written))
    return shown(str(known or change["field"]))


def _shown(event: Event, change: dict[str, Any], side: str, names: Names) -> str:
    value = change.get(side)
    if value in (None, "", []):
        return ""
    if isinstance(value, dict):
        return _part(value)
    text = _text(event, change["field"], value, names)
    return (
        mask_value(_kind(event, change["field"], text), text)
        if _is_personal(event, change["field"])
        else text
    )


def _text(event: Event, name: str, value: Any, names: Names) -> str:
    spec = declared(event.subject_type)[event.subject_type].get(name)
    if spec is not None and spec.words is not None:
        try:
            return spec.words(value)
        except (KeyError, TypeError, ValueError):  # a code that has since been given up
            return str(value)
    kind = _REFERENCES.get(spec.type, "") if spec else ""
    several = value if isinstance(value, list) else [value]
    return "、".join(names.get((kind, one), _in_words(one)) for one in several)


def _part(state: dict[str, Any]) -> str:
    """A contact point or a contact person is written down whole; masked as on the record's page."""
    if "value" not in state:
        return mask_value("name", str(state.get("name", "")))
    if state.get("absent"):
        return str(_("暂无"))
    return mask_value(str(state.get("kind", "text")), str(state["value"]))


def _is_personal(event: Event, name: str) -> bool:
    """By the field's declaration; what is told of a customer and nobody declared is taken for personal."""
    if f"{event.subject_type} {name}" in _CODE_NAMES:
        return False
    spec = declared(event.subject_type)[event.subject_type].get(name)
    if spec is None:
        return event.customer_id is not None
    return spec.personal or spec.sensitive or spec.restricted


def _kind(event: Event, name: str, text: str) -> str:
    spec = declared(event.subject_type)[event.subject_type].get(name)
    if spec is not None and spec.type not in {"", "text"}:
        return spec.type
    if _EMAIL.match(text):
        return "email"
    if _PHONE.match(text):
        return "mobile"
    return "name" if name in {"name", "title"} else "text"


def _in_words(value: Any) -> str:
    if isinstance(value, bool):
        return str(_("是") if value else _("否"))
    return str(_VALUES.get(value, shown(value)) if isinstance(value, str) else value)


# What a field's value may point to.
_REFERENCES = {
    "person": "people.person",
    "department": "people.department",
    "tag": "customers.tag",
    "class": "customers.dimensionvalue",
}
# Of what this room records itself.
_LABELS = {
    "profile": _("安全要求"),
    "second_factor": _("第二因素"),
    "idle_minutes": _("闲置分钟数"),
    "industry": _("行业预设"),
    "name": _("名称"),
    "short_name": _("简称"),
    "code": _("单位代码"),
    "head": _("部门主管"),
    "path": _("位置"),
    "description": _("说明"),
    "scope": _("数据范围"),
    "clearance": _("最高密级"),
    "demands_second_factor": _("必须使用第二因素"),
    "rights": _("权限"),
}
_VALUES = {
    "privileged": _("重要岗位必须"),
    "everyone": _("所有人必须"),
    "offered": _("自愿"),
    "mlps3": _("等保三级"),
    "asvs": "OWASP ASVS",
    **dict(settings.LANGUAGES),
    **{industry.code: industry.title for industry in INDUSTRIES},
}
