"""Complaints, service requests, suggestions: registered, taken, changed, closed, escalated when late."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from kedang.access.door import action, revise
from kedang.access.rights import rights_of
from kedang.core.actor import Actor, as_actor
from kedang.core.clock import now
from kedang.core.errors import Conflict, Invalid
from kedang.customers.models import Customer
from kedang.engagement import events, indexing
from kedang.engagement.deadlines import OPTION, Days, days_in_force, due_at
from kedang.engagement.entering import enter_complaint
from kedang.engagement.escalation import superiors_of
from kedang.engagement.models import Complaint
from kedang.engagement.notices import COMPLAINT_CLOSED, COMPLAINT_GIVEN, COMPLAINT_LATE
from kedang.engagement.reading import LONGEST, ComplaintFacts, read_facts
from kedang.engagement.sealing import CONTENT, OUTCOME, seal, words_of
from kedang.ledger.record import record
from kedang.notify.telling import tell
from kedang.people.models import Organisation, Person

State = dict[str, Any]


@action(needs="create", resource="feedback")
def add_complaint(
    customer: Customer, facts: ComplaintFacts, *, owner: Person | None = None, actor: Actor
) -> Complaint:
    """The owner is given, or the customer's, or whoever registers it. Raises Invalid: they may not see the customer."""
    facts = read_facts(facts)
    owner = owner or customer.owner or actor.person
    _check_owner(owner, customer)
    made = enter_complaint(
        customer, kind=facts.kind, title=facts.title, content=facts.content, source=facts.source, owner=owner,
        actor=actor,
    )  # fmt: skip
    if facts.due_at is not None:
        revise(made, due_at=facts.due_at)
    record(
        events.COMPLAINT_ADDED,
        made,
        actor=actor,
        customer_id=customer.pk,
        changes=_changes({}, state_of(made)),
    )
    return made


@action(needs="edit")
def change_complaint(
    complaint: Complaint,
    facts: ComplaintFacts,
    *,
    owner: Person | None = None,
    expected: int | None = None,
    actor: Actor,
) -> None:
    """Raises Conflict: closed, or not the `expected` revision; Invalid: nothing changed."""
    facts = read_facts(facts)
    _check_open(complaint)
    before, owner = state_of(complaint), owner or complaint.owner
    if owner.pk != complaint.owner_id:
        _check_owner(owner, complaint.customer)
    kind_changed = facts.kind != complaint.kind and facts.due_at is None
    due = due_at(complaint.customer, facts.kind, since=complaint.created_at) if kind_changed else facts.due_at
    revise(
        complaint, expected=expected, kind=facts.kind, title=facts.title, source=facts.source, owner=owner,
        content=seal(facts.content, complaint.customer_id, CONTENT), due_at=due or complaint.due_at,
    )  # fmt: skip
    changes = _changes(before, state_of(complaint))
    if not changes:
        raise Invalid(_("没有改动"))
    indexing.write(complaint, facts.content, before["outcome"])
    record(
        events.COMPLAINT_CHANGED, complaint, actor=actor, customer_id=complaint.customer_id, changes=changes
    )
    if owner.pk != before["owner"]:
        tell(COMPLAINT_GIVEN, [owner.pk], complaint, actor=actor, customer_id=complaint.customer_id)


@action(needs="edit")
def take_complaint(complaint: Complaint, *, actor: Actor) -> None:
    """I am on it. Raises Conflict: closed, or taken already."""
    _check_open(complaint)
    if complaint.state == Complaint.State.WORKING:
        raise Conflict(_("已经受理"))
    _move(complaint, events.COMPLAINT_TAKEN, actor, state=Complaint.State.WORKING)


@action(needs="edit")
def close_complaint(complaint: Complaint, *, outcome: str, declined: bool = False, actor: Actor) -> None:
    """With what came of it. Raises Invalid: no outcome; Conflict: closed already."""
    _check_open(complaint)
    outcome = outcome.strip()
    if not outcome:
        raise Invalid(_("请写明处理结果"), field="outcome")
    state = Complaint.State.DECLINED if declined else Complaint.State.RESOLVED
    sealed = seal(outcome[:LONGEST], complaint.customer_id, OUTCOME)
    _move(complaint, events.COMPLAINT_CLOSED, actor, state=state, outcome=sealed, closed_at=now())
    told = {complaint.created_by_id, complaint.owner_id}
    tell(COMPLAINT_CLOSED, told, complaint, actor=actor, customer_id=complaint.customer_id)


@action(needs="edit")
def reopen_complaint(complaint: Complaint, *, actor: Actor) -> None:
    """It was not over after all: the clock starts again."""
    if complaint.is_open:
        raise Conflict(_("还没有办结"))
    _move(
        complaint, events.COMPLAINT_REOPENED, actor, state=Complaint.State.WORKING, closed_at=None,
        escalated_at=None, due_at=due_at(complaint.customer, complaint.kind),
    )  # fmt: skip


@action(needs="edit")
def escalate_complaint(complaint: Complaint, *, actor: Actor) -> None:
    """Once for each deadline: the head is told, and the owner. Raises Conflict: done already, or not late."""
    if not complaint.is_late or complaint.escalated_at:
        raise Conflict(_("没有逾期，或已经上报"))
    revise(complaint, escalated_at=now())
    heads = superiors_of(complaint)
    record(
        events.COMPLAINT_ESCALATED, complaint, actor=actor, customer_id=complaint.customer_id,
        details={"title": complaint.title, "to": sorted(heads)},
    )  # fmt: skip
    tell(
        COMPLAINT_LATE,
        {*heads, complaint.owner_id},
        complaint,
        actor=actor,
        customer_id=complaint.customer_id,
    )


@action(needs="manage", resource="feedback")
def set_deadlines(organisation: Organisation, days: Days, *, actor: Actor) -> None:
    """For what is registered from now on; `days` as `deadlines.read_days` gives them."""
    before = days_in_force()
    if before == days:
        raise Invalid(_("没有改动"))
    revise(organisation, options=organisation.options | {OPTION: days})
    record(events.DEADLINES_SET, organisation, actor=actor, details={"before": before, "after": days})


def state_of(complaint: Complaint) -> State:
    content, outcome = words_of([complaint])[complaint.pk]
    return {
        "kind": str(complaint.kind), "title": complaint.title, "content": content, "source": str(complaint.source),
        "state": str(complaint.state), "owner": complaint.owner_id, "due_at": complaint.due_at.isoformat(),
        "outcome": outcome,
    }  # fmt: skip


def _move(complaint: Complaint, kind: Any, actor: Actor, **columns: Any) -> None:
    before = state_of(complaint)
    revise(complaint, **columns)
    after = state_of(complaint)
    indexing.write(complaint, after["content"], after["outcome"])
    record(kind, complaint, actor=actor, customer_id=complaint.customer_id, changes=_changes(before, after))


def _changes(old: State, new: State) -> list[dict[str, Any]]:
    labels = {field.name: str(field.verbose_name) for field in Complaint._meta.concrete_fields}
    return [
        {"field": name, "label": labels[name], "old": old.get(name), "new": new.get(name)}
        for name in new
        if (old.get(name) or None) != (new.get(name) or None)
    ]


def _check_open(complaint: Complaint) -> None:
    if not complaint.is_open:
        raise Conflict(_("这件反馈已经办结"), remedy=_("如需继续处理，请先重新打开。"))


def _check_owner(owner: Person, customer: Customer) -> None:
    if not owner.is_active or not (
        rights_of(as_actor(owner)).has("feedback", "edit")
        and Customer.objects.filter(pk=customer.pk).visible_to(as_actor(owner)).exists()
    ):
        raise Invalid(
            _("%(name)s 看不到这位客户，不能负责处理") % {"name": owner.name},
            field="owner",
            remedy=_("请选择能看到这位客户的同事，或先授权。"),
        )
