"""One stream of all that happened with a customer, put together from rows and ledger; no second copy (A4).

Each room registers a source from its `AppConfig.ready()`: its rows older than a point, newest first, within the
asker's rights. The stream merges as many of each as the page can show, so a page costs the same at any length.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.functional import Promise

from kedang.core.actor import Actor
from kedang.customers.models import Customer


@dataclass(frozen=True)
class Point:
    """Where a page ended: entries are ordered by time, then source, then id, all falling."""

    at: datetime
    source: str
    pk: int


@dataclass(frozen=True)
class Moment:
    """One entry: when, what, and the template that shows it (given `moment`, `customer` and `context`)."""

    at: datetime
    source: str
    pk: int
    template: str
    context: dict[str, Any] = field(default_factory=dict)

    @property
    def point(self) -> Point:
        return Point(self.at, self.source, self.pk)

    @property
    def order(self) -> tuple[datetime, str, int]:
        return self.at, self.source, self.pk


# (customer, actor, before, words, limit) → the newest `limit` older than `before` that contain `words`.
Rows = Callable[[Customer, Actor, Point | None, str, int], list[Moment]]


@dataclass(frozen=True)
class Source:
    name: str
    label: str | Promise
    icon: str
    rows: Rows
    order: int = 50


_sources: dict[str, Source] = {}


def register(source: Source) -> None:
    _sources[source.name] = source


def sources() -> list[Source]:
    return sorted(_sources.values(), key=lambda one: one.order)


def stream(
    customer: Customer,
    actor: Actor,
    *,
    only: Collection[str] = (),
    before: Point | None = None,
    words: str = "",
    limit: int = 30,
) -> list[Moment]:
    """A page, newest first. `only`: names of sources; none: all."""
    wanted = [one for one in sources() if not only or one.name in only]
    pages = [one.rows(customer, actor, before, words, limit) for one in wanted]
    newest = heapq.merge(*pages, key=lambda moment: moment.order, reverse=True)
    return [moment for moment, _ in zip(newest, range(limit), strict=False)]


def before_filter(source: str, before: Point | None, column: str = "at") -> Any:
    """The condition for a source's rows older than `before`; rows are then ordered by (column, pk) falling."""
    from django.db.models import Q

    if before is None:
        return Q()
    same = Q(**{column: before.at})
    if source == before.source:
        return Q(**{f"{column}__lt": before.at}) | same & Q(pk__lt=before.pk)
    older = Q(**{f"{column}__lt": before.at})
    return older | same if source < before.source else older
