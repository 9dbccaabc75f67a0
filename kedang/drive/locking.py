"""Locks as programs see them: which stand at a place, and who may write there."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext as _

from kedang.core.actor import Actor
from kedang.core.clock import now
from kedang.documents.models import Document
from kedang.drive.answers import LOCKED, Answer
from kedang.drive.models import Lock
from kedang.drive.names import composed
from kedang.drive.tree.places import DocumentPlace, Found, Inside, Nothing, ScratchPlace
from kedang.filing.paths import path_key

LONGEST = timedelta(hours=1)
SHORTEST = timedelta(seconds=60)


@dataclass(frozen=True)
class Wish:
    """The lock a program asks for."""

    place: str
    span: timedelta
    is_exclusive: bool = True
    is_deep: bool = False
    owner: str = ""


class Locks:
    """The locks in force at one customer (or outside of customers), read once for a request."""

    def __init__(self, customer_id: int | None) -> None:
        rows = Lock.objects.filter(customer_id=customer_id, expires_at__gt=now())
        self._rows = [row for row in rows.select_related("person", "document") if holds(row)]

    def at(self, spot: str, document_id: int | None = None) -> list[Lock]:
        """On the place itself, or deep ones on a folder above it."""
        return [row for row in self._rows if _is_on(row, spot, document_id) or _is_above(row, spot)]

    def below(self, spot: str) -> list[Lock]:
        return [row for row in self._rows if row.place.startswith(f"{spot.rstrip('/')}/")]

    def of_token(self, token: str) -> Lock | None:
        return next((row for row in self._rows if row.token == token), None)


def holds(lock: Lock) -> bool:
    """Whose check-out was ended or taken over on the page lost the lock too."""
    if lock.document is None or not lock.is_exclusive:
        return True
    return lock.document.is_checked_out and lock.document.checked_out_by_id == lock.person_id


def locks_of(found: Found) -> Locks:
    return Locks(customer_id_of(found))


def customer_id_of(found: Found) -> int | None:
    place = found.parent if isinstance(found, Nothing) else found
    if isinstance(place, Inside):
        return place.customer.pk
    if isinstance(place, ScratchPlace) and place.customer is not None:
        return place.customer.pk
    return None


def spot_of(found: Found) -> str:
    """Where it lies, or would lie."""
    if isinstance(found, Inside | ScratchPlace):
        return found.spot
    if isinstance(found, Nothing) and isinstance(found.parent, Inside | ScratchPlace):
        spot = found.parent.spot
        return f"{spot}{'' if spot.endswith(':') else '/'}{path_key(composed(found.name))}"
    return ":" + path_key("/".join(composed(name) for name in found.path))


def document_id_of(found: Found) -> int | None:
    if isinstance(found, DocumentPlace):
        return found.document.pk
    if isinstance(found, Nothing) and found.hidden is not None:
        return found.hidden.pk
    return None


def check(
    found: Found, tokens: Collection[str], actor: Actor, *, deep: bool = False, parent: bool = False
) -> None:
    """Raise Answer 423 unless every lock there is the actor's own and its token was sent.

    `deep`: also what lies below. `parent`: a name comes or goes there, which a lock on its folder forbids.
    """
    locks, spot = locks_of(found), spot_of(found)
    standing = locks.at(spot, document_id_of(found)) + (locks.below(spot) if deep else [])
    if parent:
        standing += [row for row in locks.at(spot.rpartition("/")[0] or spot) if row.document_id is None]
    shared = [row for row in standing if not row.is_exclusive]
    if shared and any(row.token in tokens and row.person_id == actor.id for row in shared):
        standing = [row for row in standing if row.is_exclusive]
    for row in standing:
        if row.token not in tokens or row.person_id != actor.id:
            raise Answer(LOCKED, _("文件已被锁定。"), condition="lock-token-submitted")
    if isinstance(found, DocumentPlace):
        check_free(found, actor)


def check_free(place: DocumentPlace, actor: Actor) -> None:
    """Raise Answer 423 when somebody else checked the document out."""
    if place.document.is_held_off_from(actor.id):
        raise Answer(LOCKED, _("文档已被%(who)s签出。") % {"who": place.document.checked_out_by})


def tokens_there(found: Found) -> set[str]:
    return {row.token for row in locks_of(found).at(spot_of(found), document_id_of(found))}


def new_token() -> str:
    raw = secrets.token_hex(16)
    return f"urn:uuid:{raw[:8]}-{raw[8:12]}-{raw[12:16]}-{raw[16:20]}-{raw[20:]}"


def span_of(header: str) -> timedelta:
    """`Second-3600, Infinite`: what is asked for within our bounds."""
    for wish in header.split(","):
        kind, _dash, seconds = wish.strip().partition("-")
        if kind.lower() == "second" and seconds.isdecimal() and len(seconds) < 12:
            return min(max(timedelta(seconds=int(seconds)), SHORTEST), LONGEST)
    return LONGEST


def refuse_conflict(found: Found, *, exclusive: bool, deep: bool) -> None:
    """Raise Answer 423 when a new lock would meet one that stands."""
    locks, spot = locks_of(found), spot_of(found)
    standing = locks.at(spot, document_id_of(found)) + (locks.below(spot) if deep else [])
    if any(exclusive or row.is_exclusive for row in standing):
        raise Answer(LOCKED, _("文件已被锁定。"), condition="no-conflicting-lock")


def forget_at(found: Found) -> list[Lock]:
    """The locks that go when what they stand on is moved away or deleted; without check-out, rows only."""
    spot = spot_of(found)
    locks = locks_of(found)
    gone = [
        row
        for row in (*locks.at(spot, document_id_of(found)), *locks.below(spot))
        if not _is_above(row, spot)
    ]
    Lock.objects.filter(pk__in=[row.pk for row in gone]).delete()
    return gone


def sweep() -> int:
    """Those whose time is over hold nobody off any more; their rows go."""
    return Lock.objects.filter(expires_at__lt=now() - LONGEST).delete()[0]


def _is_on(lock: Lock, spot: str, document_id: int | None) -> bool:
    if lock.document_id is not None:
        return lock.document_id == document_id
    return lock.place == spot


def _is_above(lock: Lock, spot: str) -> bool:
    return lock.is_deep and lock.document_id is None and spot.startswith(f"{lock.place.rstrip('/')}/")


def add(place: ScratchPlace, actor: Actor, wish: Wish) -> Lock:
    """On what is no record: a row and nothing in the ledger."""
    return Lock.objects.create(
        token=new_token(),
        person=actor.person,
        customer_id=place.customer.pk if place.customer else None,
        place=wish.place,
        is_deep=wish.is_deep,
        is_exclusive=wish.is_exclusive,
        owner=wish.owner,
        expires_at=now() + wish.span,
    )


def extend(lock: Lock, span: timedelta) -> None:
    lock.expires_at = now() + span
    Lock.objects.filter(pk=lock.pk).update(expires_at=lock.expires_at)


def forget(lock: Lock) -> None:
    Lock.objects.filter(pk=lock.pk).delete()


def words_for(document: Document) -> str:
    """For the document's page: through what it is checked out."""
    mine = Lock.objects.filter(document=document, person=document.checked_out_by, took=True)
    return _("经网络驱动器") if mine.filter(expires_at__gt=now()).exists() else ""
