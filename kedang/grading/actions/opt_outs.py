"""Refusing automated grading, and taking the refusal back (PIPL art. 24)."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kedang.access.door import action
from kedang.core.actor import Actor
from kedang.core.clock import now
from kedang.core.errors import Conflict
from kedang.customers.models import Customer
from kedang.grading.events import OPTED_IN, OPTED_OUT
from kedang.grading.models import OptOut, Proposal, Score
from kedang.grading.proposing import lapse
from kedang.ledger.record import record


@action(needs="edit", resource="score")
def opt_out(customer: Customer, *, actor: Actor) -> None:
    """Scores and open proposals go at once; no calculation looks at the customer again. Raises Conflict: so already."""
    _made, is_new = OptOut.objects.get_or_create(
        customer=customer, ended_at=None, defaults={"person": actor.person}
    )
    if not is_new:
        raise Conflict(_("这位客户已登记为拒绝自动评级"))
    # What was calculated about somebody who refuses has lost its purpose.
    Score.objects.filter(customer=customer).delete()
    lapse(list(Proposal.objects.filter(customer=customer, state=Proposal.State.OPEN)))
    record(OPTED_OUT, customer, actor=actor, customer_id=customer.pk)


@action(needs="edit", resource="score")
def opt_in(customer: Customer, *, actor: Actor) -> None:
    """From the next calculation on. Raises Conflict: there is no refusal."""
    standing = OptOut.objects.filter(customer=customer, ended_at=None)
    if not standing.update(ended_at=now(), ended_by=actor.person, updated_at=now()):
        raise Conflict(_("这位客户没有拒绝自动评级"))
    record(OPTED_IN, customer, actor=actor, customer_id=customer.pk)
