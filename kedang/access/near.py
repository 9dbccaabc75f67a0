"""The question of the reading rule, in the words of the engine: is somebody in a customer's audience?

Every queryset under the rule asks it once or more, so it is written out instead of being built as a subquery.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import BooleanField, Expression, F

from kedang.access.models import Audience
from kedang.access.words import Reach

_TABLE = Audience._meta.db_table


@dataclass(frozen=True)
class Held:
    """Rows of the audience that count: of these principals, for one of these reasons. `verb`, `after`: grants only."""

    principals: tuple[int, ...]
    reaches: tuple[Reach, ...]
    verb: str = ""
    after: datetime | None = None

    def sql(self, connection: Any) -> tuple[str, list[Any]]:
        conditions = [f"near.principal {_among(self.principals)}", f"near.reach {_among(self.reaches)}"]
        values: list[Any] = [*self.principals, *map(int, self.reaches)]
        if self.verb:
            conditions.append("near.verb = %s")
            values.append(self.verb)
        if self.after is not None:
            conditions.append("(near.expires_at IS NULL OR near.expires_at > %s)")
            values.append(connection.ops.adapt_datetimefield_value(self.after))
        return " AND ".join(conditions), values


class Near(Expression):
    """Whether any row of the audience of `customer` (a column's name) is one of `held`.

    Two roads (decision 0002): `few` near customers are listed and looked up, many are probed one by one.
    """

    output_field = BooleanField()

    def __init__(self, customer: str | Expression, held: Sequence[Held], *, few: bool) -> None:
        super().__init__()
        self.customer: Any = F(customer) if isinstance(customer, str) else customer
        self.held = tuple(held)
        self.few = few

    def get_source_expressions(self) -> list[Any]:
        return [self.customer]

    def set_source_expressions(self, exprs: Sequence[Any]) -> None:
        (self.customer,) = exprs

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        column, params = compiler.compile(self.customer)
        asked = [each.sql(connection) for each in self.held]
        condition = " OR ".join(f"({sql})" for sql, _values in asked)
        values = [value for _sql, found in asked for value in found]
        rows = f"FROM {_TABLE} near WHERE"
        if self.few:
            sql = f"{column} IN (SELECT near.customer_id {rows} {condition})"
        else:
            sql = f"EXISTS (SELECT 1 {rows} near.customer_id = {column} AND ({condition}))"
        return sql, [*params, *values]


def _among(values: Sequence[Any]) -> str:
    return "= %s" if len(values) == 1 else f"IN ({', '.join(['%s'] * len(values))})"
