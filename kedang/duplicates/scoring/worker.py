"""The process that compares: rows in through a pipe, pairs out through a pipe, nothing on disk."""

from __future__ import annotations

import os
import pickle
import resource
import sys
from collections.abc import Iterator
from typing import IO, Any

from kedang.core.pinyin import pinyin_keys
from kedang.duplicates.scoring.model import CHINESE, Model
from kedang.duplicates.scoring.names import take_apart

# A value that more records share says nothing about any two of them, and would make them all be compared.
MOST_SHARING = 20
MOST_IN_BLOCK = 60
_BATCH = 5000

# id, kind, match key, uscc, id number token, region, birth date, phones, emails, others, people, is new
Row = tuple[int, str, str, str, str, str, str, list[str], list[str], list[str], list[str], bool]

_COLUMNS = (
    ("id", "BIGINT"), ("kind", "VARCHAR"), ("name", "VARCHAR"), ("core", "VARCHAR"), ("place", "VARCHAR"),
    ("form", "VARCHAR"), ("branch", "VARCHAR"), ("sound", "VARCHAR"), ("uscc", "VARCHAR"),
    ("id_number", "VARCHAR"), ("region", "VARCHAR"), ("birth_date", "VARCHAR"), ("phones", "VARCHAR[]"),
    ("emails", "VARCHAR[]"), ("others", "VARCHAR[]"), ("people", "VARCHAR[]"), ("is_new", "BOOLEAN"),
)  # fmt: skip
_LISTS = ("phones", "emails", "others")
# What a record is found by; NULL where more records share it than can be compared.
_KEYS = {
    "core_b": "CASE WHEN kind = 'person' THEN nullif(core || coalesce(birth_date, ''), core) ELSE core END",
    "sound_b": "CASE WHEN kind = 'person' THEN NULL ELSE sound END",
    "head_b": "CASE WHEN kind <> 'person' AND length(core) >= 3"
    " THEN substr(core, 1, 3) || coalesce(substr(region, 1, 4), place) END",
    "tail_b": "CASE WHEN kind <> 'person' AND length(core) >= 4"
    " THEN right(core, 4) || coalesce(substr(region, 1, 4), place) END",
}


def extract(row: Row) -> tuple[Any, ...]:
    """What is compared of a record."""
    pk, kind, key, uscc, id_number, region, birth_date, phones, emails, others, people, is_new = row
    if kind == "person":
        core, place, form, branch = key, "", "", ""
    else:
        core, place, form, branch = take_apart(key)
    return (
        pk, kind, key or None, core, place, form, branch, pinyin_keys(core).full, uscc or None,
        id_number or None, region or None, birth_date or None, phones or None, emails or None,
        others or None, people or None, is_new,
    )  # fmt: skip


class Comparer:
    """A table in DuckDB's memory; `pairs` compares what one rule brings together."""

    def __init__(self, model: Model = CHINESE, *, memory: str = "2GB", threads: int = 1) -> None:
        import duckdb

        self.model = model
        # No directory to spill to: personal data never reaches the disk from here.
        self.db = duckdb.connect(":memory:", config={"threads": threads, "memory_limit": memory})
        self.db.execute("SET temp_directory = ''")
        self.db.execute(f"CREATE TABLE raw ({', '.join(f'{name} {kind}' for name, kind in _COLUMNS)})")

    def add(self, rows: list[Row]) -> None:
        import pyarrow

        columns = list(zip(*(extract(row) for row in rows), strict=True))
        kinds = {"BIGINT": pyarrow.int64(), "VARCHAR": pyarrow.string(), "BOOLEAN": pyarrow.bool_()}
        kinds["VARCHAR[]"] = pyarrow.list_(pyarrow.string())
        arrays = [
            pyarrow.array(values, type=kinds[kind])
            for values, (_name, kind) in zip(columns, _COLUMNS, strict=True)
        ]
        self.db.register("batch", pyarrow.table(arrays, names=[name for name, _kind in _COLUMNS]))
        self.db.execute("INSERT INTO raw SELECT * FROM batch")
        self.db.unregister("batch")

    def ready(self) -> None:
        """Count how many share what, once all rows are in."""
        for name in _LISTS:
            self._forget_common(name)
        keyed = ", ".join(f"{sql} AS {name}" for name, sql in _KEYS.items())
        self.db.execute(f"CREATE TABLE keyed AS SELECT *, {keyed} FROM raw")  # noqa: S608  # constants
        self.db.execute("DROP TABLE raw")
        few = ", ".join(
            f"CASE WHEN count(*) OVER (PARTITION BY {name}) BETWEEN 2 AND {MOST_IN_BLOCK} THEN {name} END AS {name}"
            for name in _KEYS
        )
        counted = "count(*) OVER (PARTITION BY core) AS core_n"
        lists = ", ".join(f"{name} AS {name}_b" for name in _LISTS)
        self.db.execute(
            f"CREATE TABLE records AS SELECT * EXCLUDE ({', '.join(_KEYS)}), {few}, {counted}, {lists} FROM keyed"  # noqa: S608  # constants
        )
        self.db.execute("DROP TABLE keyed")

    def _forget_common(self, name: str) -> None:
        """A number that many records bear is an agent's or a switchboard's."""
        every = f"SELECT unnest({name}) AS token FROM raw"  # noqa: S608  # constants
        common = f"SELECT token FROM ({every}) GROUP BY token HAVING count(*) > {MOST_SHARING}"  # noqa: S608  # constants
        self.db.execute(f"SET VARIABLE common = (SELECT coalesce(list(token), []) FROM ({common}))")  # noqa: S608  # constants
        kept = f"list_filter({name}, lambda token: NOT list_contains(getvariable('common'), token))"
        self.db.execute(
            f"UPDATE raw SET {name} = CASE WHEN len({kept}) > 0 THEN {kept} END"  # noqa: S608  # constants
            f" WHERE list_has_any({name}, getvariable('common'))"
        )

    def _is_shared(self, rule: str) -> bool:
        """Is there anything to compare at all?"""
        column = rule.removesuffix("[]")
        values = f"SELECT {column if rule == column else f'unnest({column})'} AS value FROM records"  # noqa: S608  # constants
        shared = "SELECT 1 FROM ({}) WHERE value IS NOT NULL GROUP BY value HAVING count(*) > 1 LIMIT 1"
        return bool(self.db.execute(shared.format(values)).fetchall())

    def pairs(self, rule: str, least: float) -> Iterator[list[tuple[int, int, float, list[int]]]]:
        """(one id, other id, probability, level of each comparison), in batches, of those with at least `least`."""
        if not self._is_shared(rule):
            return
        from splink import DuckDBAPI, Linker

        api = DuckDBAPI(self.db)
        records = api.register("records")
        linker = Linker(records, self.model.settings(rule), log_level=40, validate_settings=False)
        found = linker.inference.predict(threshold_match_probability=least, warning_mode="never")
        gammas = ", ".join(f"gamma_{one.name}" for one in self.model.comparisons)
        rows = self.db.execute(
            f"SELECT id_l, id_r, match_probability, {gammas} FROM {found.physical_name}"  # noqa: S608  # constants
        )
        while batch := rows.fetchmany(_BATCH):
            yield [(row[0], row[1], float(row[2]), [int(gamma) for gamma in row[3:]]) for row in batch]
        self.db.execute(f"DROP TABLE IF EXISTS {found.physical_name}")


def main() -> None:
    """Messages: ["rows", [...]], ["ready"], ["pairs", rule, least]; answers end with an empty list."""
    inward, outward = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints does not come between the answers
    comparer: Comparer | None = None
    while (message := receive(inward)) is not None:
        match message:
            case ["begin", options]:
                comparer = Comparer(**options)
            case ["rows", rows] if comparer:
                comparer.add(rows)
            case ["ready"] if comparer:
                comparer.ready()
                send(outward, [])
            case ["peak"]:
                send(outward, [resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024])
            case ["pairs", rule, least] if comparer:
                for batch in comparer.pairs(rule, least):
                    send(outward, batch)
                send(outward, [])


def send(pipe: IO[bytes], message: Any) -> None:
    body = pickle.dumps(message, protocol=5)
    pipe.write(len(body).to_bytes(8, "big") + body)
    pipe.flush()


def receive(pipe: IO[bytes]) -> Any:
    """None at the end. Only ever what this program itself sent through its own pipe."""
    head = pipe.read(8)
    return pickle.loads(pipe.read(int.from_bytes(head, "big"))) if len(head) == 8 else None  # noqa: S301  # own pipe


if __name__ == "__main__":
    main()
