"""What this machine does without Kedang: raw inserts, raw queries, encryption and fsync."""

import os
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from time import perf_counter

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import connections

from kedang.operations.bench.figures import Watch

WORDS = {2: "合同", 4: "华信科技"}  # i18n: queries
_NEAR = (
    "SELECT * FROM customers_customer WHERE id IN (SELECT customer_id FROM access_audience WHERE principal = %s)"
    " ORDER BY id DESC LIMIT 51"
)
_BATCH = 500
TOKENS = "search_tokens"
_SKIPPED = ("django_", "auth_", "account_", "mfa_", "usersessions_", "jobs_")


def raw_insert(scratch: Path, customers: int) -> Watch | None:
    """How long it takes to put the rows Kedang wrote for `customers` into empty tables with the same indexes.

    Multi-row inserts in transactions of as many rows as 500 customers have, as durable as Kedang's.
    SQLite only: None elsewhere.
    """
    if any(connections[alias].vendor != "sqlite" for alias in ("default", "keys")):
        return None
    watch = Watch()
    for alias in ("default", "keys"):
        _copy(alias, scratch / f"raw-{alias}.sqlite3", customers, watch)
    return watch


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


def raw_query(page: str, person_id: int, ids: Sequence[int], number: int) -> None:
    """What the engine alone takes for the rows a page shows: those near a person, those with a word, one by id."""
    from kedang.search.engines import engine
    from kedang.search.kinds import id_range
    from kedang.search.matching import needle
    from kedang.search.tokens import of_needle

    with connections["default"].cursor() as cursor:
        if page.startswith("search"):
            word = WORDS.get(4 if "four" in page else 2) if "word" in page else f"13{number % 10}0"
            sought = engine().expression(of_needle(needle(str(word))))
            for kind in ("customer", "document"):
                cursor.execute(*engine().candidates(sought, id_range(kind), [], 201, rare=True))
                cursor.fetchall()
        elif page == "customer list":
            cursor.execute(_NEAR, [person_id])
            cursor.fetchall()
        else:
            cursor.execute("SELECT * FROM customers_customer WHERE id = %s", [ids[number % len(ids)]])
            cursor.fetchall()


def _copy(alias: str, target: Path, customers: int, watch: Watch) -> None:
    source = connections[alias].settings_dict["NAME"]
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
        new.execute("PRAGMA journal_mode=WAL")
        new.execute("PRAGMA synchronous=FULL")
        tables = _tables(old)
        for statement in _schema(old, tables):
            new.execute(statement)
        rows = {table: old.execute(f"SELECT * FROM {table}").fetchall() for table in tables}  # noqa: S608  # own names
        if _index(old):
            new.execute(_index(old))
            rows |= {f"{TOKENS} (rowid, tokens)": _tokens(old)}
        with watch.lap():
            _insert(new, {table: found for table, found in rows.items() if found}, customers)


def _index(database: sqlite3.Connection) -> str:
    """How the full-text table was made; empty where there is none."""
    found = database.execute("SELECT sql FROM sqlite_master WHERE name = ?", [TOKENS]).fetchone()
    return str(found[0]) if found else ""


def _tokens(database: sqlite3.Connection) -> list[tuple[object, ...]]:
    """The rows of the full-text table, which keeps no rows: put together from its lists."""
    database.execute(f"CREATE VIRTUAL TABLE temp.words USING fts5vocab('main', '{TOKENS}', 'instance')")
    found: dict[int, list[str]] = {}
    for term, entry in database.execute("SELECT term, doc FROM temp.words"):
        found.setdefault(entry, []).append(term)
    return [(entry, " ".join(terms)) for entry, terms in sorted(found.items())]


def _tables(database: sqlite3.Connection) -> list[str]:
    names = [row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    virtual = [
        row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL%'")
    ]
    # The full-text engine's own tables are its index: they are filled through it.
    return [
        name
        for name in names
        if not name.startswith((*_SKIPPED, "sqlite_")) and not any(name.startswith(each) for each in virtual)
    ]


def _schema(database: sqlite3.Connection, tables: list[str]) -> list[str]:
    query = "SELECT sql, tbl_name FROM sqlite_master WHERE sql IS NOT NULL AND type IN ('table', 'index') ORDER BY type DESC"
    return [sql for sql, table in database.execute(query) if table in tables]


def _insert(database: sqlite3.Connection, rows: dict[str, list[tuple[object, ...]]], customers: int) -> None:
    chunks = max(1, customers // _BATCH)
    for chunk in range(chunks):
        for table, found in rows.items():
            step = -(-len(found) // chunks)
            part = found[chunk * step : (chunk + 1) * step]
            if part:
                marks = ",".join("?" * len(part[0]))
                database.executemany(f"INSERT INTO {table} VALUES ({marks})", part)  # noqa: S608  # own names
        database.commit()
