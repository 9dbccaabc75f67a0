"""Promise 1 holds, and its check bites."""

from typing import Any

import pytest
from django.apps import apps
from django.db.models import ForeignKey

from architecture import reading
from architecture.source import assert_none, modules, planted

OWN_LEVEL = ("classification",)  # not that of what it is part of


def hiding_relations() -> set[str]:
    """`documents`, `contact_points`, …: ways from a row to others that ask for a right or level of their own."""
    guarded = [model for model in apps.get_models() if getattr(model, "scope_path", None) is not None]
    return {
        name
        for model in guarded
        for field in model._meta.fields
        if isinstance(field, ForeignKey) and (name := field.remote_field.get_accessor_name())
        if getattr(model, "classification_field", None) in OWN_LEVEL
        or _resource(field.related_model) != _resource(model)
    }


def _resource(model: Any) -> str:
    return getattr(model, "resource", "")


def test_what_answers_people_reads_through_the_rule(whole_house: None) -> None:
    assert_none(reading.violations(modules(), hiding_relations()))


@pytest.mark.parametrize(
    "line",
    [
        "return Customer.objects.filter(name=name)",
        "return Customer.objects.get(pk=pk)",
        "rows = list(Customer._base_manager.all())",
        "names = [c.name for c in models.Customer.objects.order_by('name')[:20]]",
        "return customer.documents.filter(folder=folder)",
        "form.fields['owner'].queryset = Customer.objects",
        "rows = Customer.objects.filter(name=name)\n    return rows.first()",
    ],
)
@pytest.mark.parametrize("place", [("views", "lists"), ("views",), ("api",), ("forms",), ("tasks",)])
def test_a_read_past_the_rule_is_caught(line: str, place: tuple[str, ...]) -> None:
    module = planted(f"def show(request, pk, name):\n    {line}\n", *place)
    assert len(list(reading.violations([module], {"documents"}))) == 1


@pytest.mark.parametrize(
    "line",
    [
        "return Customer.objects.visible_to(request.actor).filter(name=name)",
        "return Customer.objects.filter(name=name).permitted(request.actor, 'edit')",
        "return open_record(request.actor, Customer.objects, pk)",
        "return open_record(request.actor, Customer.objects.select_related('owner'), pk, kind=OPENED)",
        "return customer.documents.visible_to(request.actor).filter(folder=folder)",
        "rows = Customer.objects.filter(name=name)\n    return find_record(request.actor, rows, pk)",
        "rows = Customer.objects.all()\n    return rows.visible_to(request.actor)",
        "return CustomerImport.objects.of(request.actor).recent()",
        "return Organisation.objects.get()",
        "return Run.objects.filter(person=request.user)  # reading: one's own",
    ],
)
def test_a_read_through_the_rule_is_not(line: str) -> None:
    module = planted(f"def show(request, pk, name):\n    {line}\n", "views")
    assert list(reading.violations([module], {"documents"})) == []
