"""A person decides on what the calculation proposed: who may grade must also be allowed to change the record."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from kedang.access.door import action, check_right
from kedang.access.runs import ChunkResult, run_kind
from kedang.core.actor import Actor
from kedang.core.clock import now
from kedang.core.errors import Conflict
from kedang.customers.changing import amend_many, amend_rows
from kedang.customers.events import GRADED
from kedang.customers.models import Customer
from kedang.grading.events import KEPT
from kedang.grading.models import Proposal
from kedang.grading.proposing import amendment
from kedang.ledger.record import record

State = Proposal.State


@action(needs="edit")
def accept_proposal(proposal: Proposal, *, actor: Actor) -> None:
    """The proposed grade becomes the customer's. Raises Conflict: decided already, or the grade is another by now."""
    customer = proposal.customer
    check_right(actor, "edit", customer)
    if customer.grade != proposal.present:
        raise Conflict(_("客户等级已经改过了"), remedy=_("请按新的等级重新计算后再决定。"))
    _decide([proposal.pk], State.ACCEPTED, actor)
    one = amendment(proposal)
    changes = amend_rows(customer, one.wanted)
    record(GRADED, customer, actor=actor, customer_id=customer.pk, changes=changes, details=one.details)


@action(needs="edit")
def keep_grade(proposal: Proposal, *, actor: Actor) -> None:
    """The customer's grade stays; the same is not proposed again. Raises Conflict: decided already."""
    check_right(actor, "edit", proposal.customer)
    _decide([proposal.pk], State.KEPT, actor)
    details = {"present": proposal.present, "proposed": proposal.proposed, "as_of": str(proposal.as_of)}
    record(KEPT, proposal, actor=actor, customer_id=proposal.customer_id, details=details)


@run_kind("grading.accept", needs="edit", model=Proposal)
def accept_run(proposals: list[Proposal], args: dict[str, Any], *, actor: Actor) -> ChunkResult:
    """Many at once, one event each; what was decided meanwhile is left out."""
    ids = [one.customer_id for one in proposals]
    customers = Customer.objects.in_use().permitted(actor, "edit").filter(pk__in=ids).in_bulk()
    result, taken = ChunkResult(), []
    for one in proposals:
        customer = customers.get(one.customer_id)
        if customer is None:
            result.skipped[one.pk] = _("没有权限修改这位客户")
        elif one.state != State.OPEN or customer.grade != one.present:
            result.skipped[one.pk] = _("已经决定或改过等级")
        else:
            one.customer = customer
            taken.append(one)
    _decide([one.pk for one in taken], State.ACCEPTED, actor)
    amend_many([amendment(one) for one in taken], kind=GRADED, actor=actor)
    result.done = len(taken)
    return result


def _decide(ids: list[int], state: str, actor: Actor) -> None:
    # Conditional update, not a lock: two who decide at once decide once.
    rows = Proposal.objects.filter(pk__in=ids, state=State.OPEN)
    moved = rows.update(state=state, decided_by=actor.person, decided_at=now(), updated_at=now())
    if moved != len(ids):
        raise Conflict(_("这条建议已经决定过了"))
