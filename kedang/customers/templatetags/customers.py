"""Codes of a customer's record in words."""

from __future__ import annotations

from typing import Any

from django import template
from django.forms import BoundField

from kedang.core import industries, regions
from kedang.customers.forms import AttributeField
from kedang.people.models import Person

register = template.Library()


@register.filter
def industry_name(code: str) -> str:
    """`J` → 金融: what an office says; a division by its own name."""
    found = industries.by_code(code) if code else None
    return (found.everyday_name if len(found.code) == 1 else found.name) if found else code


@register.filter
def region_name(code: str) -> str:
    return regions.full_name(code) if code else ""


@register.filter
def shown(field: BoundField) -> str:
    """What a combobox shows for the value a form was given."""
    value: Any = field.value()
    if not value:
        return ""
    if isinstance(field.field, AttributeField):
        return field.field.shown(value)
    person = Person.objects.filter(pk=value).first() if str(value).isdecimal() else None
    return person.name if person else ""
