"""What the pages of data quality show, within the reader's rights."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kedang.core.actor import Actor
from kedang.core.numbers import number_of
from kedang.customers.models import Customer
from kedang.people.models import Department, Person
from kedang.quality import settings
from kedang.quality.models import Assessment, Finding
from kedang.quality.querysets import FindingQuerySet
from kedang.quality.rules import RULES
from kedang.quality.scoring import Loss, band, losses
from kedang.quality.sealing import reasons_of
from kedang.quality.severity import Severity
from kedang.quality.words import labels_for, remedy, rule_label, tell

SHOWN = 50
COUNTED = 999


@dataclass(frozen=True)
class Told:
    """A finding in words. `why`: the reason it is ignored for."""

    finding: Finding
    words: str
    remedy: str
    why: str = ""

    @property
    def label(self) -> str:
        return rule_label(self.finding.rule)


@dataclass(frozen=True)
class Asked:
    """What the worklist is asked for, as the address says it."""

    state: str = Finding.State.OPEN
    rule: str = ""
    severity: int | None = None
    owner: Person | None = None
    department: Department | None = None
    customer: int | None = None
    mine: bool = False

    @property
    def query(self) -> dict[str, str]:
        """For links that keep it."""
        found = {
            "state": "ignored" if self.state == Finding.State.IGNORED else "",
            "rule": self.rule,
            "severity": str(self.severity or ""),
            "owner": str(self.owner.pk) if self.owner else "",
            "department": str(self.department.pk) if self.department else "",
            "customer": str(self.customer or ""),
            "mine": "1" if self.mine else "",
        }
        return {name: value for name, value in found.items() if value}

    @property
    def is_narrowed(self) -> bool:
        return bool(set(self.query) - {"state"})


@dataclass(frozen=True)
class Worklist:
    rows: Sequence[Told]
    after: str
    count: int

    @property
    def count_label(self) -> str:
        return f"{COUNTED}+" if self.count > COUNTED else str(self.count)


@dataclass(frozen=True)
class Quality:
    """Of one customer, for its page."""

    assessment: Assessment | None
    losses: Sequence[Loss] = ()
    told: Sequence[Told] = ()
    ignored: int = 0

    @property
    def band(self) -> str:
        return band(self.assessment.score) if self.assessment else ""


def asked_of(given: Mapping[str, str]) -> Asked:
    severity = number_of(given.get("severity"))
    rule = given.get("rule", "")
    return Asked(
        state=Finding.State.IGNORED if given.get("state") == "ignored" else Finding.State.OPEN,
        rule=rule if rule in RULES else "",
        severity=severity if severity in Severity.values else None,
        owner=Person.objects.filter(pk=number_of(given.get("owner")) or 0).first(),
        department=Department.objects.filter(pk=number_of(given.get("department")) or 0).first(),
        customer=number_of(given.get("customer")),
        mine=given.get("mine") == "1",
    )


def rows_of(asked: Asked, actor: Actor) -> FindingQuerySet:
    rows = Finding.objects.visible_to(actor)
    rows = rows.ignored() if asked.state == Finding.State.IGNORED else rows.open()
    if asked.rule:
        rows = rows.filter(rule=asked.rule)
    if asked.severity:
        rows = rows.filter(severity=asked.severity)
    if asked.customer:
        rows = rows.filter(customer=asked.customer)
    if asked.department:
        rows = rows.filter(customer__department=asked.department)
    owner = actor.id if asked.mine else asked.owner.pk if asked.owner else None
    return rows.filter(customer__owner=owner) if owner else rows


def worklist(asked: Asked, actor: Actor, *, after: str = "") -> Worklist:
    rows = rows_of(asked, actor)
    count = rows.order_by().values("pk")[: COUNTED + 1].count()
    severity, _dot, pk = after.partition(".")
    page = rows.with_customer()
    if number_of(severity) and number_of(pk):
        page = page.after(int(severity), int(pk))
    found = list(page[: SHOWN + 1])
    shown = found[:SHOWN]
    last = shown[-1] if len(found) > SHOWN else None
    return Worklist(told(shown), f"{last.severity}.{last.pk}" if last else "", count)


def told(findings: Sequence[Finding]) -> list[Told]:
    labels, why = labels_for(list(findings)), reasons_of(findings)
    return [Told(one, tell(one, labels), remedy(one), why.get(one.pk, "")) for one in findings]


def quality_of(customer: Customer, actor: Actor) -> Quality:
    found = Assessment.objects.visible_to(actor).filter(customer=customer).first()
    if found is None:
        return Quality(None)
    rows = list(Finding.objects.visible_to(actor).filter(customer=customer).exclude(state="solved"))
    rows.sort(key=lambda one: (-one.severity, -one.pk))
    standing = [one for one in rows if one.state == Finding.State.OPEN]
    return Quality(
        found, losses(found.counts, settings.present()), told(standing), ignored=len(rows) - len(standing)
    )
