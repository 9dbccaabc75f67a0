"""Which customers a fix is for, and what it would make of them: the preview, and the start."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kedang.access.models import Run
from kedang.access.rights import rights_of
from kedang.access.runs import start_run
from kedang.core.actor import Actor
from kedang.customers.models import Customer
from kedang.customers.querysets import CustomerQuerySet
from kedang.quality.fixes import FIXES, Fix
from kedang.quality.fixes.kinds import Edit
from kedang.quality.fixes.runs import kind_of
from kedang.quality.loading import records_of
from kedang.quality.models import Finding
from kedang.quality.reading import COUNTED

SAMPLE = 20


@dataclass(frozen=True)
class Sample:
    """What would become of one customer; no edits: nothing can be done for it here."""

    customer: Customer
    edits: Sequence[Edit]


@dataclass(frozen=True)
class Preview:
    fix: Fix
    samples: Sequence[Sample]
    count: int

    @property
    def count_label(self) -> str:
        return f"{COUNTED}+" if self.count > COUNTED else str(self.count)


@dataclass(frozen=True)
class Offer:
    fix: Fix
    count: int

    @property
    def count_label(self) -> str:
        return f"{COUNTED}+" if self.count > COUNTED else str(self.count)


def offers(actor: Actor) -> list[Offer]:
    """Those one may use, with how many customers wait for each."""
    rights = rights_of(actor)
    return [Offer(fix, _count(fix, actor)) for fix in FIXES.values() if rights.has(fix.resource, fix.verb)]


def waiting(fix: Fix, actor: Actor) -> CustomerQuerySet:
    """Customers with an open finding of the fix's rules that the actor may mend."""
    rows = Finding.objects.filter(state=Finding.State.OPEN, rule__in=fix.rules)
    customers = Customer.objects.visible_to(actor).filter(pk__in=rows.values("customer_id"))
    return customers.permitted(actor, fix.verb, resource=fix.resource)


def preview_of(fix: Fix, actor: Actor) -> Preview:
    """The newest twenty, side by side."""
    rows = waiting(fix, actor).order_by("-pk").values_list("pk", flat=True)
    records = records_of(list(rows[:SAMPLE]))
    samples = [Sample(one.customer, fix.edits(one)) for one in reversed(records)]
    return Preview(fix, samples, _count(fix, actor))


def start(fix: Fix, actor: Actor) -> Run:
    """Raises Refused."""
    return start_run(
        kind_of(fix.code), waiting(fix, actor), {"fix": fix.code}, actor=actor, title=str(fix.label)
    )


def _count(fix: Fix, actor: Actor) -> int:
    return waiting(fix, actor).order_by().values("pk")[: COUNTED + 1].count()
