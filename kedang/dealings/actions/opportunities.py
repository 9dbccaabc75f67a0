"""Projects and opportunities (A18): added, changed, moved on, closed as won or lost."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from kedang.access.door import action, revise
from kedang.core.actor import Actor
from kedang.core.clock import now
from kedang.core.errors import Invalid
from kedang.core.text import match_key, tidy
from kedang.customers.actions.projects import read_project_name
from kedang.customers.changing import NothingChanged
from kedang.customers.models import Customer, Project
from kedang.customers.models.project import Closed, Progress
from kedang.dealings.events import (
    OPPORTUNITY_ADDED,
    OPPORTUNITY_CHANGED,
    OPPORTUNITY_CLOSED,
    OPPORTUNITY_MOVED,
)
from kedang.dealings.links import colleague
from kedang.ledger.record import record


@dataclass(kw_only=True)
class OpportunityFacts:
    """What is known of a project; amounts are read by `reading.read_amount`."""

    name: str
    amount: Decimal | None = None
    currency: str = "CNY"
    expected_on: date | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    owner_id: int | None = None


@action(needs="create", resource="dealing")
def add_opportunity(
    customer: Customer, facts: OpportunityFacts, *, progress: str = Progress.CONTACT, actor: Actor
) -> Project:
    """Its owner is who adds it, unless another is named. Raises Conflict: the name is taken."""
    name = read_project_name(customer, facts.name, None)
    _check_period(facts)
    if progress not in Progress.values or progress == Progress.CLOSED:
        raise Invalid(_("没有这个进展"), field="progress", value=progress)
    stored = _stored(facts, name) | {"owner": colleague(facts.owner_id) or actor.person}
    project = Project.objects.create(customer=customer, progress=progress, **stored)
    changes = _changes(project, {}, state_of(project))
    record(OPPORTUNITY_ADDED, project, actor=actor, customer_id=customer.pk, changes=changes)
    return project


@action(needs="edit", resource="dealing")
def change_opportunity(
    project: Project, facts: OpportunityFacts, *, expected: int | None = None, actor: Actor
) -> None:
    """Raises Conflict: not the `expected` revision; NothingChanged."""
    before = state_of(project)
    name = read_project_name(project.customer, facts.name, project)
    _check_period(facts)
    stored = _stored(facts, name) | {"owner": colleague(facts.owner_id) or project.owner}
    revise(project, expected=expected, **stored)
    changes = _changes(project, before, state_of(project))
    if not changes:
        raise NothingChanged(_("没有改动"))
    record(OPPORTUNITY_CHANGED, project, actor=actor, customer_id=project.customer_id, changes=changes)


@action(needs="edit", resource="dealing")
def move_opportunity(project: Project, progress: str, *, actor: Actor) -> None:
    """On or back; a closed one that moves is open again. Raises Invalid: closing says how."""
    if progress not in Progress.values:
        raise Invalid(_("没有这个进展"), field="progress", value=progress)
    if progress == Progress.CLOSED:
        raise Invalid(
            _("结束项目要说明是完成还是丢单"), field="closed_as", remedy=_("请打开项目，选择“结束”。")
        )
    if progress == project.progress:
        raise NothingChanged(_("没有改动"))
    before = state_of(project)
    revise(project, progress=progress, progress_at=now(), closed_as="", closed_reason="")
    changes = _changes(project, before, state_of(project))
    record(OPPORTUNITY_MOVED, project, actor=actor, customer_id=project.customer_id, changes=changes)


@action(needs="edit", resource="dealing")
def close_opportunity(project: Project, closed_as: str, reason: str = "", *, actor: Actor) -> None:
    """Won or lost; a lost one says why. Raises Invalid."""
    reason = tidy(reason)[:200]
    if closed_as not in Closed.values:
        raise Invalid(_("请选择完成或丢单"), field="closed_as", value=closed_as)
    if closed_as == Closed.LOST and not reason:
        raise Invalid(_("请写明丢单的原因"), field="closed_reason")
    before = state_of(project)
    revise(project, progress=Progress.CLOSED, progress_at=now(), closed_as=closed_as, closed_reason=reason)
    changes = _changes(project, before, state_of(project))
    record(OPPORTUNITY_CLOSED, project, actor=actor, customer_id=project.customer_id, changes=changes)


def state_of(project: Project) -> dict[str, Any]:
    return {
        "name": project.name,
        "progress": project.progress,
        "amount": None if project.amount is None else format(project.amount, "f"),
        "currency": project.currency,
        "expected_on": _day(project.expected_on),
        "starts_on": _day(project.starts_on),
        "ends_on": _day(project.ends_on),
        "owner": project.owner_id,
        "closed_as": project.closed_as,
        "closed_reason": project.closed_reason,
    }


def _stored(facts: OpportunityFacts, name: str) -> dict[str, Any]:
    return {
        "name": name,
        "match_key": match_key(name),
        "amount": facts.amount,
        "currency": facts.currency,
        "expected_on": facts.expected_on,
        "starts_on": facts.starts_on,
        "ends_on": facts.ends_on,
    }


def _check_period(facts: OpportunityFacts) -> None:
    if facts.starts_on and facts.ends_on and facts.ends_on < facts.starts_on:
        raise Invalid(_("结束日期早于开始日期"), field="ends_on", value=facts.ends_on.isoformat())
    if facts.amount is not None and facts.amount < 0:
        raise Invalid(_("金额不能是负数"), field="amount", value=str(facts.amount))


def _changes(project: Project, old: dict[str, Any], new: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {"field": f"project:{name}", "label": _label(name), "old": old.get(name), "new": value}
        for name, value in new.items()
        if (old.get(name) or None) != (value or None)
    ]


def _label(name: str) -> str:
    return str(Project._meta.get_field(name).verbose_name)  # type: ignore[union-attr]  # columns only


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
