"""Queries of one shape, compiled once.

Writing a query's SQL takes Django several times as long as answering it takes the engine, and a page asks a dozen
whose only news are the ids.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from inspect import Parameter, signature
from typing import Any, Generic, TypeVar

from django.db import connections
from django.db.models import Expression, QuerySet
from django.db.models.sql.compiler import SQLCompiler

T = TypeVar("T")
_BEYOND = 1 << 63
Value = int | str | bytes | date
Fill = Callable[[tuple[Any, ...]], None]


class Place(Expression):
    """Where a value is put in later."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> tuple[str, Any]:
        return "%s", (self,)


class Prepared(Generic[T]):
    """A queryset as a function of ids, words or tokens, in any form: rows, `values_list`, `select_related`.

        tags_of = Prepared(lambda customer: Tag.objects.filter(customers=customer))
        tags_of(17)

    A parameter with a star stands for a list: `lambda *ids: Tag.objects.filter(pk__in=ids)` (through a foreign key
    `customer__pk__in`); an empty list finds nothing.

    Made once, at the top of a module; `now()` in it would stand still.
    Rights are not of one shape: what they bear on starts at `visible_to`, not here.
    """

    def __init__(self, build: Callable[..., QuerySet[Any, T]], *, using: str = "default") -> None:
        self._build = build
        self._using = using
        kinds = [one.kind for one in signature(build).parameters.values()]
        self._single = sum(kind is not Parameter.VAR_POSITIONAL for kind in kinds)
        self._takes_list = self._single < len(kinds)

    def __call__(self, *values: Value) -> list[T]:
        if self._takes_list and len(values) == self._single:
            return []
        values = padded(values, self._single)
        # A compiler belongs to one connection.
        known = connections[self._using].__dict__.setdefault("prepared", {})
        key = self, len(values)
        if key not in known:
            known[key] = Compiled(self._build(*places(len(values))).using(self._using))
        compiled: Compiled[T] = known[key]
        return compiled(values)


class Compiled(Generic[T]):
    """One shape of a queryset, with places for its values. Belongs to one connection and one thread."""

    def __init__(self, queryset: QuerySet[Any, T]) -> None:
        self._queryset: Any = queryset
        self._fill = _freeze(queryset)

    def __call__(self, values: tuple[Any, ...]) -> list[T]:
        if any(type(one) is int and not -_BEYOND < one < _BEYOND for one in values):
            return []  # an id no database holds: what an address may say
        if any(isinstance(one, date) for one in values):
            values = tuple(_stored(one, connections[self._queryset.db].ops) for one in values)
        self._fill(values)
        return list(self._queryset._iterable_class(self._queryset))  # a clone would compile anew


def padded(values: tuple[Value, ...], single: int) -> tuple[Value, ...]:
    """A list (all after the `single` ones) filled up to a power of two with its last value: few shapes."""
    listed = len(values) - single
    return values + values[-1:] * ((1 << (listed - 1).bit_length()) - listed) if listed else values


def places(count: int) -> list[Place]:
    return [Place(number) for number in range(count)]


def _stored(value: Value, engine: Any) -> Any:
    """A day or a moment as the database keeps it; a place in a query does not know which it is."""
    if isinstance(value, datetime):
        return engine.adapt_datetimefield_value(value)
    return engine.adapt_datefield_value(value) if isinstance(value, date) else value


def _freeze(queryset: QuerySet[Any, Any]) -> Fill:
    """Let the queryset's compiler say the same SQL for ever; returns what sets its values."""
    compiler = queryset.query.get_compiler(using=queryset.db)
    sql, parameters = compiler.as_sql()
    converters = compiler.get_converters([column[0] for column in compiler.select[: compiler.col_count]])
    filled: list[Any] = []

    def fill(values: tuple[Any, ...]) -> None:
        filled[:] = [values[one.number] if isinstance(one, Place) else one for one in parameters]

    said: Any = compiler
    said.as_sql = lambda *_args, **_options: (sql, tuple(filled))
    said.get_converters = lambda _columns: converters
    query: Any = queryset.query
    query.get_compiler = lambda *_args, **_options: compiler
    return fill
