"""Values of changes as the ledger shows them: never more than a masked personal value."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from kedang.accounts.setup import INDUSTRIES
from kedang.core.fields import declared
from kedang.core.masking import mask_value
from kedang.ledger.models import Event

_EMAIL = re.compile(r"^\S+@\S+$")
_PHONE = re.compile(r"^[+\d][\d\s()-]{5,}$")
_CODE_NAMES = frozenset({"people.person name"})  # a colleague's name is no secret to the house


@dataclass(frozen=True)
class Change:
    label: str
    old: str
    new: str


def masked_changes(event: Event, changes: list[dict[str, Any]]) -> list[Change]:
    return [
        Change(_label(event, one), _shown(event, one, "old"), _shown(event, one, "new")) for one in changes
    ]


def _label(event: Event, change: dict[str, Any]) -> str:
    """The field's own label in the reader's language, else what was written down."""
    spec = declared(event.subject_type)[event.subject_type].get(change["field"])
    known = spec.label if spec else _LABELS.get(change["field"])
    return str(known or change.get("label") or change["field"])


def _shown(event: Event, change: dict[str, Any], side: str) -> str:
    value = change.get(side)
    if value in (None, "", []):
        return ""
    text = "、".join(str(part) for part in value) if isinstance(value, list) else _in_words(value)
    return (
        mask_value(_kind(event, change["field"], text), text)
        if _is_personal(event, change["field"])
        else text
    )


def _is_personal(event: Event, name: str) -> bool:
    """By the field's declaration; of a customer's field nobody declared, as if it were."""
    if f"{event.subject_type} {name}" in _CODE_NAMES:
        return False
    spec = declared(event.subject_type)[event.subject_type].get(name)
    if spec is None:
        return event.customer_id is not None and event.subject_type.startswith("customers.")
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
    return str(_VALUES.get(value, value) if isinstance(value, str) else value)


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
