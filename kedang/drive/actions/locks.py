"""Locks of programs: on a document a check-out with an end, in the ledger like one on the page."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext as _

from kedang.access.door import action
from kedang.core.actor import Actor
from kedang.core.clock import now
from kedang.core.errors import Conflict
from kedang.documents.models import Document
from kedang.drive import events
from kedang.drive.locking import Wish, new_token
from kedang.drive.models import Lock
from kedang.filing.models import Folder
from kedang.ledger.record import record


@action(needs="edit")
def lock_document(document: Document, wish: Wish, *, actor: Actor) -> Lock:
    """Check it out for `wish.span`, unless the person holds it already. Raises Conflict: somebody else does."""
    took = wish.is_exclusive and not (document.is_checked_out and document.checked_out_by_id == actor.id)
    if took:
        _take(document, wish.span, actor)
    made = _row(wish, actor, customer_id=document.customer_id, document=document, took=took)
    record(events.LOCKED, document, actor=actor, customer_id=document.customer_id)
    return made


@action(needs="edit")
def adopt_lock(document: Document, lock: Lock, *, actor: Actor) -> None:
    """The name was locked before there was a document: now it is this one that is checked out."""
    _take(document, lock.expires_at - now(), actor)
    Lock.objects.filter(pk=lock.pk).update(document=document, took=True)
    record(events.LOCKED, document, actor=actor, customer_id=document.customer_id)


@action(needs="edit")
def refresh_document_lock(document: Document, lock: Lock, span: timedelta, *, actor: Actor) -> None:
    if lock.took:
        _take(document, span, actor)
    _extend(lock, span)
    record(events.LOCKED, document, actor=actor, customer_id=document.customer_id)


@action(needs="edit")
def unlock_document(document: Document, lock: Lock, *, actor: Actor) -> None:
    """Check it in, if it was the lock that checked it out."""
    if lock.took:
        Document.objects.filter(pk=document.pk, checked_out_by=actor.person).update(
            checked_out_by=None, checked_out_at=None, checked_out_until=None
        )
    Lock.objects.filter(pk=lock.pk).delete()
    record(events.UNLOCKED, document, actor=actor, customer_id=document.customer_id)


@action(needs="edit")
def lock_folder(folder: Folder, wish: Wish, *, actor: Actor) -> Lock:
    made = _row(wish, actor, customer_id=folder.customer_id)
    record(events.FOLDER_LOCKED, folder, actor=actor, customer_id=folder.customer_id)
    return made


@action(needs="edit")
def refresh_folder_lock(folder: Folder, lock: Lock, span: timedelta, *, actor: Actor) -> None:
    _extend(lock, span)
    record(events.FOLDER_LOCKED, folder, actor=actor, customer_id=folder.customer_id)


@action(needs="edit")
def unlock_folder(folder: Folder, lock: Lock, *, actor: Actor) -> None:
    Lock.objects.filter(pk=lock.pk).delete()
    record(events.FOLDER_UNLOCKED, folder, actor=actor, customer_id=folder.customer_id)


def _take(document: Document, span: timedelta, actor: Actor) -> None:
    """A conditional update, as on the page: of two who come at once one is told."""
    free = Document.objects.filter(pk=document.pk, trashed_at=None).free_for(actor.id)
    if not free.update(checked_out_by=actor.person, checked_out_at=now(), checked_out_until=now() + span):
        document.refresh_from_db()
        raise Conflict(_("文档已被%(who)s签出。") % {"who": document.checked_out_by or "—"})
    document.refresh_from_db()


def _row(
    wish: Wish,
    actor: Actor,
    *,
    customer_id: int,
    document: Document | None = None,
    took: bool = False,
) -> Lock:
    return Lock.objects.create(
        token=new_token(),
        person=actor.person,
        customer_id=customer_id,
        document=document,
        place=wish.place,
        is_deep=wish.is_deep,
        is_exclusive=wish.is_exclusive,
        took=took,
        owner=wish.owner,
        expires_at=now() + wish.span,
    )


def _extend(lock: Lock, span: timedelta) -> None:
    lock.expires_at = now() + span
    Lock.objects.filter(pk=lock.pk).update(expires_at=lock.expires_at)
