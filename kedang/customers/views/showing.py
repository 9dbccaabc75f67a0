"""Rows of the list as they stand in the table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from django.utils.safestring import SafeString

from kedang.access.rights import rights_of
from kedang.core.actor import Actor
from kedang.customers.cards import Cards
from kedang.customers.cells import Cells
from kedang.customers.columns import is_own, own_fields
from kedang.customers.listing import COLUMNS, Row, add_columns, rows_of
from kedang.customers.models import Customer

EDITABLE = frozenset({"stage", "grade", "industry", "region", "source", "owner"})


def labels_of(columns: Sequence[str]) -> dict[str, str]:
    """What is written above each column, in their order; fields that are gone fall out."""
    own = own_fields(columns)
    known = {name: str(COLUMNS[name]) for name in columns if name in COLUMNS}
    known |= {key: field.title for key, field in own.items()}
    return {name: known[name] for name in columns if name in known}


Write = Callable[[Iterable[Row]], list[SafeString]]


def written(rows: Iterable[Row], columns: Sequence[str], actor: Actor) -> list[SafeString]:
    return row_writer(columns, actor)(rows)


def row_writer(columns: Sequence[str], actor: Actor) -> Write:
    """For several groups of rows on one page."""
    labels = labels_of(columns)
    may_edit = rights_of(actor).has("customer", "edit")
    editable = [name for name in labels if name in EDITABLE or is_own(name)] if may_edit else []
    cells = Cells(list(labels), labels, editable)
    return lambda rows: [cells.write(row) for row in rows]


def card_writer(actor: Actor) -> Write:
    cards = Cards(may_edit=rights_of(actor).has("customer", "edit"))
    return lambda rows: [cards.write(row) for row in rows]


def one_row(customer: Customer, columns: Sequence[str], actor: Actor) -> SafeString:
    rows = rows_of([customer], columns, actor)
    add_columns(rows, columns, actor)
    return written(rows, columns, actor)[0]
