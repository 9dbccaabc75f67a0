"""Figures of dealings as columns of the list of customers."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.utils.html import escape
from django.utils.translation import gettext_lazy as _

from kedang.core.actor import Actor
from kedang.customers.listing import MoreColumns, register_columns
from kedang.dealings.models import CustomerFigures
from kedang.ui import words

LABELS = {
    "bought": _("购买金额"),
    "last_purchase": _("最近购买"),
    "last_contact": _("最近联系"),
}
SORTS = {
    "bought": "figures__bought",
    "last_purchase": "figures__last_purchase_on",
    "last_contact": "figures__last_contact_at",
}


def register() -> None:
    register_columns(MoreColumns(LABELS, _read, _write, SORTS, "dealing"))


def _read(actor: Actor, ids: Collection[int]) -> Mapping[int, CustomerFigures]:
    return CustomerFigures.objects.visible_to(actor).in_bulk(list(ids))


def _write(name: str, kept: Any) -> tuple[str, str]:
    if not isinstance(kept, CustomerFigures):
        return "", ""
    if name == "bought":
        return "number nowrap", escape(words.money(kept.bought)) if kept.purchases else ""
    day = kept.last_purchase_on if name == "last_purchase" else kept.last_contact_at
    return "nowrap", escape(words.day(day))
