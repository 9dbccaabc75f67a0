"""Which records may be the same as this one: for its page. Beyond the reader's rights only a department."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from kedang.core.actor import Actor
from kedang.core.prepared import Prepared
from kedang.customers.models import Customer
from kedang.duplicates.models import DuplicatePair
from kedang.duplicates.words import Reason, is_told_blindly, reasons_of

_SHOWN = 5

_SUREST = Prepared(
    lambda customer: (
        DuplicatePair.objects.open()
        .of(customer)
        .order_by("-score", "-pk")
        .select_related("low__department", "high__department")[:_SHOWN]
    )
)


@dataclass(frozen=True)
class Alike:
    """`other` None: hidden; then only `department` is told."""

    pair: DuplicatePair
    other: Customer | None
    department: str
    reasons: list[Reason]

    @property
    def percent(self) -> int:
        return self.pair.percent


def of_customer(customer: Customer, actor: Actor) -> list[Alike]:
    rows = _SUREST(customer.pk)
    if not rows:
        return []
    others = {pair.pk: pair.high if pair.low_id == customer.pk else pair.low for pair in rows}
    ids = [one.pk for one in others.values()]
    seen = set(Customer.objects.visible_to(actor).filter(pk__in=ids).values_list("pk", flat=True))
    return [
        _alike(pair, others[pair.pk], others[pair.pk].pk in seen)
        for pair in rows
        if not others[pair.pk].is_trashed and (others[pair.pk].pk in seen or is_told_blindly(pair.evidence))
    ]


def _alike(pair: DuplicatePair, other: Customer, is_seen: bool) -> Alike:
    department = other.department.name if other.department else _("客户档案管理部门")
    if not is_seen:
        return Alike(pair, None, department, [])
    return Alike(pair, other, department, reasons_of(pair.evidence)[:3])
