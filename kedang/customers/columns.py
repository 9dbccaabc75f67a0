"""The organisation's own fields as columns of the list. Sealed ones stay on the customer's own page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from django.utils.html import escape

from kedang.core.actor import Actor
from kedang.core.prepared import Prepared
from kedang.customers import custom, files
from kedang.customers.models import CustomField, CustomValue, FieldType

if TYPE_CHECKING:
    from kedang.customers.listing import Row

OWN = "custom:"
_OFFERED = Prepared(lambda: CustomField.objects.offered().filter(is_sealed=False))
# Where a value of each type lies, indexed with its field.
SORTED = {
    FieldType.TEXT: "text",
    FieldType.CHOICE: "text",
    FieldType.YES_NO: "text",
    FieldType.NUMBER: "number",
    FieldType.MONEY: "number",
    FieldType.DATE: "date",
}


def own_fields(names: Iterable[str]) -> dict[str, CustomField]:
    """Key → field, for those of `names` that are own fields and can be shown in rows."""
    keys = {f"{OWN}{int(name.removeprefix(OWN))}" for name in names if is_own(name)}
    return {one.key: one for one in _OFFERED() if one.key in keys} if keys else {}


def offered_fields() -> list[CustomField]:
    return _OFFERED()


def is_own(name: str) -> bool:
    number = name.removeprefix(OWN)
    return name.startswith(OWN) and number.isascii() and number.isdigit() and len(number) < 10


def add_own(rows: Sequence[Row], fields: Iterable[CustomField], actor: Actor) -> None:
    """One query for all of them, and one for the names of files `actor` may see."""
    known = {field.pk: field for field in fields}
    if not known or not rows:
        return
    by_customer = {row.customer.pk: row for row in rows}
    found = CustomValue.objects.filter(customer_id__in=by_customer, field_id__in=known)
    values = list(found.select_related("person"))
    for one in values:
        one.field = known[one.field_id]
    shown = custom.values_of(values)
    documents = {shown[one.pk] for one in values if one.field.type == FieldType.FILE}
    named = files.names(documents, actor)
    for one in values:
        words = one.person.name if one.person else custom.show(one.field, shown[one.pk])
        if one.field.type == FieldType.FILE:
            words = named.get(shown[one.pk], "")
        by_customer[one.customer_id].more[one.field.key] = words


def own_writer(name: str) -> Callable[[Row], tuple[str, str]]:
    return lambda row: ("nowrap", escape(row.more.get(name, "")))
