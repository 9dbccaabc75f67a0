"""Keys and blobs whose record never came: they are committed first, and a crash may follow.

The rooms that own records say which of them exist; what nobody claims goes after a day.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice

from kedang.core.clock import now
from kedang.core.errors import DomainError
from kedang.vault.blobs import key_id_of
from kedang.vault.keyring import ring
from kedang.vault.models import Key
from kedang.vault.storage import storage

AGE = timedelta(hours=24)
_BATCH = 500

Exists = Callable[[Collection[str]], Collection[str]]

_owners: dict[str, Exists] = {}
_blobs: list[Exists] = []


@dataclass(frozen=True, slots=True)
class Swept:
    keys: int
    blobs: int


def claim_owners(kind: str, exists: Exists) -> None:
    """Owners `kind:id` are records; `exists(ids)` says which are there (trashed ones too)."""
    _owners[kind] = exists


def claim_blobs(exists: Exists) -> None:
    """`exists(blob_ids)` says which blobs the room's records point to."""
    if exists not in _blobs:
        _blobs.append(exists)


def sweep_orphans() -> Swept:
    """Delete keys of kinds that are claimed and blobs, older than a day, that no record has."""
    before = now() - AGE
    return Swept(_sweep_keys(before), _sweep_blobs(before) if _blobs else 0)


def _sweep_keys(before: datetime) -> int:
    swept = 0
    for batch in _old_keys(before):
        orphans = _unclaimed(batch)
        # Conditional: a key asked for again since then has a record on its way.
        Key.objects.filter(pk__in=orphans, touched_at__lt=before).delete()
        ring.discard(orphans)
        swept += len(orphans)
    return swept


def _old_keys(before: datetime) -> Iterator[list[tuple[int, str]]]:
    last = 0
    while True:
        rows = Key.objects.filter(pk__gt=last, touched_at__lt=before).order_by("pk")
        batch = list(rows.values_list("pk", "owner")[:_BATCH])
        if not batch:
            return
        yield batch
        last = batch[-1][0]


def _unclaimed(batch: list[tuple[int, str]]) -> list[int]:
    by_kind: dict[str, dict[int, str]] = defaultdict(dict)
    for pk, owner in batch:
        kind, _colon, record = owner.partition(":")
        if kind in _owners:
            by_kind[kind][pk] = record
    orphans: list[int] = []
    for kind, records in by_kind.items():
        there = set(_owners[kind](set(records.values())))
        orphans += [pk for pk, record in records.items() if record not in there]
    return orphans


def _sweep_blobs(before: datetime) -> int:
    swept = 0
    place = storage()
    names = place.older_than(before)
    while batch := list(islice(names, _BATCH)):
        claimed = {name for exists in _blobs for name in exists(batch)}
        for name in sorted(set(batch) - claimed):
            if _has_speaker(name):
                place.delete(name)
                swept += 1
    return swept


def _has_speaker(blob_id: str) -> bool:
    """Whether the room that wrote it says which records exist. A destroyed key's blob is nobody's."""
    try:
        key = Key.objects.filter(pk=key_id_of(blob_id)).first()
    except DomainError:  # damaged: it stays to be looked at
        return False
    return key is None or key.owner.partition(":")[0] in _owners
