"""What a deleted key leaves in the files of SQLite: without care the page stays until it is used again.

PostgreSQL keeps dead rows until VACUUM and its write-ahead log by its own settings (docs/admin/keys.md).
"""

from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from kedang.vault.models import KEYS


def overwrite_what_is_deleted(connection: BaseDatabaseWrapper, **_signal: Any) -> None:
    """Receiver for every new connection to the key store."""
    if connection.alias == KEYS and connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete = ON")


def empty_the_log() -> None:
    """Bring the deletion into the database file and cut the write-ahead log, where the old page still is."""
    connection = connections[KEYS]
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            # Another process that is reading makes it a partial one; the next deletion repeats it.
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
