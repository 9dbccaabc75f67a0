"""What belongs to a customer and goes along when two records become one (A12).

Each room registers what it owns from its `AppConfig.ready()`. A part moves everything from one customer to another
inside the merge's transaction and returns, as JSON, what is needed to put exactly that back. Where rows simply change
hands, `rows_part` makes the whole part:

    register_part(rows_part("tasks", _("任务"), Task, sealed={"note": NOTE_AAD}, indexed="task"))
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.functional import Promise

from kedang.customers.moving import Aad, give_back, hand_over
from kedang.search import index

Json = Any


@dataclass(frozen=True)
class Bulk:
    """How a part goes batch by batch where it is too much for one transaction.

    `waiting(source_id, limit)`: ids that have not gone yet. `move(ids, source_id, target_id) -> moved` and
    `put_back(moved, source_id, target_id)` as in a Part; `settle(customer_id)` once all are where they belong.
    """

    waiting: Callable[[int, int], list[int]]
    move: Callable[[list[int], int, int], Json]
    put_back: Callable[[Json, int, int], object]
    settle: Callable[[int], None]


@dataclass(frozen=True)
class Part:
    """`move(source_id, target_id) -> moved`, `put_back(moved, source_id, target_id)`, `count(source_id)` for the preview.

    Whatever is sealed under the source's key is sealed again under the target's by `move`, and back by `put_back`;
    index entries are rewritten. Rows are locked by the transaction; order: rising `order`, put back falling.
    What was taken away or changed at the target since the merge stays as it is.
    """

    name: str
    label: str | Promise
    move: Callable[[int, int], Json]
    put_back: Callable[[Json, int, int], None]
    count: Callable[[int], int]
    order: int = 50
    bulk: Bulk | None = None
    # Put back when everything else is: also after the last batch.
    is_last: bool = False


_parts: dict[str, Part] = {}


def register_part(part: Part) -> None:
    _parts[part.name] = part


def parts() -> list[Part]:
    return sorted(_parts.values(), key=lambda one: one.order)


def rows_part(
    name: str,
    label: str | Promise,
    model: type[models.Model],
    *,
    sealed: Mapping[str, Aad] | None = None,
    indexed: str = "",
    column: str = "customer",
    order: int = 50,
    after: Callable[[list[int], int], None] | None = None,
) -> Part:
    """A part of rows that change hands whole.

    `sealed`: column → what its seal authenticates (or a function of the row), under the customer's `profile` key.
    `indexed`: the kind of their index entries. `after(ids, customer_id)` runs after each move, there and back.
    """
    seals = dict(sealed or {})

    def settle(ids: list[int], customer_id: int) -> None:
        if indexed:
            index.rehome(indexed, ids, customer_id)
        if after is not None:
            after(ids, customer_id)

    def move(source_id: int, target_id: int) -> Json:
        ids = hand_over(
            model._base_manager.filter(**{column: source_id}), source_id, target_id, seals, column=column
        )
        settle(ids, target_id)
        return ids

    def put_back(moved: Json, source_id: int, target_id: int) -> None:
        settle(give_back(model, moved, source_id, target_id, seals, column=column), source_id)

    def count(source_id: int) -> int:
        return model._base_manager.filter(**{column: source_id}).count()

    return Part(name, label, move, put_back, count, order)
