"""The names a notice may show its reader; the room that has them says which (`customers`)."""

from __future__ import annotations

from collections.abc import Callable, Collection

from kedang.core.actor import Actor

# (reader, customer ids) → the names of those the reader may see.
Names = Callable[[Actor, Collection[int]], dict[int, str]]

_of_customers: list[Names] = []


def register_names(names: Names) -> None:
    _of_customers[:] = [names]


def names_of(actor: Actor, customer_ids: Collection[int]) -> dict[int, str]:
    return _of_customers[0](actor, customer_ids) if _of_customers and customer_ids else {}
