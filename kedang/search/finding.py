"""Finding: candidates from the index inside the asker's rights, then the exact recheck of their texts.

    page = find(Customer.objects.for_lists(), "华信 阶段:现有客户", actor, limit=50)

Newest first. The recheck ends after 2,000 candidates or 100 ms and says so; the cursor goes on from there. Where the
tokens alone decide (a term of one gram), only what is shown is rechecked: counting decrypts nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import chain, islice, repeat
from time import monotonic
from typing import Any, Generic, TypeVar

from django.db.models import Model, Q, QuerySet

from kedang.core.actor import Actor
from kedang.search import compiling, conditions, index
from kedang.search.candidates import Candidates
from kedang.search.compiling import Compiler, Never, Part, Sql, Text, as_q, conjuncts, texts_of
from kedang.search.evaluating import holds, is_decided, truths
from kedang.search.fields import Declared, masked_texts, of_model
from kedang.search.snippets import Snippet, snippets

M = TypeVar("M", bound=Model)

COUNTED = 200
_CHUNK = 32
_BATCHES = (64, 256)
_FOLLOWING = 1024


@dataclass(frozen=True)
class Budget:
    """How much is rechecked before giving up; jobs have no limit, and look at every text."""

    candidates: float = 2_000
    seconds: float = 0.1
    trusts_tokens: bool = True


PAGE = Budget()
UNCAPPED = Budget(float("inf"), float("inf"), trusts_tokens=False)


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
    counted: int = COUNTED,
    by_id: Callable[..., list[M]] | None = None,
) -> Page[M]:
    """The newest of `queryset` that `actor` may see and that meet `query`. Raises QueryError.

    `counted`: how far the count is exact at least; as far as the page reaches it always is.
    `by_id`: `queryset` as a function of ids (`core.prepared`), where the same is searched again and again.
    """
    search = Search(queryset, query, actor, budget, counted, by_id)
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
    ids = list(scan)
    return search.rows.filter(pk__in=ids), scan.stopped


def ids_of(queryset: QuerySet[M], query: str, actor: Actor, *, budget: Budget = UNCAPPED) -> Iterator[int]:
    """The ids of all that `query` asks for, newest first: for jobs, whatever their number."""
    search = Search(queryset, query, actor, budget)
    if search.textual:
        return iter(search.scan(None))
    return search.rows.order_by("-pk").values_list("pk", flat=True).iterator(chunk_size=5000)


class Search(Generic[M]):
    """A query being answered."""

    def __init__(
        self,
        queryset: QuerySet[M],
        query: str,
        actor: Actor,
        budget: Budget,
        counted: int = COUNTED,
        by_id: Callable[..., list[M]] | None = None,
    ) -> None:
        self.declared = of_model(queryset.model)
        self.actor, self.budget, self.counted = actor, budget, counted
        self.queryset, self._by_id = queryset, by_id
        self.stopped = False
        whole = Compiler(self.declared, query, actor).compile()
        parts = [self._settled(part) for part in conjuncts(whole)]
        self.textual = [part for part in parts if texts_of(part)]
        self._columns = [part for part in parts if not texts_of(part)]

    @cached_property
    def rows(self) -> QuerySet[M]:
        """What of all this `actor` may see; not asked for when the index knows none of the words."""
        visible: QuerySet[M] = self.queryset.visible_to(self.actor)  # type: ignore[attr-defined]  # every declared model is guarded
        return visible.filter(*(as_q(part) for part in self._columns))

    def by_columns(self, limit: int, cursor: int | None) -> Page[M]:
        rows = self.rows if cursor is None else self.rows.filter(pk__lt=cursor)
        items = list(rows.order_by("-pk")[: limit + 1])
        following = items[limit - 1].pk if len(items) > limit else None
        if cursor is None and following is None:
            count = len(items)
        else:
            count = self.rows.order_by().values("pk")[: self._most(limit) + 1].count()
        return self._counted(Page(items[:limit], cursor=following, more=self.stopped), count, limit)

    def by_texts(self, limit: int, cursor: int | None) -> Page[M]:
        scan = self.scan(cursor, keep=limit)
        found = list(islice(scan, self._most(limit) + 1))
        shown = found[:limit]
        entries = scan.entries_of(shown)
        if not all(scan.is_met(subject_id, entries[subject_id]) for subject_id in shown):
            # A key was destroyed, or two grams share a token: look at every text.
            self.budget = replace(self.budget, trusts_tokens=False)
            return self.by_texts(limit, cursor)
        following = shown[-1] if len(found) > limit and shown else scan.last if scan.stopped else None
        items = self._items(shown)
        withheld = self.declared.unquotable(self.actor, items) if self.declared.unquotable and items else ()
        snippets = self._snippets(entries, withheld)
        page = Page(items, snippets, following, scan.stopped or self.stopped)
        return self._counted(page, len(found), limit)

    def scan(self, below: int | None, *, keep: int = 0) -> Scan:
        return Scan(self.declared, lambda: self.rows, self.textual, self.budget, below, keep)

    def _most(self, limit: int) -> int:
        return max(limit, self.counted)

    def _counted(self, page: Page[M], count: int, limit: int) -> Page[M]:
        page.count = min(count, self._most(limit))
        page.is_exact = count <= self._most(limit) and not page.more
        return page

    def _items(self, shown: Sequence[int]) -> list[M]:
        # They are among `rows`, which cost the rights once: not to be asked a second time for a page.
        found: Iterable[M] = self._by_id(*shown) if self._by_id else self.queryset.filter(pk__in=shown)
        by_pk = {row.pk: row for row in found} if shown else {}
        return [by_pk[pk] for pk in shown if pk in by_pk]

    def _snippets(
        self, entries: Mapping[int, Sequence[index.Stored]], withheld: Container[int]
    ) -> dict[int, list[Snippet]]:
        """Of a `withheld` record the names alone: its texts are for those who open it."""
        asked = [text for part in self.textual if not isinstance(part, Never) for text in texts_of(part)]
        masked = masked_texts(self.declared.kind)
        found = {pk: snippets(asked, of, masked) for pk, of in entries.items()}
        return {
            pk: [each for each in of if each.field in index.NAMES] if pk in withheld else of
            for pk, of in found.items()
        }

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
        scan = Scan(declared, lambda: rows, [own], self.budget)
        ids = list(scan)
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
        rows: Callable[[], QuerySet[Any]],
        parts: Sequence[Part],
        budget: Budget,
        below: int | None = None,
        keep: int = 0,
    ) -> None:
        self.declared, self.rows, self.parts, self.budget = declared, rows, parts, budget
        self.below, self.keep = below, keep
        self.is_decided = budget.trusts_tokens and all(map(is_decided, parts))
        self.stopped = False
        self.last: int | None = None
        self._read: dict[int, Sequence[index.Stored]] = {}

    def __iter__(self) -> Iterator[int]:
        end, seen = monotonic() + self.budget.seconds, 0
        candidates = Candidates(self.declared.kind, self.rows, self.parts)
        for batch in candidates.batches(self.below, chain(_BATCHES[not self.keep :], repeat(_FOLLOWING))):
            # Nothing of a batch that the tokens decide is worth stopping for.
            size = len(batch) if self.is_decided else _CHUNK
            for start in range(0, len(batch), size):
                chunk = batch[start : start + size]
                # At least one chunk is looked at, however slow the machine: searching further gets on.
                if seen and (seen >= self.budget.candidates or monotonic() > end):
                    self.stopped = True
                    return
                yield from chunk if self.is_decided else self._checked(chunk)
                seen += len(chunk)
                self.last = chunk[-1]

    def entries_of(self, subject_ids: Sequence[int]) -> dict[int, Sequence[index.Stored]]:
        """The texts of subjects that were found; those that had to be looked at are not read again."""
        unread = [subject_id for subject_id in subject_ids if subject_id not in self._read]
        self._read |= index.read(self.declared.kind, unread)
        return {subject_id: self._read[subject_id] for subject_id in subject_ids}

    def is_met(self, subject_id: int, entries: Sequence[index.Stored]) -> bool:
        return not self.is_decided or all(holds(part, subject_id, entries, {}) for part in self.parts)

    def _checked(self, chunk: Sequence[int]) -> Iterator[int]:
        known = truths(self.parts, self.declared.model, chunk)
        stored = index.read(self.declared.kind, chunk)
        for subject_id in chunk:
            entries = stored[subject_id]
            if all(holds(part, subject_id, entries, known) for part in self.parts):
                if len(self._read) < self.keep:
                    self._read[subject_id] = entries
                yield subject_id


def _other(declared: Declared, via: str) -> tuple[Declared, str]:
    model: Any = declared.model
    for name in via.split("__"):
        model = model._meta.get_field(name).related_model
    return of_model(model), via
