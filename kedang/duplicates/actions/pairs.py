"""Deciding about a pair without merging."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kedang.access.door import action, check_right
from kedang.core.actor import Actor
from kedang.core.clock import now
from kedang.core.errors import Conflict
from kedang.customers.models import Customer
from kedang.duplicates.events import DISMISSED, REOPENED
from kedang.duplicates.models import DuplicatePair
from kedang.ledger.record import record

State = DuplicatePair.State


@action(needs="merge")
def dismiss_pair(customer: Customer, pair: DuplicatePair, *, actor: Actor) -> None:
    """不是重复: remembered, no scan brings it up again. `customer`: either of the two."""
    _decide(pair, State.OPEN, State.DISMISSED, actor)
    record(DISMISSED, pair, actor=actor, customer_id=customer.pk, details={"other": _other(pair, customer)})


@action(needs="merge")
def reopen_pair(customer: Customer, pair: DuplicatePair, *, actor: Actor) -> None:
    _decide(pair, State.DISMISSED, State.OPEN, actor)
    record(REOPENED, pair, actor=actor, customer_id=customer.pk, details={"other": _other(pair, customer)})


def _decide(pair: DuplicatePair, before: str, after: str, actor: Actor) -> None:
    for one in (pair.low, pair.high):
        check_right(actor, "merge", one)
    moved = DuplicatePair.objects.filter(pk=pair.pk, state=before).update(
        state=after, decided_by=actor.person, decided_at=now(), updated_at=now()
    )
    if not moved:
        raise Conflict(_("这一对已经处理过了"))


def _other(pair: DuplicatePair, customer: Customer) -> int:
    return pair.high_id if pair.low_id == customer.pk else pair.low_id
