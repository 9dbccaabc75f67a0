"""The organisation's own fields are fields of the query language under their own names (`合作级别:金牌`)."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.db.models import Exists, OuterRef, Q

from kedang.customers.columns import SORTED
from kedang.customers.models import CustomField, CustomValue, FieldType
from kedang.people.models import Person
from kedang.search import conditions
from kedang.search.fields import FieldType as SearchType
from kedang.search.fields import SearchField

_TYPES: dict[str, SearchType] = {
    FieldType.TEXT: "text",
    FieldType.CHOICE: "choice",
    FieldType.NUMBER: "number",
    FieldType.MONEY: "money",
    FieldType.DATE: "date",
    FieldType.PERSON: "person",
}


def own_search_fields() -> Iterable[SearchField]:
    """Sealed values are in the texts only: they are found by a word, not by their field."""
    rows = CustomField.objects.offered().filter(is_sealed=False, type__in=_TYPES)
    return [_of(field) for field in rows]


def _of(field: CustomField) -> SearchField:
    return SearchField(
        names=(field.label, field.code),
        type=_TYPES[field.type],
        choices=[(one, one) for one in field.choices] if field.type == FieldType.CHOICE else (),
        q=_asked(field),
        empty=lambda: ~_having(field, Q()),
    )


def _having(field: CustomField, condition: Q) -> Q:
    return Q(Exists(CustomValue.objects.filter(condition, customer=OuterRef("pk"), field=field)))


def _asked(field: CustomField) -> Callable[[str, str], Q]:
    if field.type == FieldType.PERSON:
        return lambda value, _operator: _having(field, _of_person(value))
    column = SearchField(
        names=(field.label,),
        path=SORTED[FieldType(field.type)],
        type=_TYPES[field.type],
        choices=[(one, one) for one in field.choices],
    )

    def q(value: str, operator: str) -> Q:
        asked = conditions.condition(column, CustomValue, operator, value, None)  # type: ignore[arg-type]  # none of these types asks who asks
        return _having(field, asked)

    return q


def _of_person(value: str) -> Q:
    named = Q()
    for name in conditions.items(value):
        named |= Q(name__icontains=name)
    return Q(person__in=Person.objects.filter(named).values("pk"))
