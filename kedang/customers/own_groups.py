"""The list in groups by one of the organisation's own fields: options, yes or no, people."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from kedang.core.errors import Invalid
from kedang.customers import custom, options
from kedang.customers.columns import offered_fields, own_fields
from kedang.customers.models import Customer, CustomField, CustomPick, CustomValue, FieldType
from kedang.customers.own_search import spelled
from kedang.people.models import Person

GROUPED = (FieldType.CHOICE, FieldType.CHOICES, FieldType.YES_NO, FieldType.PERSON)


def groupings() -> list[tuple[str, str]]:
    """Key and title of the fields that make groups."""
    return [(one.key, one.title) for one in offered_fields() if one.type in GROUPED]


def is_grouping(name: str) -> bool:
    return any(one.type in GROUPED for one in own_fields([name]).values())


def name_of(name: str) -> str:
    """In the query language."""
    return spelled(_field(name).title)


def values(found: QuerySet[Customer], name: str) -> list[tuple[str, str]]:
    """What the field holds among `found`: value and title, in the field's own order, nothing last."""
    field = _field(name)
    ids = list(found.values_list("pk", flat=True))
    if field.type == FieldType.PERSON:
        made = _people(field, ids)
    else:
        held = _held(field, ids)
        made = [(code, title) for code, title in _titles(field) if code in held]
    return [*made, ("", "")]


def holding(name: str, value: str) -> Q:
    field = _field(name)
    rows = CustomValue.objects.filter(customer=OuterRef("pk"), field=field)
    if not value:
        return ~Q(Exists(rows))
    if field.type == FieldType.PERSON:
        return Q(Exists(rows.filter(person_id=value)))
    codes = [code for code in field.choices if options.meaning(field, code) == value] or [value]
    if field.type == FieldType.CHOICES:
        picks = CustomPick.objects.filter(customer=OuterRef("pk"), field=field, option__in=codes)
        return Q(Exists(picks))
    return Q(Exists(rows.filter(text__in=codes)))


def _field(name: str) -> CustomField:
    field = own_fields([name]).get(name)
    if field is None:
        raise Invalid(_("没有这个自定义字段"), field=name)
    return field


def _titles(field: CustomField) -> list[tuple[str, str]]:
    if field.type == FieldType.YES_NO:
        return [(custom.YES, _("是")), (custom.NO, _("否"))]
    return [(one.code, one.title) for one in options.options_of(field) if not one.into]


def _held(field: CustomField, ids: list[int]) -> set[str]:
    if field.type == FieldType.CHOICES:
        picks = CustomPick.objects.filter(field=field, customer__in=ids)
        codes = set(picks.values_list("option", flat=True).distinct())
    else:
        values = CustomValue.objects.filter(field=field, customer__in=ids)
        codes = set(values.values_list("text", flat=True).distinct())
    return {options.meaning(field, code) for code in codes}


def _people(field: CustomField, ids: list[int]) -> list[tuple[str, str]]:
    held = CustomValue.objects.filter(field=field, customer__in=ids).values("person")
    people = Person.objects.filter(pk__in=held).order_by("name").values_list("pk", "name")
    return [(str(pk), name) for pk, name in people]
