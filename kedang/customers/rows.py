"""Inserting many rows by hand: the ORM's bulk_create costs more than everything else of a registration together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import connection, models


def insert_rows(rows: Sequence[models.Model]) -> None:
    """Insert `rows` of one model, in full, with the values they have; ids must be set. No signals."""
    if not rows:
        return
    model = type(rows[0])
    fields = model._meta.concrete_fields
    names = [field.attname for field in fields]
    columns = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    table = connection.ops.quote_name(model._meta.db_table)
    values = _adapted(vars(row) for row in rows)
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {table} ({columns}) VALUES ({marks})",  # noqa: S608  # names of the model's own columns
            [[value[name] for name in names] for value in values],
        )


def _adapted(rows: Iterable[Mapping[str, Any]]) -> Iterable[dict[str, Any]]:
    """Dates as the engine stores them; equal moments are converted once."""
    if connection.vendor == "postgresql":
        yield from (dict(row) for row in rows)
        return
    known: dict[datetime | date, Any] = {}
    for row in rows:
        yield {
            name: _adapt(value, known) if isinstance(value, date) else value for name, value in row.items()
        }


def _adapt(value: datetime | date, known: dict[datetime | date, Any]) -> Any:
    if value not in known:
        adapt = (
            connection.ops.adapt_datetimefield_value
            if isinstance(value, datetime)
            else connection.ops.adapt_datefield_value
        )
        known[value] = adapt(value)  # type: ignore[arg-type]  # chosen by the value's type
    return known[value]
