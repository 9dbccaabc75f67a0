"""Rows that change hands: their customer, and the key that seals what is personal in them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from django.db import models

from kedang import vault

Aad = bytes | Callable[[Any], bytes]
M = TypeVar("M", bound=models.Model)
_BATCH = 400


def hand_over(
    rows: models.QuerySet[Any],
    source_id: int,
    target_id: int,
    sealed: Mapping[str, Aad],
    *,
    column: str = "customer",
) -> list[int]:
    """Give `rows` of one customer to another; their ids. One statement, and one for each batch with something sealed."""
    ids = list(rows.order_by("pk").values_list("pk", flat=True))
    for batch in _batches(ids):
        some = rows.model._base_manager.filter(pk__in=batch)
        if sealed:
            _reseal(list(some), source_id, target_id, sealed)
        some.update(**{f"{column}_id": target_id})
    return ids


def give_back(
    model: type[models.Model],
    ids: Sequence[int],
    source_id: int,
    target_id: int,
    sealed: Mapping[str, Aad],
    *,
    column: str = "customer",
) -> list[int]:
    """Those of `ids` that are still the target's, to the source they came from."""
    back: list[int] = []
    for batch in _batches(list(ids)):
        there = model._base_manager.filter(pk__in=batch, **{f"{column}_id": target_id})
        back += hand_over(there, target_id, source_id, sealed, column=column)
    return back


def _reseal(rows: list[Any], source_id: int, target_id: int, sealed: Mapping[str, Aad]) -> None:
    places = [(row, name) for row in rows for name in sealed if getattr(row, name) is not None]
    opened = vault.unseal_many(
        [
            (bytes(getattr(row, name)), f"customer:{source_id}", "profile", _aad(sealed[name], row))
            for row, name in places
        ]
    )
    known = [
        (place, plain) for place, plain in zip(places, opened, strict=True) if plain is not None
    ]  # None: its key was destroyed, there is nothing left to seal
    closed = vault.seal_many(
        [(f"customer:{target_id}", "profile", plain, _aad(sealed[name], row)) for (row, name), plain in known]
    )
    for ((row, name), _plain), body in zip(known, closed, strict=True):
        setattr(row, name, body)
    if known:
        type(rows[0])._base_manager.bulk_update(rows, list(sealed), batch_size=_BATCH)


def _aad(aad: Aad, row: Any) -> bytes:
    return aad(row) if callable(aad) else aad


def _batches(ids: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(ids), _BATCH):
        yield ids[start : start + _BATCH]
