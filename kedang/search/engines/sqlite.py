"""FTS5 without texts and positions: a list of row ids per token.

Contentless tables of SQLite before 3.43 delete only through the 'delete' command with exactly the old tokens.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection

from kedang.search.engines import Range, Rows, Sql, also, live
from kedang.search.kinds import SEQUENCES, SUBJECT
from kedang.search.tokens import Wanted

CREATE = (
    "CREATE VIRTUAL TABLE search_tokens USING "
    "fts5(tokens, content='', detail=none, columnsize=0, tokenize='ascii')"
)
DROP = "DROP TABLE search_tokens"


class Sqlite:
    def insert(self, rows: Rows) -> None:
        with connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO search_tokens(rowid, tokens) VALUES (%s, %s)",
                [(entry_id, " ".join(tokens)) for entry_id, tokens in rows],
            )

    def remove(self, rows: Rows) -> None:
        with connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO search_tokens(search_tokens, rowid, tokens) VALUES ('delete', %s, %s)",
                [(entry_id, " ".join(tokens)) for entry_id, tokens in rows],
            )

    def clear(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO search_tokens(search_tokens) VALUES ('delete-all')")

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
