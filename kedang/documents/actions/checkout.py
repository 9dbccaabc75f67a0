"""Check-out (签出): others may read, only one works on it."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext as _

from kedang.access.door import action
from kedang.core.actor import Actor
from kedang.core.clock import now
from kedang.core.errors import Conflict
from kedang.documents.content import PURPOSE
from kedang.documents.events import CHECKED_IN, CHECKED_OUT, TAKEN_OVER
from kedang.documents.models import Document
from kedang.ledger.record import record

HELD_FOR = timedelta(days=7)


@action(needs="edit")
def check_out(document: Document, *, actor: Actor, hold: timedelta = HELD_FOR) -> None:
    """Reserve `document` for `actor`; who holds it already holds it longer.

    Raises Conflict: somebody else was faster.
    """
    # Conditional update, not a lock: holds on SQLite and PostgreSQL alike.
    free = Document.objects.filter(pk=document.pk, trashed_at=None).free_for(actor.id)
    if not free.update(checked_out_by=actor.person, checked_out_at=now(), checked_out_until=now() + hold):
        document.refresh_from_db()
        raise Conflict(_("文档已被%(who)s签出。") % {"who": document.checked_out_by or "—"})
    document.refresh_from_db()
    record(CHECKED_OUT, document, actor=actor, customer_id=document.customer_id)


@action(needs="edit")
def check_in(document: Document, *, actor: Actor) -> None:
    """Let others work on it again. Raises Conflict: it is not held by `actor`."""
    held = Document.objects.filter(pk=document.pk, checked_out_by=actor.person)
    if not held.update(checked_out_by=None, checked_out_at=None, checked_out_until=None):
        raise Conflict(_("文档不是由您签出的。"))
    document.refresh_from_db()
    record(CHECKED_IN, document, actor=actor, customer_id=document.customer_id)


@action(needs="manage")
def take_over(document: Document, *, actor: Actor) -> None:
    """Take a check-out away from whoever holds it."""
    holder = document.checked_out_by
    if holder is None:
        raise Conflict(_("文档没有被签出。"))
    taken = Document.objects.filter(pk=document.pk, checked_out_by=holder)
    if not taken.update(
        checked_out_by=actor.person, checked_out_at=now(), checked_out_until=now() + HELD_FOR
    ):
        raise Conflict(_("签出的人刚刚变了。"), remedy=_("请刷新后再试。"))
    document.refresh_from_db()
    record(
        TAKEN_OVER,
        document,
        actor=actor,
        customer_id=document.customer_id,
        person_id=holder.pk,
        details={"from": holder.name},
        key=(document.key_owner, PURPOSE),
    )
