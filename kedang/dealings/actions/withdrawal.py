"""Taking back what was entered by mistake; nothing is deleted, and it can be brought back."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kedang.access.door import action, revise
from kedang.core.actor import Actor
from kedang.core.clock import now
from kedang.core.errors import Conflict
from kedang.dealings import figures, indexing
from kedang.dealings.changing import check_own
from kedang.dealings.events import BROUGHT_BACK, WITHDRAWN
from kedang.dealings.models import Interaction
from kedang.dealings.states import Dealing, changes_between, state_of
from kedang.dealings.withdrawing import drop_steps, steps_of
from kedang.ledger.record import record


@action(needs="edit", resource="dealing")
def withdraw(dealing: Dealing, *, actor: Actor) -> None:
    """With the open next steps it led to. One's own, or with the right to delete. Raises Conflict: it is withdrawn."""
    check_own(dealing, actor)
    if dealing.is_withdrawn:
        raise Conflict(_("这条记录已经撤回"))
    changes = changes_between(type(dealing), state_of(dealing), {})
    revise(dealing, withdrawn_at=now(), withdrawn_by=actor.person)
    drop_steps([dealing])
    indexing.forget([dealing])
    figures.refresh([dealing.customer_id])
    record(WITHDRAWN, dealing, actor=actor, customer_id=dealing.customer_id, changes=changes)


@action(needs="edit", resource="dealing")
def bring_back(dealing: Dealing, *, actor: Actor) -> None:
    """Raises Conflict: it was not withdrawn."""
    check_own(dealing, actor)
    if not dealing.is_withdrawn:
        raise Conflict(_("这条记录没有撤回"))
    withdrawn_at = dealing.withdrawn_at
    revise(dealing, withdrawn_at=None, withdrawn_by=None)
    if isinstance(dealing, Interaction):
        steps_of([dealing]).filter(dropped_at__gte=withdrawn_at).update(dropped_at=None, updated_at=now())
    indexing.rewrite([dealing])
    figures.refresh([dealing.customer_id])
    changes = changes_between(type(dealing), {}, state_of(dealing))
    record(BROUGHT_BACK, dealing, actor=actor, customer_id=dealing.customer_id, changes=changes)
