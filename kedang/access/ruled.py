"""Queries under the reading rule, compiled once for each extent of rights.

The rule's SQL depends on who asks: whose customers, up to which level, by which road. Two requests of one person ask
the same but for the values, so what was compiled for the first serves the second.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from functools import cache
from inspect import Parameter, signature
from typing import Any, Generic, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connections, models
from django.db.models import QuerySet

from kedang.access.querysets import GuardedQuerySet, rule
from kedang.access.rights import probing, rights_of
from kedang.core.actor import Actor
from kedang.core.prepared import Compiled, Value, padded, places

T = TypeVar("T")

_KEPT = 1000  # of one connection: the extents of those who work at the moment


class Ruled(Generic[T]):
    """Rows of a model on which somebody may do `verb`, as a function of ids or words.

        newest = Ruled(Customer, "view", lambda rows: rows.in_use().order_by("-pk")[:51])
        newest(actor)

    `rows` are those permitted; the other parameters are as of `core.prepared.Prepared`, a list with a star too.
    `resource` when the right is of a part. Made once, at the top of a module; no `now()` in it.
    """

    def __init__(
        self,
        model: type[models.Model],
        verb: str,
        build: Callable[..., QuerySet[Any, T]],
        *,
        resource: str | None = None,
    ) -> None:
        if has_own_rule(model):
            raise TypeError(f"{model.__name__} has a rule of its own: what it depends on is not known here")
        self.model, self._verb, self._build = model, verb, build
        self._resource = resource or str(model.resource)  # type: ignore[attr-defined]  # every such model is guarded
        kinds = [one.kind for one in signature(build).parameters.values()][1:]
        self._single = sum(kind is not Parameter.VAR_POSITIONAL for kind in kinds)
        self._takes_list = self._single < len(kinds)

    def __call__(self, actor: Actor, *values: Value) -> list[T]:
        if self._takes_list:
            if len(values) == self._single:
                return []
            values = padded(values, self._single)
        extent = rights_of(actor).extent(self._resource, self._verb)
        if extent is None:
            return list(self._build(self._rows(actor), *values))
        connection: Any = connections["default"]
        known: OrderedDict[object, Compiled[T] | None] = connection.__dict__.setdefault(
            "ruled", OrderedDict()
        )
        key = self, extent, len(values)
        if key not in known:
            known[key] = self._compiled(actor, len(values))
            while len(known) > _KEPT:
                known.popitem(last=False)
        known.move_to_end(key)
        compiled = known[key]
        return compiled(values) if compiled else []

    def _compiled(self, actor: Actor, count: int) -> Compiled[T] | None:
        try:
            return Compiled(self._build(self._rows(actor), *places(count)).using("default"))
        except EmptyResultSet:
            return None  # nothing is permitted

    def _rows(self, actor: Actor) -> GuardedQuerySet[Any]:
        rows: GuardedQuerySet[Any] = self.model._default_manager.all()  # type: ignore[assignment]  # see __init__
        condition = rule(self.model, actor, self._verb, resource=self._resource)
        return rows if condition is None else rows.filter(condition)


def has_own_rule(model: type[models.Model]) -> bool:
    return type(model._default_manager.all()).permitted is not GuardedQuerySet.permitted  # type: ignore[attr-defined]  # likewise


def is_permitted(actor: Actor, verb: str, record: models.Model, *, resource: str | None = None) -> bool:
    """Whether `actor` may do `verb` on a record of a scoped model."""
    asker, model = probing(actor), type(record)
    if has_own_rule(model):
        rows: GuardedQuerySet[Any] = model._default_manager.filter(pk=record.pk)  # type: ignore[assignment]  # likewise
        return rows.permitted(asker, verb, resource=resource).exists()
    return bool(_of_record(model, verb, resource)(asker, record.pk))


@cache
def _of_record(model: type[models.Model], verb: str, resource: str | None) -> Ruled[Any]:
    return Ruled(model, verb, lambda rows, pk: rows.filter(pk=pk).values_list("pk"), resource=resource)
