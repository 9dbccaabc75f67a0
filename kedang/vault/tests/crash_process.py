"""A process to be killed: `python crash_process.py FOLDER WHAT POINT` works until POINT and dies there by -9.

It has the key store and a default database with one table `record`, and tells on its standard output what
it has acknowledged. `inspect` opens the same folder afterwards and tells what is there as JSON.
"""

import json
import os
import signal
import sys
from collections.abc import Callable, Collection
from datetime import timedelta
from pathlib import Path
from typing import Any

import django
from django.conf import settings

BEFORE = 4  # records acknowledged before the one that dies


def main() -> None:
    folder, what, point = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
    _configure(folder)
    {
        "prepare": prepare,
        "record": lambda: write_records(point),
        "rotate_store_key": lambda: rotate_store_key(point),
        "rotate_master": lambda: rotate_master(point),
        "destroy": lambda: destroy(point),
        "inspect": inspect,
    }[what]()


def _configure(folder: Path) -> None:
    from kedang.config import database

    settings.configure(
        DATABASES={
            "default": database.sqlite(folder / "main.sqlite3"),
            "keys": database.sqlite(folder / "keys.sqlite3"),
        },
        DATABASE_ROUTERS=["kedang.config.database.Router"],
        INSTALLED_APPS=["kedang.vault"],
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        USE_TZ=True,
        MASTER_KEY="",
        MASTER_KEY_COMMAND="",
        MASTER_KEY_FILE=folder / "master.key",
        CIPHER="AES-256-GCM",
        BLOBS=folder / "blobs",
    )
    django.setup()


def prepare() -> None:
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", database="keys", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE record (id integer PRIMARY KEY, sealed blob, blob_id text)")


def write_records(point: str) -> None:
    for number in range(1, BEFORE + 1):
        _write_record(number, lambda _place: None)
    _write_record(BEFORE + 1, lambda place: _die_at(point, place))


def _write_record(number: int, here: Callable[[str], None]) -> None:
    from django.db import connection, transaction

    from kedang import vault

    owner = f"customer:{number}"
    with transaction.atomic():
        vault.keys.create_keys([(owner, "profile", None), (owner, "records", None)])
        here("keys committed")
        sealed = vault.seal(owner, "profile", f"record {number}".encode())
        _rename_dies = here  # the rename inside `write` is where a blob comes into being
        with Before(os, "rename", lambda: _rename_dies("blob half written")):
            stored = vault.blobs.write(owner, "records", [b"content %d" % number] * 1000)
        here("blob written")
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO record VALUES (%s, %s, %s)", [number, sealed, stored.blob_id])
        here("row inserted")
    here("committed")
    _say(number)


def rotate_store_key(point: str) -> None:
    from kedang import vault
    from kedang.vault import rotation, storekeys

    rotation._BATCH = 3
    number, when = point.split()
    calls = iter(range(100))
    if when == "batches":
        with Before(rotation, "_move_batch", lambda: _die_at(number, str(next(calls)))):
            vault.rotate_store_key()
    else:
        with Before(storekeys, "forget", lambda: _die_at("end", "end")):
            vault.rotate_store_key()


def rotate_master(point: str) -> None:
    from kedang import vault
    from kedang.vault import master, rotation

    with (
        Before(rotation, "_rewrap_store_keys", lambda: _die_at(point, "new file beside")),
        Before(os, "replace", lambda: _die_at(point, "key store re-wrapped")),
    ):
        vault.rotate_master(master.new_master())
    _die_at(point, "file replaced")


def destroy(point: str) -> None:
    from kedang import vault
    from kedang.vault import destruction
    from kedang.vault.keyring import ring

    with (
        Before(destruction, "_delete", lambda: _die_at(point, "intended")),
        Before(ring, "discard", lambda: _die_at(point, "deleted")),
    ):
        vault.destroy("customer:2")
    _die_at(point, "confirmed")


def inspect() -> None:
    from kedang import vault
    from kedang.core.clock import frozen, now
    from kedang.vault.models import Destruction, Key, StoreKey

    found: dict[str, Any] = {"records": _readable(), "keys": Key.objects.count(), "files": _files()}
    found["resumed"] = vault.resume_destructions()
    vault.resume_rotation()
    found["store_keys"] = StoreKey.objects.count()
    vault.claim_owners("customer", _existing("id"))
    vault.claim_blobs(_existing("blob_id"))
    with frozen(now() + timedelta(hours=25)):
        swept = vault.sweep_orphans()
    found |= {"swept_keys": swept.keys, "swept_blobs": swept.blobs, "keys_after": Key.objects.count()}
    vault.forget()
    found |= {"records_after": _readable(), "files_after": _files()}
    found["unconfirmed"] = Destruction.objects.filter(confirmed_at=None).count()
    _say(json.dumps(found))


def _readable() -> dict[str, str]:
    """Each record of the default database, opened with what is in the key store."""
    from django.db import connection

    from kedang import vault
    from kedang.vault.errors import KeyMissing

    with connection.cursor() as cursor:
        cursor.execute("SELECT id, sealed, blob_id FROM record ORDER BY id")
        rows = cursor.fetchall()
    texts = {}
    for number, sealed, blob_id in rows:
        owner = f"customer:{number}"
        try:
            text = vault.unseal(sealed, owner=owner, purpose="profile").decode()
            with vault.blobs.open(blob_id, owner, "records") as reader:
                assert reader.read() == b"content %d" % number * 1000
        except KeyMissing:
            text = "destroyed"
        texts[str(number)] = text
    return texts


def _existing(column: str) -> Callable[[Collection[str]], Collection[str]]:
    def existing(ids: Collection[str]) -> set[str]:
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {column} FROM record")
            return {str(row[0]) for row in cursor.fetchall()} & set(ids)

    return existing


def _files() -> int:
    return sum(1 for file in Path(settings.BLOBS).rglob("*") if file.is_file())


class Before:
    """Do something just before `owner.name` is called."""

    def __init__(self, owner: Any, name: str, deed: Callable[[], None]) -> None:
        self._owner, self._name, self._real, self._deed = owner, name, getattr(owner, name), deed

    def __enter__(self) -> None:
        def wrapped(*args: Any, **options: Any) -> Any:
            self._deed()
            return self._real(*args, **options)

        setattr(self._owner, self._name, wrapped)

    def __exit__(self, *_error: object) -> None:
        setattr(self._owner, self._name, self._real)


def _die_at(point: str, place: str) -> None:
    if point == place:
        os.kill(os.getpid(), signal.SIGKILL)


def _say(text: object) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
