"""One stream of all that happened with a customer, put together from rows and ledger; no second copy (A4).

Each room registers a source from its `AppConfig.ready()`: its rows older than a point, newest first, within the
asker's rights. The stream merges as many of each as the page can show, so a page costs the same at any length.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any

from django.db import connection
from django.db.models import Model
from django.utils.functional import Promise

from kedang.access.rights import probing
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
    model: type[Model] | None = (
        None  # of the rows, with a column `customer_id`: of whom it has none is not asked
    )
    # Adds to those of a page what they show: most rows of a source do not come onto it.
    fill: Callable[[list[Moment], Actor], None] | None = None


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
    asker = probing(actor)
    wanted = _that_have_rows(customer, [one for one in sources() if not only or one.name in only])
    pages = [one.rows(customer, asker, before, words, limit) for one in wanted]
    newest = heapq.merge(*pages, key=lambda moment: moment.order, reverse=True)
    page = list(islice(newest, limit))
    for one in wanted:
        if one.fill and (own := [moment for moment in page if moment.source == one.name]):
            one.fill(own, asker)
    return page


def _that_have_rows(customer: Customer, wanted: list[Source]) -> list[Source]:
    """Most customers have rows of few kinds; a question within the reader's rights costs more than all of this."""
    tables = {one.name: one.model._meta.db_table for one in wanted if one.model is not None}
    if not tables:
        return wanted
    quote = connection.ops.quote_name
    asked = " UNION ALL ".join(
        f"SELECT %s WHERE EXISTS (SELECT 1 FROM {quote(table)} WHERE customer_id = %s)"  # noqa: S608  # own names
        for table in tables.values()
    )
    with connection.cursor() as cursor:
        cursor.execute(asked, [part for name in tables for part in (name, customer.pk)])
        there = {row[0] for row in cursor.fetchall()}
    return [one for one in wanted if one.model is None or one.name in there]


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
