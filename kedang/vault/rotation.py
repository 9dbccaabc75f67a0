"""New store keys and master keys: keys are re-wrapped, content is never touched."""

import os
from pathlib import Path

from django.conf import settings
from django.db import connections, transaction

from kedang.vault import keyring, storekeys
from kedang.vault import master as masters
from kedang.vault.keyring import key_context
from kedang.vault.models import KEYS, Key, StoreKey
from kedang.vault.storekeys import OpenStoreKey
from kedang.vault.traces import empty_the_log

_BATCH = 500


def rotate_store_key() -> int:
    """Make a new store key, re-wrap every key under it, destroy the old ones; how many were re-wrapped.

    Killed in the middle, nothing is lost: every row names the store key that wraps it, and the next
    call (or `resume_rotation`) goes on.
    """
    return _move_to(storekeys.create())


def resume_rotation() -> int:
    """Finish what a killed `rotate_store_key` left; nothing to do is the usual case."""
    newest = storekeys.active()
    return _move_to(newest) if StoreKey.objects.filter(pk__lt=newest.id).exists() else 0


def rotate_master(new: bytes) -> None:
    """Wrap the store keys under the master key `new`; a key kept in a file is replaced there.

    The new key is on the disk beside the old one before the key store changes, and takes its place
    after: whichever moment a crash picks, the file that fits is there. A key from the environment or
    a command is replaced by whoever keeps it, before the next start.
    """
    in_file = masters.is_kept_in_file()
    storekeys.current_master(list(StoreKey.objects.all()) or [_first()])
    if in_file:
        masters.next_file().unlink(missing_ok=True)
        masters.create_file(masters.next_file(), new)
    _rewrap_store_keys(new)
    if in_file:
        os.replace(masters.next_file(), settings.MASTER_KEY_FILE)
        masters.sync_folder(Path(settings.MASTER_KEY_FILE).parent)


def _first() -> StoreKey:
    storekeys.active()
    return StoreKey.objects.get()


def _rewrap_store_keys(new: bytes) -> None:
    with transaction.atomic(using=KEYS):
        rows = list(StoreKey.objects.select_for_update())
        old = storekeys.current_master(rows)
        for row in rows:
            opened = OpenStoreKey.opened(row, old)
            row.wrapped = storekeys.seal_store_key(opened.algorithm, new, opened.secret)
            row.master = masters.fingerprint(new)
            row.save(update_fields=["wrapped", "master"])
    empty_the_log()


def _move_to(newest: OpenStoreKey) -> int:
    moved = 0
    while count := _move_batch(newest):
        moved += count
    with transaction.atomic(using=KEYS):
        # A key another process made meanwhile under an old store key keeps that one alive until then.
        StoreKey.objects.filter(pk__lt=newest.id, keys=None).delete()
    empty_the_log()
    storekeys.forget()
    return moved


def _move_batch(newest: OpenStoreKey) -> int:
    with transaction.atomic(using=KEYS):
        rows = list(Key.objects.select_for_update().filter(store_key__lt=newest.id).order_by("pk")[:_BATCH])
        opened = {key.id: key for key in keyring.open_rows(rows)}
        changes = [
            (newest.wrap(opened[row.pk].secret, key_context(row.owner, row.purpose)), newest.id, row.pk)
            for row in rows
        ]
        with connections[KEYS].cursor() as cursor:
            cursor.executemany("UPDATE vault_key SET wrapped = %s, store_key_id = %s WHERE id = %s", changes)
    return len(rows)
