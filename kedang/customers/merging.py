"""What belongs to a customer and goes along when two records become one (A12).

Each room registers what it owns from its `AppConfig.ready()`. A part moves everything from one customer to another
inside the merge's transaction and returns, as JSON, what is needed to put exactly that back.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

Json = Any


@dataclass(frozen=True)
class Part:
    """`move(source_id, target_id) -> moved`, `put_back(moved, source_id, target_id)`, `count(source_id)` for the preview.

    Whatever is sealed under the source's key is sealed again under the target's by `move`, and back by `put_back`;
    index entries are rewritten. Rows are locked by the transaction; order: rising `order`, put back falling.
    """

    name: str
    label: str | Promise
    move: Callable[[int, int], Json]
    put_back: Callable[[Json, int, int], None]
    count: Callable[[int], int]
    order: int = 50


_parts: dict[str, Part] = {}


def register_part(part: Part) -> None:
    _parts[part.name] = part


def parts() -> list[Part]:
    return sorted(_parts.values(), key=lambda one: one.order)
