"""Telling people: plain functions for actions and jobs, in the caller's transaction."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models

from kedang import vault
from kedang.core.actor import Actor
from kedang.core.clock import now
from kedang.notify.kinds import NoticeKind, kind_of
from kedang.notify.models import Notice

_AAD = b"notice"


def tell(
    kind: NoticeKind,
    people: Iterable[int],
    subject: models.Model | None = None,
    *,
    actor: Actor,
    customer_id: int | None = None,
    note: str = "",
    key: str = "",
) -> None:
    """A notice for each of `people` (ids), but never for the one who did it; once for each `key`.

    Whoever may not see the customer any more when reading is told that something happened, not to whom.
    """
    if kind_of(kind.name) is not kind:
        raise ValueError(f"notice kind {kind.name} was not declared")
    wanted = sorted(set(people) - {actor.id})
    if not wanted:
        return
    owner = f"customer:{customer_id}" if customer_id else f"audit:{now():%Y-%m}"
    sealed = _seal(note, owner)
    label = subject._meta.label_lower if subject is not None else ""
    pk = subject.pk if subject is not None else None
    once = key or f"{kind.name}:{label}:{pk}:{now().timestamp()}"
    Notice.objects.bulk_create(
        [
            Notice(
                person_id=person_id,
                kind=kind.name,
                actor_id=actor.id,
                customer_id=customer_id,
                subject_type=label,
                subject_id=pk,
                note=sealed,
                note_owner=owner if note else "",
                key=once,
            )
            for person_id in wanted
        ],
        ignore_conflicts=True,
    )


def _seal(note: str, owner: str) -> bytes | None:
    if not note:
        return None
    return vault.seal(owner, _purpose(owner), note.encode(), aad=_AAD)


def read_notes(notices: Iterable[Notice]) -> dict[int, str]:
    """The words of those that have some and whose key is still there."""
    rows = [one for one in notices if one.note]
    opened = vault.unseal_many(
        [(bytes(one.note or b""), one.note_owner, _purpose(one.note_owner), _AAD) for one in rows]
    )
    return {one.pk: plain.decode() for one, plain in zip(rows, opened, strict=True) if plain is not None}


def _purpose(owner: str) -> str:
    return "audit" if owner.startswith("audit:") else "profile"
