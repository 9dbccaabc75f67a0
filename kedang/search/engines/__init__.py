"""The two engines behind one interface: what holds the tokens and finds the candidates."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from django.db import connection

from kedang.search.kinds import SUBJECT, SUBJECT_MASK
from kedang.search.tokens import Wanted

Sql = tuple[str, list[Any]]
# An entry's id and its tokens, with blanks between.
Rows = Sequence[tuple[int, str]]
Range = tuple[int, int]
SUBJECT_OF = f"((c.id >> {SUBJECT}) & {SUBJECT_MASK})"


class Engine(Protocol):
    """Tokens under the ids of their entries, on the default database, in the caller's transaction."""

    def insert(self, rows: Rows) -> None: ...

    def remove(self, rows: Rows) -> None:
        """Forget dead entries; the tokens must be those inserted."""

    def clear(self) -> None: ...

    def present(self, rows: Rows) -> set[int]:
        """Which of these entries have their tokens."""

    def expression(self, wanted: Wanted) -> str:
        """The parameter of a match: all tokens of any group."""

    def count(self, match: str, ids: Range, cap: int) -> int:
        """How many entries match, counted up to `cap`."""

    def candidates(self, match: str, ids: Range, conditions: Sequence[Sql], limit: int, *, rare: bool) -> Sql:
        """Ids of matching live entries, newest subject first. `conditions` name the id as `c.id`."""

    def elsewhere(self, match: str, ids: Range, *, rare: bool) -> Sql:
        """A condition: some live entry of the same subject matches."""

    def among(self, rows: str, values: list[Any]) -> Sql:
        """A condition: the subject of `c.id` is one of `rows`, a query for ids in a column `pk`."""


def engine() -> Engine:
    from kedang.search.engines.postgres import Postgres
    from kedang.search.engines.sqlite import Sqlite

    return Postgres() if connection.vendor == "postgresql" else Sqlite()


def also(conditions: Sequence[Sql]) -> Sql:
    """` AND a AND b`, with the parameters of all."""
    return "".join(f" AND {sql}" for sql, _ in conditions), [
        value for _, given in conditions for value in given
    ]
