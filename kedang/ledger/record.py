"""Writing to the ledger: in the transaction of what it tells of."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.db import models, transaction

from kedang import vault
from kedang.core.actor import Actor
from kedang.core.clock import now
from kedang.core.compact import canonical, compact
from kedang.core.rows import insert_rows, reserve_ids
from kedang.ledger.kinds import Kind, kind_of
from kedang.ledger.models import Event
from kedang.vault.errors import KeyMissing

Key = tuple[str, str]  # owner, purpose
# By position, as a row is read: half of what the constructor takes.
_FIELDS = (
    "id", "at", "kind", "actor_id", "channel", "address", "subject_type", "subject_id",
    "customer_id", "person_id", "run_id", "result", "payload", "reason", "payload_key", "canonical", "digest",
)  # fmt: skip


@dataclass
class Entry:
    """What one event says.

    `changes`: [{"field", "label", "old", "new"}]; `details`: anything that JSON holds.
    """

    kind: Kind
    subject: models.Model | None = None
    customer_id: int | None = None
    person_id: int | None = None
    changes: list[dict[str, Any]] = field(default_factory=list)
    details: dict[str, Any] = field(default_factory=dict)
    reason: str = ""
    result: str = Event.Result.OK
    key: Key | None = None
    # For a subject that is gone or has no row of its own.
    subject_type: str = ""
    subject_id: int | None = None


_recorded: ContextVar[list[Event] | None] = ContextVar("recorded", default=None)


@contextmanager
def recording() -> Iterator[list[Event]]:
    """Collect the events recorded inside; the door counts them."""
    events: list[Event] = []
    token = _recorded.set(events)
    try:
        yield events
    finally:
        _recorded.reset(token)


def record(kind: Kind, subject: models.Model | None = None, *, actor: Actor, **details: Any) -> Event:
    """Write one event; `details` are the fields of `Entry`."""
    return record_many([Entry(kind, subject, **details)], actor=actor)[0]


def record_many(entries: Sequence[Entry], *, actor: Actor) -> list[Event]:
    """Write many events with few statements; the order is kept."""
    at = now()
    events = [_header(entry, actor, at) for entry in entries]
    _seal(events, entries, actor)
    for event in events:
        event.canonical = canonical_bytes(event)
        event.digest = sha256(b"\x00" + event.canonical).digest()
    _insert(events)
    collected = _recorded.get()
    if collected is not None:
        collected.extend(events)
    return events


def _insert(events: list[Event]) -> None:
    # Ids are reserved in the transaction that inserts them; usually there is one already.
    with transaction.atomic(savepoint=False):
        for event, pk in zip(events, reserve_ids(Event, len(events)), strict=True):
            event.pk = pk
        insert_rows(events)


def canonical_bytes(event: Event) -> bytes:
    """What an event is proven by: sorted compact JSON of the header and its sealed parts' hashes."""
    facts = {
        "at": event.at.isoformat(timespec="microseconds"),
        "kind": event.kind,
        "actor": event.actor_id,
        "channel": event.channel,
        "address": event.address,
        "subject": [event.subject_type, event.subject_id],
        "customer": event.customer_id,
        "person": event.person_id,
        "run": event.run_id,
        "result": event.result,
        "payload": sha256(event.payload).hexdigest() if event.payload else None,
        "reason": sha256(event.reason).hexdigest() if event.reason else None,
    }
    return canonical(facts)


def read_payload(event: Event) -> dict[str, Any] | None:
    """The changes and details of `event`; None when it has none or its key was destroyed."""
    return read_payloads([event])[0]


def read_payloads(events: Sequence[Event]) -> list[dict[str, Any] | None]:
    """Of many events with few key look-ups; the order is kept."""
    sealed = [event for event in events if event.payload]
    opened = vault.unseal_many([(bytes(e.payload or b""), *_key_of(e), e.kind.encode()) for e in sealed])
    found = {
        event.pk: json.loads(plain) for event, plain in zip(sealed, opened, strict=True) if plain is not None
    }
    return [found.get(event.pk) for event in events]


def read_reason(event: Event) -> str:
    if not event.reason:
        return ""
    try:
        return vault.unseal(
            bytes(event.reason), owner=_audit_owner(event), purpose="audit", aad=b"reason"
        ).decode()
    except KeyMissing:
        return ""


def _header(entry: Entry, actor: Actor, at: datetime) -> Event:
    if kind_of(entry.kind.name) is not entry.kind:
        raise ValueError(f"event kind {entry.kind.name} was not declared")
    subject_type, subject_id = entry.subject_type, entry.subject_id
    if entry.subject is not None:
        subject_type, subject_id = entry.subject._meta.label_lower, entry.subject.pk
    values = (
        None, at, entry.kind.name, actor.id, actor.channel, actor.address, subject_type, subject_id,
        entry.customer_id, entry.person_id, actor.run_id, entry.result, None, None, "", b"", b"",
    )  # fmt: skip
    return Event.from_db(None, _FIELDS, values)


def _seal(events: list[Event], entries: Sequence[Entry], actor: Actor) -> None:
    """Seal payloads under their key and reasons under the month's audit key, in one call."""
    jobs: list[tuple[str, str, bytes, bytes]] = []
    places: list[tuple[Event, str]] = []
    for event, entry in zip(events, entries, strict=True):
        if entry.changes or entry.details:
            owner, purpose = entry.key or _default_key(event)
            event.payload_key = f"{owner} {purpose}"
            body = {"changes": entry.changes, "details": entry.details}
            jobs.append((owner, purpose, compact(body), event.kind.encode()))
            places.append((event, "payload"))
        if reason := entry.reason or actor.reason:
            jobs.append((_audit_owner(event), "audit", reason.encode(), b"reason"))
            places.append((event, "reason"))
    if jobs:
        for (event, name), sealed in zip(places, vault.seal_many(jobs), strict=True):
            setattr(event, name, sealed)


def _default_key(event: Event) -> Key:
    if event.customer_id is not None:
        return f"customer:{event.customer_id}", "profile"
    return _audit_owner(event), "audit"


def _audit_owner(event: Event) -> str:
    return f"audit:{event.at:%Y-%m}"


def _key_of(event: Event) -> Key:
    owner, _space, purpose = event.payload_key.rpartition(" ")
    return owner, purpose
