"""What somebody looked for in the ledger, in the words of its filters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from kedang.ledger.kinds import declared
from kedang.ledger.models import Event

_NAMES = {
    "who": _("操作人"),
    "nature": _("性质"),
    "kind": _("事项"),
    "result": _("结果"),
    "address": _("来源地址"),
    "since": _("从"),
    "until": _("到"),
}
NATURES = {"access": _("查看"), "change": _("变更"), "security": _("安全")}


def asked_in_words(asked: Mapping[str, Any]) -> str:
    """`{"kind": "documents.opened"}` → 事项：打开了文档."""
    given = [(name, value) for name, value in asked.items() if value not in (None, "")]
    return "；".join(f"{_NAMES.get(name, name)}：{_value(name, str(value))}" for name, value in given)


def _value(name: str, value: str) -> str:
    if name == "kind" and value in declared():
        return str(declared()[value].sentence)
    if name == "nature":
        return str(NATURES.get(value, value))
    if name == "result":
        return str(dict(Event.Result.choices).get(value, value))
    return value
