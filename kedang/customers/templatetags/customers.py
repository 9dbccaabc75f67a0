"""Codes of a customer's record in words."""

from __future__ import annotations

from typing import Any

from django import template
from django.forms import BoundField

from kedang.core import preset_names
from kedang.core.language import reads_english
from kedang.core.numbers import number_of
from kedang.customers.cells import industry_name
from kedang.customers.forms import AttributeField
from kedang.people.models import Person
from kedang.search.language import Condition
from kedang.search.language import show as query_text

register = template.Library()


register.filter("industry_name", industry_name)


@register.filter
def asked_for(tag: str) -> str:
    """The query for all customers with a tag."""
    name = preset_names.shown(tag)
    label = "tag" if reads_english() else "标签"  # i18n: the query language
    return query_text(Condition(label, ":", name, quoted=not name.isalnum()))


@register.filter
def shown(field: BoundField) -> str:
    """What a combobox shows for the value a form was given."""
    value: Any = field.value()
    if not value:
        return ""
    if isinstance(field.field, AttributeField):
        return field.field.shown(value)
    person = Person.objects.filter(pk=number_of(value) or 0).first()
    return person.name if person else ""
