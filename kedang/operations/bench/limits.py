"""What this machine does without Kedang: raw inserts, raw queries, encryption and fsync."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from time import perf_counter

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import connections

_BATCH = 500
_SKIPPED = ("django_", "auth_", "account_", "mfa_", "usersessions_", "jobs_")


def raw_insert_seconds(scratch: Path, customers: int) -> float | None:
    """Seconds to put the rows Kedang wrote for `customers` into empty tables with the same indexes.

    Multi-row inserts in transactions of as many rows as 500 customers have, as durable as Kedang's.
    SQLite only: None elsewhere.
    """
    if any(connections[alias].vendor != "sqlite" for alias in ("default", "keys")):
        return None
    return sum(_copied(alias, scratch / f"raw-{alias}.sqlite3", customers) for alias in ("default", "keys"))


def fsync_seconds(folder: Path, size: int, count: int) -> float:
    """Seconds to encrypt, write and sync `count` files of `size` bytes."""
    cipher, content = AESGCM(os.urandom(32)), os.urandom(size)
    started = perf_counter()
    for number in range(count):
        sealed = cipher.encrypt(os.urandom(12), content, None)
        with (folder / f"raw{number}").open("wb") as file:
            file.write(sealed)
            file.flush()
            os.fsync(file.fileno())
    seconds = perf_counter() - started
    for number in range(count):
        (folder / f"raw{number}").unlink()
    return seconds


def _copied(alias: str, target: Path, customers: int) -> float:
    source = connections[alias].settings_dict["NAME"]
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
        new.execute("PRAGMA journal_mode=WAL")
        new.execute("PRAGMA synchronous=FULL")
        tables = _tables(old)
        for statement in _schema(old, tables):
            new.execute(statement)
        rows = {table: old.execute(f"SELECT * FROM {table}").fetchall() for table in tables}  # noqa: S608  # own names
        return _insert(new, {table: found for table, found in rows.items() if found}, customers)


def _tables(database: sqlite3.Connection) -> list[str]:
    names = [row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    virtual = [
        row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL%'")
    ]
    # The full-text engine's own tables are left out: that only makes the limit harder to reach.
    return [
        name
        for name in names
        if not name.startswith((*_SKIPPED, "sqlite_")) and not any(name.startswith(each) for each in virtual)
    ]


def _schema(database: sqlite3.Connection, tables: list[str]) -> list[str]:
    query = "SELECT sql, tbl_name FROM sqlite_master WHERE sql IS NOT NULL AND type IN ('table', 'index') ORDER BY type DESC"
    return [sql for sql, table in database.execute(query) if table in tables]


def _insert(database: sqlite3.Connection, rows: dict[str, list[tuple[object, ...]]], customers: int) -> float:
    chunks = max(1, customers // _BATCH)
    started = perf_counter()
    for chunk in range(chunks):
        for table, found in rows.items():
            step = -(-len(found) // chunks)
            part = found[chunk * step : (chunk + 1) * step]
            if part:
                marks = ",".join("?" * len(part[0]))
                database.executemany(f"INSERT INTO {table} VALUES ({marks})", part)  # noqa: S608  # own names
        database.commit()
    return perf_counter() - started
