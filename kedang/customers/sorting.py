"""Sorting the list by any indexed column and paging it by keyset: whoever lacks the value comes last, newest first."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import DateField, DateTimeField, DecimalField, F, FilteredRelation, Q, QuerySet
from django.db.models.functions import Coalesce
from django.db.models.lookups import IsNull
from django.utils.translation import gettext as _

from kedang.core.errors import Invalid
from kedang.core.numbers import number_of
from kedang.customers.columns import SORTED
from kedang.customers.models import Customer, CustomField, CustomValue, FieldType

# Name in the address → path. Every one has an index, or sorts what few see.
ORDERS = {
    "name": "name",
    "number": "number",
    "updated_at": "updated_at",
    "stage": "stage",
    "industry": "industry",
    "grade": "grade",
    "region": "region",
    "created": "id",
}
_OWN = "own_value"


@dataclass
class Order:
    """`path` is what is sorted by; `can_lack` when not everyone has it."""

    name: str
    path: str
    is_down: bool
    own: CustomField | None = None
    can_lack: bool = False

    @property
    def text(self) -> str:
        return f"-{self.name}" if self.is_down else self.name


def read_order(text: str, more: Mapping[str, str], own: Mapping[str, CustomField]) -> Order | None:
    """None for the newest first, and for what cannot be sorted by. `more`: paths of other rooms' columns."""
    name, is_down = text.removeprefix("-"), text.startswith("-")
    if name in ORDERS:
        return Order(name, ORDERS[name], is_down)
    if name in more:
        return Order(name, more[name], is_down, can_lack=True)
    field = own.get(name)
    column = SORTED.get(FieldType(field.type)) if field else None
    return Order(name, f"{_OWN}__{column}", is_down, field, can_lack=True) if column else None


def page_of(
    rows: QuerySet[Customer], order: Order, cursor: str, limit: int, *, few: bool = False
) -> tuple[list[Customer], str]:
    """A page and where the next begins. `few`: `rows` are some thousand of many, to be read before their values."""
    after = _decode(order, cursor) if cursor else None
    ordered = _joined(rows, order)
    found: list[Customer] = []
    if after is None or after[0] is not None:
        # Annotated afterwards: the other way round the condition would join the values a second time.
        found = list(_with_value(ordered, order, after, few).annotate(sorted_by=F(order.path))[: limit + 1])
    if order.can_lack and len(found) <= limit:
        below = after[1] if after is not None and after[0] is None else None
        lacking = ordered.annotate(sorted_by=F(order.path)).filter(sorted_by=None).order_by("-pk")
        found += list((lacking.filter(pk__lt=below) if below else lacking)[: limit + 1 - len(found)])
    last = found[limit - 1] if len(found) > limit else None
    return found[:limit], _encode(last.sorted_by, last.pk) if last else ""  # type: ignore[attr-defined]  # annotated


def _joined(rows: QuerySet[Customer], order: Order) -> QuerySet[Customer]:
    if order.own is None:
        return rows
    relation = FilteredRelation("custom_values", condition=Q(custom_values__field=order.own))
    return rows.annotate(**{_OWN: relation})


def _with_value(
    rows: QuerySet[Customer], order: Order, after: tuple[Any, int] | None, few: bool
) -> QuerySet[Customer]:
    by_value = order.own is not None and not few
    if by_value or (order.can_lack and order.own is None):
        rows = rows.filter(**{f"{order.path}__isnull": False})
    elif order.own is not None:
        # Said so that the join stays an outer one: the engine then begins with the rows, not with all values.
        rows = rows.filter(IsNull(Coalesce(F(order.path), None), False))
    if after is not None:
        value, pk = after
        side = "lt" if order.is_down else "gt"
        rows = rows.filter(
            Q(**{f"{order.path}__{side}": value}) | Q(**{order.path: value, f"pk__{side}": pk})
        )
    sign = "-" if order.is_down else ""
    # The value's own column, so that the engine reads its index (field, value, customer) in order.
    second = f"{_OWN}__customer" if by_value else "pk"
    return rows.order_by(f"{sign}{order.path}", f"{sign}{second}")


def _encode(value: Any, pk: int) -> str:
    stored = (
        value.isoformat() if isinstance(value, date) else str(value) if isinstance(value, Decimal) else value
    )
    return base64.urlsafe_b64encode(json.dumps([stored, pk]).encode()).decode()


def _decode(order: Order, cursor: str) -> tuple[Any, int]:
    """A cursor is what we gave out, or somebody's play."""
    try:
        stored, pk = json.loads(base64.urlsafe_b64decode(cursor))
        value = None if stored is None and order.can_lack else _read(order, stored)
    except (ValueError, TypeError, ArithmeticError, RecursionError):
        raise _stale() from None
    if number_of(pk) is None:
        raise _stale()
    return value, int(pk)


def _read(order: Order, stored: Any) -> Any:
    column = _column(order)
    if isinstance(column, DateTimeField):
        return datetime.fromisoformat(stored)
    if isinstance(column, DateField):
        return date.fromisoformat(stored)
    if isinstance(column, DecimalField):
        return Decimal(stored)
    if not isinstance(stored, str | int) or isinstance(stored, str) != (
        column.get_internal_type() == "CharField"
    ):
        raise ValueError
    return stored


def _column(order: Order) -> Any:
    model: Any = CustomValue if order.own is not None else Customer
    path = order.path.removeprefix(f"{_OWN}__")
    column: Any = None
    for part in path.split("__"):
        column = model._meta.get_field(part)
        model = column.related_model
    return column


def _stale() -> Invalid:
    return Invalid(_("页码已失效"), remedy=_("请从第一页重新开始。"))
