"""Values of changes as the ledger shows them: never more than a masked personal value."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

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
        Change(str(one.get("label") or one["field"]), _shown(event, one, "old"), _shown(event, one, "new"))
        for one in changes
    ]


def _shown(event: Event, change: dict[str, Any], side: str) -> str:
    value = change.get(side)
    if value in (None, "", []):
        return ""
    text = "、".join(str(part) for part in value) if isinstance(value, list) else str(value)
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
