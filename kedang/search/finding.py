"""Finding: candidates from the index inside the asker's rights, then the exact recheck of their texts.

    page = find(Customer.objects.for_lists(), "华信 阶段:现有客户", actor, limit=50)

Newest first. The recheck ends after 2,000 candidates or 100 ms and says so; the cursor goes on from there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, repeat
from time import monotonic
from typing import Any, Generic, TypeVar

from django.db.models import Model, Q, QuerySet

from kedang.core.actor import Actor
from kedang.search import compiling, conditions, index
from kedang.search.candidates import Candidates
from kedang.search.compiling import Compiler, Never, Part, Sql, Text, as_q, conjuncts, texts_of
from kedang.search.evaluating import holds, truths
from kedang.search.fields import Declared, masked_texts, of_model
from kedang.search.snippets import Snippet, snippets

M = TypeVar("M", bound=Model)

COUNTED = 200
_CHUNK = 32


@dataclass(frozen=True)
class Budget:
    """How much is rechecked before giving up; jobs have no limit."""

    candidates: float = 2_000
    seconds: float = 0.1


PAGE = Budget()
UNCAPPED = Budget(float("inf"), float("inf"))


@dataclass
class Page(Generic[M]):
    """`cursor` continues below the last item; `more`: the search stopped early, there may be more than counted."""

    items: list[M]
    snippets: dict[int, list[Snippet]] = field(default_factory=dict)
    cursor: int | None = None
    more: bool = False
    count: int = 0
    is_exact: bool = True

    @property
    def count_label(self) -> str:
        return str(self.count) if self.is_exact else f"{self.count}+"


def find(
    queryset: QuerySet[M],
    query: str,
    actor: Actor,
    *,
    limit: int = 50,
    cursor: int | None = None,
    budget: Budget = PAGE,
) -> Page[M]:
    """The newest of `queryset` that `actor` may see and that meet `query`. Raises QueryError."""
    search = Search(queryset, query, actor, budget)
    return search.by_texts(limit, cursor) if search.textual else search.by_columns(limit, cursor)


def compile(query: str, model: type[M], actor: Actor, *, budget: Budget = PAGE) -> QuerySet[M]:
    """What `actor` may see of `model` and `query` asks for; texts are settled now, within the budget."""
    return select(model._default_manager.all(), query, actor, budget=budget)[0]


def select(
    queryset: QuerySet[M], query: str, actor: Actor, *, budget: Budget = PAGE
) -> tuple[QuerySet[M], bool]:
    """`queryset` cut down to what `query` asks for, to be sorted and paged; and whether the search stopped early."""
    search = Search(queryset, query, actor, budget)
    if not search.textual:
        return search.rows, False
    scan = search.scan(None)
    ids = [subject_id for subject_id, _ in scan]
    return search.rows.filter(pk__in=ids), scan.stopped


def ids_of(queryset: QuerySet[M], query: str, actor: Actor, *, budget: Budget = UNCAPPED) -> Iterator[int]:
    """The ids of all that `query` asks for, newest first: for jobs, whatever their number."""
    search = Search(queryset, query, actor, budget)
    if search.textual:
        return (subject_id for subject_id, _entries in search.scan(None))
    return search.rows.order_by("-pk").values_list("pk", flat=True).iterator(chunk_size=5000)


class Search(Generic[M]):
    """A query being answered."""

    def __init__(self, queryset: QuerySet[M], query: str, actor: Actor, budget: Budget) -> None:
        self.declared = of_model(queryset.model)
        self.actor, self.budget = actor, budget
        self.stopped = False
        whole = Compiler(self.declared, query, actor).compile()
        parts = [self._settled(part) for part in conjuncts(whole)]
        self.textual = [part for part in parts if texts_of(part)]
        visible: QuerySet[M] = queryset.visible_to(actor)  # type: ignore[attr-defined]  # every declared model is guarded
        self.rows = visible.filter(*(as_q(part) for part in parts if not texts_of(part)))

    def by_columns(self, limit: int, cursor: int | None) -> Page[M]:
        rows = self.rows if cursor is None else self.rows.filter(pk__lt=cursor)
        items = list(rows.order_by("-pk")[: limit + 1])
        following = items[limit - 1].pk if len(items) > limit else None
        count = self.rows.order_by().values("pk")[: COUNTED + 1].count()
        return Page(
            items[:limit],
            cursor=following,
            count=min(count, COUNTED),
            is_exact=count <= COUNTED,
            more=self.stopped,
        )

    def by_texts(self, limit: int, cursor: int | None) -> Page[M]:
        found: dict[int, Sequence[index.Stored]] = {}
        scan = self.scan(cursor)
        enough = max(limit, COUNTED) + 1
        count = 0
        for subject_id, entries in scan:
            count += 1
            if count <= limit + 1:
                found[subject_id] = entries
            if count >= enough:
                break
        return self._page(found, limit, count, scan)

    def scan(self, below: int | None) -> Scan:
        return Scan(self.declared, self.rows, self.textual, self.budget, below)

    def _page(self, found: dict[int, Sequence[index.Stored]], limit: int, count: int, scan: Scan) -> Page[M]:
        shown = list(found)[:limit]
        by_pk = {row.pk: row for row in self.rows.filter(pk__in=shown)}
        asked = [text for part in self.textual if not isinstance(part, Never) for text in texts_of(part)]
        masked = masked_texts(self.declared.kind)
        following = shown[-1] if count > limit else scan.last if scan.stopped else None
        return Page(
            [by_pk[pk] for pk in shown if pk in by_pk],
            {pk: snippets(asked, found[pk], masked) for pk in shown},
            cursor=following,
            more=scan.stopped or self.stopped,
            count=min(count, COUNTED),
            is_exact=count <= COUNTED and not scan.stopped,
        )

    def _settled(self, part: Part) -> Part:
        """With the texts of related records looked up, as columns."""
        if isinstance(part, Text) and part.via:
            return self._related(part)
        if isinstance(part, Never):
            return Never(self._settled(part.part))
        if isinstance(part, compiling.All | compiling.Any):
            return type(part)(tuple(self._settled(each) for each in part.parts))
        return part

    def _related(self, part: Text) -> Sql:
        declared, column = _other(self.declared, part.via)
        own = Text(part.sought, part.fields, part.whole)
        rows = declared.model._default_manager.all().visible_to(self.actor)  # type: ignore[attr-defined]  # likewise
        scan = Scan(declared, rows, [own], self.budget, None)
        ids = [subject_id for subject_id, _ in scan]
        self.stopped = self.stopped or scan.stopped
        q = Q(**{f"{column}__in": ids})
        if conditions.crosses_many(self.declared.model, column):  # rows do not double
            q = Q(pk__in=self.declared.model._base_manager.filter(q).values("pk"))
        return Sql(q, -id(part))


class Scan:
    """Subjects that meet the textual parts, descending; `stopped` when the budget ended it, `last` where."""

    def __init__(
        self,
        declared: Declared,
        rows: QuerySet[Any],
        parts: Sequence[Part],
        budget: Budget,
        below: int | None,
    ) -> None:
        self.declared, self.rows, self.parts, self.budget, self.below = declared, rows, parts, budget, below
        self.stopped = False
        self.last: int | None = None

    def __iter__(self) -> Iterator[tuple[int, Sequence[index.Stored]]]:
        end, seen = monotonic() + self.budget.seconds, 0
        candidates = Candidates(self.declared.kind, self.rows, self.parts)
        for batch in candidates.batches(self.below, chain([256], repeat(1024))):
            for start in range(0, len(batch), _CHUNK):
                chunk = batch[start : start + _CHUNK]
                # At least one chunk is looked at, however slow the machine: searching further gets on.
                if seen and (seen >= self.budget.candidates or monotonic() > end):
                    self.stopped = True
                    return
                yield from self._checked(chunk)
                seen += len(chunk)
                self.last = chunk[-1]

    def _checked(self, chunk: Sequence[int]) -> Iterator[tuple[int, Sequence[index.Stored]]]:
        known = truths(self.parts, self.declared.model, chunk)
        stored = index.read(self.declared.kind, chunk)
        for subject_id in chunk:
            entries = stored[subject_id]
            if all(holds(part, subject_id, entries, known) for part in self.parts):
                yield subject_id, entries


def _other(declared: Declared, via: str) -> tuple[Declared, str]:
    model: Any = declared.model
    for name in via.split("__"):
        model = model._meta.get_field(name).related_model
    return of_model(model), via
