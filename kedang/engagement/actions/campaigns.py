"""The way out of mails; campaigns themselves follow."""

from __future__ import annotations

from kedang.access.door import action
from kedang.core.actor import Actor
from kedang.core.clock import now
from kedang.engagement.deciding import decide
from kedang.engagement.events import UNSUBSCRIBED
from kedang.engagement.models import Channel, Permission, Recipient
from kedang.ledger.record import record


@action(needs="edit", resource="contact_point")
def leave(recipient: Recipient, *, actor: Actor) -> None:
    """The customer, by the link in the mail: this address gets no more offers. Pressed twice it stays so."""
    _permission, changes = decide(
        recipient.customer, recipient.point, Channel.EMAIL, Permission.State.REFUSED,
        Permission.Means.UNSUBSCRIBED, actor=actor,
    )  # fmt: skip
    Recipient.objects.filter(pk=recipient.pk).update(state=Recipient.State.UNSUBSCRIBED, at=now())
    record(UNSUBSCRIBED, recipient, actor=actor, customer_id=recipient.customer_id, changes=changes)
