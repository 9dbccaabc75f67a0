"""FTS5 without texts and positions: a list of row ids per token.

Contentless tables of SQLite before 3.43 delete only through the 'delete' command with exactly the old tokens.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django.db import connection

from kedang.search.engines import SUBJECT_OF, Range, Rows, Sql, also
from kedang.search.kinds import SEQUENCES, SUBJECT
from kedang.search.tokens import Wanted

CREATE = (
    "CREATE VIRTUAL TABLE search_tokens USING "
    "fts5(tokens, content='', detail=none, columnsize=0, tokenize='ascii')"
)
DROP = "DROP TABLE search_tokens"
_IN_SELECTED = re.compile(r'"\w+"\."\w+" IN \(SELECT')


class Sqlite:
    def insert(self, rows: Rows) -> None:
        with connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO search_tokens(rowid, tokens) VALUES (%s, %s)",
                rows,
            )

    def remove(self, rows: Rows) -> None:
        with connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO search_tokens(search_tokens, rowid, tokens) VALUES ('delete', %s, %s)",
                rows,
            )

    def clear(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO search_tokens(search_tokens) VALUES ('delete-all')")

    def present(self, rows: Rows) -> set[int]:
        # The table can be asked by token only: any one tells.
        sql = "SELECT 1 FROM search_tokens WHERE search_tokens MATCH %s AND rowid = %s"
        found: set[int] = set()
        with connection.cursor() as cursor:
            for entry_id, tokens in rows:
                if tokens:
                    cursor.execute(sql, [tokens.partition(" ")[0], entry_id])
                    found.update([entry_id] if cursor.fetchone() else [])
        return found

    def expression(self, wanted: Wanted) -> str:
        return " OR ".join(f"({' AND '.join(group)})" for group in wanted)

    def count(self, match: str, ids: Range, cap: int) -> int:
        sql = (
            "SELECT count(*) FROM (SELECT 1 FROM search_tokens"
            " WHERE search_tokens MATCH %s AND rowid BETWEEN %s AND %s LIMIT %s)"
        )
        with connection.cursor() as cursor:
            cursor.execute(sql, [match, *ids, cap])
            return int(cursor.fetchone()[0])

    def candidates(self, match: str, ids: Range, conditions: Sequence[Sql], limit: int, *, rare: bool) -> Sql:
        more, values = also(conditions)
        # One plan serves both: FTS5 merges its lists newest first and stops at the limit.
        sql = (  # noqa: S608  # conditions of our own making
            "SELECT c.rowid AS id FROM search_tokens c"
            " WHERE c.search_tokens MATCH %s AND c.rowid BETWEEN %s AND %s AND {}{} ORDER BY c.rowid DESC LIMIT %s"
        ).format(live("c.rowid"), more.replace("c.id", "c.rowid"))
        return sql, [match, *ids, *values, limit]

    def elsewhere(self, match: str, ids: Range, *, rare: bool) -> Sql:
        if rare:
            inner = "SELECT x.rowid >> {0} FROM search_tokens x WHERE x.search_tokens MATCH %s"
            sql = f"(c.id >> {{0}}) IN ({inner} AND x.rowid BETWEEN %s AND %s AND {{1}})"
            return sql.format(SUBJECT, live("x.rowid")), [match, *ids]
        first = f"((c.id >> {SUBJECT}) << {SUBJECT})"
        sql = (
            "EXISTS (SELECT 1 FROM search_tokens x WHERE x.search_tokens MATCH %s"
            " AND x.rowid BETWEEN {0} AND {0} + {1} AND {2})"
        )
        return sql.format(first, SEQUENCES - 1, live("x.rowid")), [match]

    def among(self, rows: str, values: list[Any]) -> Sql:
        # The row of each candidate is looked up by its id. The planner, which does not know how many they are, would
        # rather go through all who are near the asker for each of them: `+` takes that way from it.
        by_id = _IN_SELECTED.sub(r"+\g<0>", rows)
        return f"EXISTS (SELECT 1 FROM ({by_id}) seen WHERE seen.pk = {SUBJECT_OF})", values  # noqa: S608  # ditto


def live(column: str) -> str:
    """A dead entry keeps its tokens until it is compacted. The index of the dead is small: the entry is not looked at."""
    dead = "search_indexentry d INDEXED BY search_dead"
    return f"NOT EXISTS (SELECT 1 FROM {dead} WHERE d.id = {column} AND d.is_dead)"  # noqa: S608  # own names
