"""A tsvector without positions and a GIN index. The vector is built as a literal: tokens are lexemes already."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection

from kedang.search.engines import SUBJECT_OF, Range, Rows, Sql, also
from kedang.search.kinds import SEQUENCES, SUBJECT
from kedang.search.tokens import Wanted

CREATE = (
    "CREATE TABLE search_tokens (id bigint PRIMARY KEY, tokens tsvector NOT NULL)",
    "CREATE INDEX search_tokens_gin ON search_tokens USING gin (tokens)",
)
DROP = "DROP TABLE search_tokens"
_BATCH = 2000


class Postgres:
    def insert(self, rows: Rows) -> None:
        with connection.cursor() as cursor:
            for start in range(0, len(rows), _BATCH):
                batch = rows[start : start + _BATCH]
                marks = ", ".join(["(%s, %s::tsvector)"] * len(batch))
                values = [value for entry_id, tokens in batch for value in (entry_id, tokens)]
                cursor.execute(f"INSERT INTO search_tokens (id, tokens) VALUES {marks}", values)  # noqa: S608  # marks only

    def remove(self, rows: Rows) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "DELETE FROM search_tokens WHERE id = ANY(%s)", [[entry_id for entry_id, _ in rows]]
            )

    def clear(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE search_tokens")

    def present(self, rows: Rows) -> set[int]:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT id FROM search_tokens WHERE id = ANY(%s)", [[entry_id for entry_id, _ in rows]]
            )
            return {entry_id for (entry_id,) in cursor.fetchall()}

    def expression(self, wanted: Wanted) -> str:
        return " | ".join(f"({' & '.join(group)})" for group in wanted)

    def count(self, match: str, ids: Range, cap: int) -> int:
        sql = (
            "SELECT count(*) FROM (SELECT 1 FROM search_tokens"
            " WHERE tokens @@ %s::tsquery AND id BETWEEN %s AND %s LIMIT %s) found"
        )
        with connection.cursor() as cursor:
            cursor.execute(sql, [match, *ids, cap])
            return int(cursor.fetchone()[0])

    def candidates(self, match: str, ids: Range, conditions: Sequence[Sql], limit: int, *, rare: bool) -> Sql:
        more, values = also(conditions)
        # With few, the planner would now and then walk the primary key to the end: the index first, kept apart.
        # With many, walking newest first is right, since the limit comes soon.
        keep = "MATERIALIZED" if rare else "NOT MATERIALIZED"
        sql = (
            f"WITH c AS {keep} (SELECT id FROM search_tokens WHERE tokens @@ %s::tsquery AND id BETWEEN %s AND %s)"  # noqa: S608
            f" SELECT c.id FROM c WHERE {live('c.id')}{more} ORDER BY c.id DESC LIMIT %s"
        )
        return sql, [match, *ids, *values, limit]

    def elsewhere(self, match: str, ids: Range, *, rare: bool) -> Sql:
        alive = live("x.id")
        if rare:
            inner = f"SELECT x.id >> {SUBJECT} FROM search_tokens x WHERE x.tokens @@ %s::tsquery"  # noqa: S608
            return f"(c.id >> {SUBJECT}) IN ({inner} AND x.id BETWEEN %s AND %s AND {alive})", [match, *ids]
        first = f"((c.id >> {SUBJECT}) << {SUBJECT})"
        sql = (
            "EXISTS (SELECT 1 FROM search_tokens x WHERE x.tokens @@ %s::tsquery"
            " AND x.id BETWEEN {0} AND {0} + {1} AND {2})"
        )
        return sql.format(first, SEQUENCES - 1, alive), [match]

    def among(self, rows: str, values: list[Any]) -> Sql:
        return f"{SUBJECT_OF} IN ({rows})", values


def live(column: str) -> str:
    """A dead entry keeps its tokens until it is compacted."""
    return f"NOT EXISTS (SELECT 1 FROM search_indexentry d WHERE d.id = {column} AND d.is_dead)"  # noqa: S608  # own names
