"""What one dossier will hold for who asks: which documents go, which stay and why, how much there is of each part."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from kedang.access.rights import rights_of
from kedang.core.actor import Actor
from kedang.core.errors import Invalid, Refused, StepUpNeeded
from kedang.customers.models import Customer
from kedang.documents import leaving
from kedang.documents.models import Document
from kedang.documents.sitting import ensure_open
from kedang.dossier.rows import Reader, count_of
from kedang.dossier.tables import tables


@dataclass(frozen=True)
class Withheld:
    """A document the reader sees and may not take along."""

    document: Document
    reason: str


@dataclass
class Plan:
    """`documents` go along with all their versions, `withheld` are listed with the reason."""

    customer: Customer
    actor: Actor
    in_clear: bool
    documents: list[Document] = field(default_factory=list)
    withheld: list[Withheld] = field(default_factory=list)

    @property
    def reader(self) -> Reader:
        return Reader(self.actor, {one.pk for one in self.documents}, self.in_clear)

    @property
    def size(self) -> int:
        """Bytes of the current versions."""
        return sum(one.size for one in self.documents)

    def counts(self) -> list[tuple[str, int]]:
        """Of each part that holds something, its label and how many."""
        found = [(str(table.label), count_of(table, self.customer, self.reader)) for table in tables()]
        return [(label, count) for label, count in found if count]


def plan_of(customer: Customer, *, in_clear: bool = False, actor: Actor) -> Plan:
    """Raises Refused: in clear without the right to unmask this customer's contact points."""
    if in_clear:
        check_clear(customer, actor)
    plan = Plan(customer, actor, in_clear)
    plan.documents, plan.withheld = sort_out(
        Document.objects.filter(customer=customer), actor, ("export", "download")
    )
    return plan


def check_clear(customer: Customer, actor: Actor) -> None:
    if not may_unmask(customer, actor):
        raise Refused(_("您没有查看明文的权限"), remedy=_("请导出遮盖后的档案，或联系安全管理员。"))
    if not actor.reason:
        raise Invalid(_("导出明文必须写明原因"), field="reason", remedy=_("原因会记入台账。"))


def may_unmask(customer: Customer, actor: Actor) -> bool:
    if not rights_of(actor).has("contact_point", "unmask"):
        return False
    rows = Customer.objects.filter(pk=customer.pk)
    return bool(rows.permitted(actor, "unmask", resource="contact_point").exists())


def sort_out(rows: Any, actor: Actor, verbs: tuple[str, ...]) -> tuple[list[Document], list[Withheld]]:
    """Those `actor` may do all of `verbs` on, and the other ones seen, each with the reason it stays.

    What is not seen at all is in neither: a list of it would tell that it exists.
    """
    seen = rows.visible_to(actor).filter(trashed_at=None).with_places().order_by("folder__path_key", "pk")
    allowed = {
        verb: set(rows.permitted(actor, verb).filter(trashed_at=None).values_list("pk", flat=True))
        for verb in verbs
    }
    going, staying = [], []
    for document in seen:
        reason = next((_REASONS[verb]() for verb in verbs if document.pk not in allowed[verb]), "")
        reason = reason or _closed(actor, document)
        if reason:
            staying.append(Withheld(document, reason))
        else:
            going.append(document)
    held = leaving.held_back(actor, going)
    staying += [Withheld(one, held[one.pk]) for one in going if one.pk in held]
    return [one for one in going if one.pk not in held], staying


_REASONS = {
    "export": lambda: _("您没有导出这份文档的权限"),
    "download": lambda: _("您没有下载这份文档的权限"),
}


def _closed(actor: Actor, document: Document) -> str:
    """The top level is opened one by one, with the second factor and a reason (B9)."""
    try:
        ensure_open(actor, document)
    except StepUpNeeded:
        return _("最高密级：须先在文档页验证第二因素并说明原因")
    return ""
