"""Inserting many rows by hand: the ORM's bulk_create costs more than everything else of a registration together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from operator import attrgetter
from typing import Any

from django.db import connection, models


def reserve_ids(model: type[models.Model], count: int) -> Sequence[int]:
    """The next `count` ids of `model`, to be inserted in this transaction.

    PostgreSQL draws them from the table's sequence. On SQLite the transaction holds the only write lock, and the
    insertion itself moves the counter on.
    """
    if not count:
        return []
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
                [model._meta.db_table, count],
            )
            return [row[0] for row in cursor.fetchall()]
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [model._meta.db_table])
        row = cursor.fetchone()
        last = row[0] if row else 0
        return range(last + 1, last + 1 + count)


def insert_rows(rows: Sequence[models.Model]) -> None:
    """Insert `rows` of one model, in full, with the values they have; ids must be set. No signals."""
    if rows:
        names = [field.attname for field in rows[0]._meta.concrete_fields]
        insert_values(type(rows[0]), names, map(attrgetter(*names), rows))


def insert_values(model: type[models.Model], names: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> None:
    """Insert `rows`, the values of the attributes `names`; what is left out must have a default in the database.

    Only values the engines take as they are: text, numbers, bytes, dates.
    """
    rows = list(rows)
    if not rows:
        return
    known = {field.attname: field for field in model._meta.concrete_fields}
    fields = [known[name] for name in names]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    dates = [place for place, field in enumerate(fields) if isinstance(field, models.DateField)]
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES ({marks})",  # noqa: S608  # own names
            rows if connection.vendor == "postgresql" else _adapted(rows, dates),  # type: ignore[arg-type]  # the stubs know no iterators, the engines take them
        )


def _adapted(rows: Iterable[tuple[Any, ...]], dates: Sequence[int]) -> Iterable[tuple[Any, ...]]:
    """Dates as SQLite stores them, a column at a time; equal ones are converted once."""
    columns: list[Iterable[Any]] = list(zip(*rows, strict=True))
    known = _Adapted({None: None})
    for place in dates:
        columns[place] = map(known.__getitem__, columns[place])
    return zip(*columns, strict=True)


class _Adapted(dict[datetime | date | None, Any]):
    def __missing__(self, value: datetime | date) -> Any:
        adapted = self[value] = _adapt(value)
        return adapted


def _adapt(value: datetime | date) -> Any:
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return connection.ops.adapt_datefield_value(value)
