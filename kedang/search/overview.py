"""All kinds at once: the search box and the results page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.db.models import Count, QuerySet

from kedang.core.actor import Actor
from kedang.core.folding import fold
from kedang.core.prepared import Prepared
from kedang.search.compiling import Compiler
from kedang.search.fields import SearchField, Shown, of_kind, shown_kinds
from kedang.search.finding import COUNTED, Page, find, select
from kedang.search.language import And, Condition, Node, QueryError, parse, show
from kedang.search.snippets import Snippet

INSTANT = 5
ROWS = 20
# Facets count the newest of the results only: their cost must not grow with the archive.
FACETED = 2_000
_FACETS = 4


@dataclass(frozen=True)
class Hit:
    """One result, ready to be shown."""

    item: Any
    url: str
    title: str
    hint: str
    icon: str
    snippets: Sequence[Snippet] = ()

    @property
    def heading(self) -> str:
        """The title with the hit in it, where the name was hit."""
        named = [snippet.html for snippet in self.snippets if snippet.field == "name"]
        return named[0] if named else self.title

    @property
    def best(self) -> str:
        """Where else it was found."""
        other = [snippet.html for snippet in self.snippets if snippet.field != "name"]
        return other[0] if other else ""


@dataclass(frozen=True)
class Group:
    """The results of one kind."""

    kind: str
    label: str
    icon: str
    hits: list[Hit] = field(default_factory=list)
    count_label: str = "0"
    cursor: int | None = None
    more: bool = False
    error: QueryError | None = None


@dataclass(frozen=True)
class FacetValue:
    label: str
    count: int
    query: str
    is_on: bool
    is_capped: bool = False

    @property
    def count_label(self) -> str:
        return f"{self.count}+" if self.is_capped else str(self.count)


@dataclass(frozen=True)
class Facet:
    label: str
    values: list[FacetValue]


def groups(query: str, actor: Actor, *, limit: int = INSTANT, counted: int = COUNTED) -> list[Group]:
    """What each kind holds; a kind that does not know a field says so in its group."""
    return [
        group(declared.kind, query, actor, limit=limit, counted=counted) for declared, _shown in shown_kinds()
    ]


def group(
    kind: str,
    query: str,
    actor: Actor,
    *,
    limit: int = ROWS,
    cursor: int | None = None,
    counted: int = COUNTED,
) -> Group:
    declared = of_kind(kind)
    shown = declared.shown or Shown()
    try:
        page = find(
            _rows(kind), query, actor, limit=limit, cursor=cursor, counted=counted, by_id=_by_id(kind)
        )
    except QueryError as error:
        return Group(kind, str(declared.label), shown.icon, error=error)
    return Group(
        kind, str(declared.label), shown.icon, _hits(page, shown), page.count_label, page.cursor, page.more
    )


def _rows(kind: str) -> QuerySet[Any]:
    declared = of_kind(kind)
    related = declared.shown.related if declared.shown else ()
    return declared.rows().select_related(*related) if related else declared.rows()


@cache
def _by_id(kind: str) -> Prepared[Any]:
    return Prepared(lambda *ids: _rows(kind).filter(pk__in=ids))


def results(query: str, actor: Actor, kind: str = "", cursor: int | None = None) -> tuple[list[Group], str]:
    """All kinds, and which of them is shown: `kind`, or else the first that holds something.

    Others are not searched, and nothing is counted further than shown: `counts` is asked for when the page is there.
    """
    kinds = [declared.kind for declared, _shown in shown_kinds()]
    found: dict[str, Group] = {}
    chosen = ""
    for one in sorted(kinds, key=lambda other: other != kind):
        if chosen:
            found[one] = outline(one, query, actor)
            continue
        found[one] = group(one, query, actor, cursor=cursor if one == kind else None, counted=0)
        if found[one].hits or found[one].cursor or (one == kind and not found[one].error):
            chosen = one
    return [found[one] for one in kinds], chosen


def outline(kind: str, query: str, actor: Actor) -> Group:
    """Whether the kind knows what is asked."""
    declared = of_kind(kind)
    error: QueryError | None = None
    try:
        Compiler(declared, query, actor).compile()
    except QueryError as refused:
        error = refused
    icon = declared.shown.icon if declared.shown else ""
    return Group(kind, str(declared.label), icon, count_label="", error=error)


def counts(query: str, actor: Actor) -> dict[str, str]:
    """How many each kind holds, exact to 200."""
    found = groups(query, actor, limit=0)
    return {each.kind: each.count_label for each in found if not each.error}


def facets(kind: str, query: str, actor: Actor) -> list[Facet]:
    """Choices of the results, with how many of the newest 2,000 have each."""
    rows, is_capped = newest_of(kind, query, actor)
    columns = [
        column for column in of_kind(kind).fields if column.type == "choice" and column.path and not column.q
    ]
    found = (choices_of(column, rows, query, is_capped=is_capped) for column in columns[:_FACETS])
    return [each for each in found if len(each.values) > 1]


def newest_of(kind: str, query: str, actor: Actor) -> tuple[QuerySet[Any], bool]:
    """The newest of the results, and whether there are more than are counted."""
    declared = of_kind(kind)
    rows, stopped = select(declared.rows(), query, actor)
    newest = list(rows.order_by("-pk").values_list("pk", flat=True)[: FACETED + 1])
    counted = declared.model._base_manager.filter(pk__in=newest[:FACETED])
    return counted, stopped or len(newest) > FACETED


def choices_of(column: SearchField, rows: QuerySet[Any], query: str, *, is_capped: bool = False) -> Facet:
    counts = dict(rows.values_list(column.path).annotate(n=Count("pk")).values_list(column.path, "n"))
    values = [
        facet_value(column, labels, counts[value], query, is_capped=is_capped)
        for value, labels in column.words()
        if counts.get(value)
    ]
    return Facet(column.title, values)


def facet_value(
    column: SearchField, words: Sequence[str], count: int, query: str, *, is_capped: bool = False
) -> FacetValue:
    """`column:word` added to the query, or taken out again if it is there, under whichever of its `words`."""
    word = words[0]
    condition = Condition(column.label, ":", word, quoted=not word.isalnum())
    tree = parse(query)
    parts = [] if tree is None else list(tree.nodes) if isinstance(tree, And) else [tree]
    others = [part for part in parts if not _says(part, column, words)]
    is_on = len(others) < len(parts)
    kept = others if is_on else [*parts, condition]
    return FacetValue(word, count, show(And(tuple(kept))) if kept else "", is_on, is_capped)


def _says(part: Node, column: SearchField, words: Sequence[str]) -> bool:
    return (
        isinstance(part, Condition)
        and part.operator == ":"
        and fold(part.name) in map(fold, column.names)
        and fold(part.value) in map(fold, words)
    )


def _hits(page: Page[Any], shown: Shown) -> list[Hit]:
    return [
        Hit(
            item,
            shown.url(item) if shown.url else "",
            shown.title(item),
            shown.hint(item),
            shown.icon,
            page.snippets.get(item.pk, ()),
        )
        for item in page.items
    ]
