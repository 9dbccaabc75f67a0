"""Asking about customers beyond one's rights is an access: counted and in the ledger."""

from __future__ import annotations

from typing import Any

from kedang.access.door import action
from kedang.core.actor import Actor
from kedang.core.clock import now
from kedang.customers import blindness
from kedang.customers.blindness import Question
from kedang.customers.events import BLIND_CHECKED
from kedang.customers.models import BlindCheck
from kedang.ledger.record import record
from kedang.notify.telling import tell


@action(needs="create")
def note_blind_check(model: Any, asked: Question, hidden: int | None, *, actor: Actor) -> None:
    """Before the answer is given. The same statements with a hidden match and without."""
    BlindCheck.objects.bulk_create([BlindCheck(person=actor.person, token=token) for token in asked.fresh])
    record(
        BLIND_CHECKED,
        actor=actor,
        customer_id=hidden,
        details={"values": len(asked.fresh), "found": hidden is not None},
        key=(f"audit:{now():%Y-%m}", "audit"),
    )
    if asked.reaches_limit:
        tell(
            blindness.BURST,
            blindness.watchers(),
            actor.person,
            actor=actor,
            key=f"blind:{actor.id}:{now():%Y-%m-%d %H}",
        )
