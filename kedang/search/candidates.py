"""Who may be meant: the index and the asker's rights in one statement, newest first."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from kedang.search.compiling import Part
from kedang.search.engines import Sql, engine
from kedang.search.evaluating import wanted
from kedang.search.kinds import id_range, subject_of

# Up to so many entries of a word are taken all at once; more are walked newest first.
FEW = 5_000


class Candidates:
    """Subjects that can meet `parts` and are among `rows`; those that do are a matter of the texts."""

    def __init__(self, kind: str, rows: Callable[[], QuerySet[Any]], parts: Sequence[Part]) -> None:
        self.kind = kind
        self._rows = rows
        self.engine = engine()
        whole = id_range(kind)
        asked = [self.engine.expression(found) for found in map(wanted, parts) if found is not None]
        counted = sorted((self.engine.count(match, whole, FEW + 1), match) for match in dict.fromkeys(asked))
        self.driver = counted[0] if counted else None
        self.others = [self.engine.elsewhere(match, whole, rare=count <= FEW) for count, match in counted[1:]]

    @cached_property
    def rows(self) -> QuerySet[Any]:
        return self._rows().order_by()

    def batches(self, below: int | None, sizes: Iterator[int]) -> Iterator[list[int]]:
        """Subject ids, descending, each once."""
        try:
            for size in sizes:
                found = self._by_index(below, size) if self.driver else self._by_rows(below, size)
                if found:
                    below = found[-1]
                    yield list(dict.fromkeys(found))
                if len(found) < size:
                    return
        except EmptyResultSet:
            return

    def _by_rows(self, below: int | None, size: int) -> list[int]:
        rows = self.rows if below is None else self.rows.filter(pk__lt=below)
        return list(rows.order_by("-pk").values_list("pk", flat=True)[:size])

    def _by_index(self, below: int | None, size: int) -> list[int]:
        count, match = self.driver or (0, "")
        if not count:
            return []
        rare = count <= FEW
        conditions = [*self.others, self._visible]
        sql, values = self.engine.candidates(match, id_range(self.kind, below), conditions, size, rare=rare)
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
            return [subject_of(entry_id) for (entry_id,) in cursor.fetchall()]

    @cached_property
    def _visible(self) -> Sql:
        sql, values = self.rows.values("pk").query.sql_with_params()
        return self.engine.among(sql, list(values))
