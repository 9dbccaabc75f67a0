"""Making keys and moving them; they are committed at once, before the caller's transaction."""

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import IntegrityError, connections, transaction

from kedang.core.clock import now
from kedang.vault import keyring, storekeys
from kedang.vault.ciphers import Algorithm, by_name
from kedang.vault.keyring import Name, OpenKey, key_context, ring
from kedang.vault.models import KEYS, Key
from kedang.vault.storekeys import OpenStoreKey

RECORDS = "records"
_BATCH = 500
_UPSERT = """
    INSERT INTO vault_key (owner, purpose, parent_id, store_key_id, alg, wrapped, touched_at) VALUES {rows}
    ON CONFLICT (owner, purpose) DO UPDATE SET touched_at = excluded.touched_at
    RETURNING id, owner, purpose, parent_id, store_key_id, alg, wrapped
"""

Wanted = tuple[str, str, str | None]


@dataclass(frozen=True, slots=True)
class _New:
    owner: str
    purpose: str
    wrapper: OpenKey | OpenStoreKey
    secret: bytes
    wrapped: bytes

    @property
    def parent_id(self) -> int | None:
        return self.wrapper.id if isinstance(self.wrapper, OpenKey) else None

    @property
    def store_key_id(self) -> int | None:
        return self.wrapper.id if isinstance(self.wrapper, OpenStoreKey) else None


def create_keys(wanted: Iterable[Wanted]) -> None:
    """Make the keys `(owner, purpose, parent_owner)`, wrapped under the parent's `records` key.

    Without parent they are wrapped under the store key. A key that exists stays as it is.
    """
    distinct = {(owner, purpose): parent for owner, purpose, parent in wanted}
    roots = [(*name, None) for name, parent in distinct.items() if parent is None]
    leaves = [(*name, parent) for name, parent in distinct.items() if parent is not None]
    make_keys(roots, by_name(settings.CIPHER))
    make_keys(leaves, by_name(settings.CIPHER))


def make_keys(wanted: Sequence[Wanted], algorithm: Algorithm) -> None:
    if not wanted:
        return
    try:
        _insert(wanted, algorithm)
    except IntegrityError:
        # Another process rotated the store key away or destroyed the parent since this one read it.
        keyring.forget()
        _insert(wanted, algorithm)


def reparent(owner: str, purpose: str, parent_owner: str | None) -> None:
    """Wrap an existing key under another customer's `records` key (the document changed hands)."""
    key = keyring.named(owner, purpose)
    parent = keyring.named(parent_owner, RECORDS) if parent_owner else None
    wrapper = parent or storekeys.active()
    Key.objects.filter(pk=key.id).update(
        parent=parent.id if parent else None,
        store_key=None if parent else wrapper.id,
        wrapped=wrapper.wrap(key.secret, key_context(owner, purpose)),
    )


def reparent_many(owners: Sequence[str], purpose: str, parent_owner: str) -> int:
    """Wrap the keys of `owners` under one customer's `records` key; how many were under another. Idempotent."""
    parent = keyring.named(parent_owner, RECORDS)
    found = keyring.all_named({(owner, purpose) for owner in owners})
    astray = [
        Key(
            pk=key.id,
            parent_id=parent.id,
            store_key_id=None,
            wrapped=parent.wrap(key.secret, key_context(key.owner, purpose)),
        )
        for key in found.values()
    ]
    known = set(
        Key.objects.filter(pk__in=[key.pk for key in astray], parent=parent.id).values_list("pk", flat=True)
    )
    astray = [key for key in astray if key.pk not in known]
    Key.objects.bulk_update(astray, ["parent", "store_key", "wrapped"], batch_size=100)
    return len(astray)


def _insert(wanted: Sequence[Wanted], algorithm: Algorithm) -> None:
    parents = keyring.all_named({(parent, RECORDS) for *_name, parent in wanted if parent})
    with transaction.atomic(using=KEYS):
        opened = [
            key
            for start in range(0, len(wanted), _BATCH)
            for key in _upsert(
                [_new(each, parents, algorithm) for each in wanted[start : start + _BATCH]], algorithm
            )
        ]
    ring.put_all(opened)


def _new(wanted: Wanted, parents: dict[Name, OpenKey], algorithm: Algorithm) -> _New:
    owner, purpose, parent_owner = wanted
    wrapper: OpenKey | OpenStoreKey = storekeys.active()
    if parent_owner:
        wrapper = parents.get((parent_owner, RECORDS)) or keyring.named(parent_owner, RECORDS)
    secret = os.urandom(algorithm.key_size)
    return _New(owner, purpose, wrapper, secret, wrapper.wrap(secret, key_context(owner, purpose)))


def _upsert(batch: list[_New], algorithm: Algorithm) -> list[OpenKey]:
    """Insert in one statement; what another transaction inserted before is taken from its row."""
    connection = connections[KEYS]
    touched = connection.ops.adapt_datetimefield_value(now())
    values: list[str | int | bytes | None] = []
    for new in batch:
        values += [
            new.owner,
            new.purpose,
            new.parent_id,
            new.store_key_id,
            algorithm.code,
            new.wrapped,
            touched,
        ]
    rows = ", ".join(["(%s, %s, %s, %s, %s, %s, %s)"] * len(batch))
    with connection.cursor() as cursor:
        cursor.execute(_UPSERT.format(rows=rows), values)
        found = cursor.fetchall()
    return _opened(batch, found, algorithm)


def _opened(batch: list[_New], found: list[tuple[Any, ...]], algorithm: Algorithm) -> list[OpenKey]:
    ours = {(new.owner, new.purpose): new for new in batch}
    opened, theirs = [], []
    for pk, owner, purpose, parent_id, store_key_id, alg, wrapped in found:
        new = ours[owner, purpose]
        if bytes(wrapped) == new.wrapped:
            opened.append(OpenKey(pk, owner, purpose, algorithm, new.secret))
        else:
            theirs.append(Key(pk, owner, purpose, parent_id, store_key_id, alg, wrapped))
    return opened + keyring.open_rows(theirs)
