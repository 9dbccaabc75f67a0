"""Who may be meant: the index and the asker's rights in one statement, newest first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from kedang.access.models import Audience
from kedang.search.compiling import Part
from kedang.search.engines import Sql, engine
from kedang.search.evaluating import wanted
from kedang.search.kinds import SUBJECT, SUBJECT_MASK, id_range, subject_of

# Up to so many entries of a word, or rows seen by a person, are taken all at once; more are walked newest first.
FEW = 5_000
FEW_ROWS = 50_000
_SUBJECT = f"((c.id >> {SUBJECT}) & {SUBJECT_MASK})"


class Candidates:
    """Subjects that can meet `parts` and are among `rows`; those that do are a matter of the texts."""

    def __init__(self, kind: str, rows: QuerySet[Any], parts: Sequence[Part]) -> None:
        self.kind = kind
        self.rows = rows.order_by()
        self.engine = engine()
        whole = id_range(kind)
        asked = [self.engine.expression(found) for found in map(wanted, parts) if found is not None]
        counted = sorted((self.engine.count(match, whole, FEW + 1), match) for match in dict.fromkeys(asked))
        self.driver = counted[0] if counted else None
        self.others = [self.engine.elsewhere(match, whole, rare=count <= FEW) for count, match in counted[1:]]

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
        conditions = [*self.others, self._visible(rare=rare)]
        sql, values = self.engine.candidates(match, id_range(self.kind, below), conditions, size, rare=rare)
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
            return [subject_of(entry_id) for (entry_id,) in cursor.fetchall()]

    def _visible(self, *, rare: bool) -> Sql:
        """Look each candidate up among the rows, or the candidates in a list of the rows if that is short."""
        sql, values = self.rows.values("pk").query.sql_with_params()
        # Inside EXISTS the engine would put the list of those near the asker together anew for every candidate.
        if (not rare or Audience._meta.db_table in sql) and self._sees_few():
            return f"{_SUBJECT} IN ({sql})", list(values)
        own = self.rows.filter(pk=RawSQL(_SUBJECT, [])).values("pk")  # noqa: S611  # a constant
        sql, values = own.query.sql_with_params()
        return f"EXISTS ({sql})", list(values)

    def _sees_few(self) -> bool:
        few: bool | None = getattr(self, "_few", None)
        if few is None:
            few = self._few = self.rows.values("pk")[: FEW_ROWS + 1].count() <= FEW_ROWS
        return few
