"""Every personal field has a grade, a storage class and a retention class; the check bites."""

from typing import Any

import pytest
from django.apps import apps

from architecture import personal
from architecture.source import assert_none
from kedang.core.fields import FieldSpec, declared
from kedang.customers.models import Customer


def test_every_field_shown_to_people_is_declared(whole_house: None) -> None:
    assert_none(personal.undeclared(apps.get_models(), declared()))


def test_every_declaration_fits_its_column_and_itself(whole_house: None) -> None:
    assert_none(personal.misdeclared(apps.get_models(), declared()))


def test_an_undeclared_field_is_caught() -> None:
    specs = declared()
    del specs["customers.customer"]["birth_date"]
    found = list(personal.undeclared([Customer], specs))
    assert [line.split()[0] for line in found] == ["customers.customer.birth_date"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": "birth_date", "personal": True, "grade": "L1"},
        {"name": "birth_date", "sensitive": True, "grade": "L2"},
        {"name": "birth_date", "grade": "L9"},
        {"name": "birth_date", "retention": ""},
        {"name": "birth_date", "storage": "sealed"},
        {"name": "id_number", "storage": "plain"},
        {"name": "name", "restricted": True},
        {"name": "no_such_field"},
    ],
)
def test_a_wrong_declaration_is_caught(wrong: dict[str, Any]) -> None:
    spec = FieldSpec(**{"label": "", **wrong})
    found = list(personal.misdeclared([Customer], {"customers.customer": {spec.name: spec}}))
    assert len(found) == 1
