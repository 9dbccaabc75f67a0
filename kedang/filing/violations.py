"""Documents that are not called what the naming rule says (命名违规)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Model, QuerySet

from kedang.filing.naming import Facts, Rule, follows, render_name

_CHUNK = 200
M = TypeVar("M", bound=Model)


@dataclass(frozen=True)
class Violation:
    pk: int
    name: str
    ruled: str


@dataclass(frozen=True)
class Violations:
    """A page of violations; `after` goes on from there, None when everything was looked at."""

    found: list[Violation]
    after: int | None


def violations(
    rows: QuerySet[M],
    *,
    facts_of: Callable[[Sequence[M]], Sequence[tuple[Rule, Facts]]],
    after: int = 0,
    limit: int = 50,
    examine: int = 2000,
) -> Violations:
    """Walk `rows` (which have a `name`) by key from `after`, at most `examine` rows, to `limit` finds.

    `facts_of` gives rule and facts of a chunk of rows with few queries.
    """
    found: list[Violation] = []
    for row, (rule, facts) in _examined(rows, facts_of, after, examine):
        after = row.pk
        name = str(getattr(row, "name"))  # noqa: B009 (a Model has no name, its subclass here has)
        if not follows(rule, facts, name):
            found.append(Violation(row.pk, name, render_name(rule, facts)))
            if len(found) >= limit:
                break
    return Violations(found, after if rows.filter(pk__gt=after).exists() else None)


def _examined(
    rows: QuerySet[M],
    facts_of: Callable[[Sequence[M]], Sequence[tuple[Rule, Facts]]],
    after: int,
    examine: int,
) -> Iterator[tuple[M, tuple[Rule, Facts]]]:
    while examine > 0:
        chunk = list(rows.filter(pk__gt=after).order_by("pk")[: min(_CHUNK, examine)])
        if not chunk:
            return
        yield from zip(chunk, facts_of(chunk), strict=True)
        after, examine = chunk[-1].pk, examine - len(chunk)
