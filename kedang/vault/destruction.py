"""Destroying an owner's keys, and with them every copy of what they sealed."""

from django.db import transaction
from django.db.models import Q

from kedang.core.clock import now
from kedang.vault.keyring import ring
from kedang.vault.models import KEYS, Destruction, Key
from kedang.vault.traces import empty_the_log


def destroy(owner: str) -> Destruction:
    """Intent, deletion, confirmation: each step is committed, so a crash between any two is resumed.

    After a disposal run the caller rotates the store key: only then old copies of the key store are
    worthless too.
    """
    entry, _made = Destruction.objects.get_or_create(owner=owner)
    return _go_on(entry)


def resume_destructions() -> int:
    """Finish destructions that a crash interrupted."""
    open_entries = list(Destruction.objects.filter(confirmed_at=None))
    for entry in open_entries:
        _go_on(entry)
    return len(open_entries)


def _go_on(entry: Destruction) -> Destruction:
    if entry.deleted_at is None or _keys_of(entry.owner):
        _delete(entry)
        empty_the_log()
    entry.confirmed_at = now()
    entry.save(update_fields=["confirmed_at"])
    return entry


def _delete(entry: Destruction) -> None:
    with transaction.atomic(using=KEYS):
        ids = _keys_of(entry.owner)
        Key.objects.filter(owner=entry.owner).delete()
        entry.deleted_at = now()
        entry.keys += len(ids)
        entry.save(update_fields=["deleted_at", "keys"])
    ring.discard(ids)


def _keys_of(owner: str) -> list[int]:
    """The owner's keys and those wrapped under them."""
    return list(Key.objects.filter(Q(owner=owner) | Q(parent__owner=owner)).values_list("pk", flat=True))
