"""Promise 1 holds, and its check bites."""

import pytest
from django.apps import apps
from django.db.models import ForeignKey

from architecture import reading
from architecture.source import assert_none, modules, planted


def reverse_names() -> set[str]:
    """`documents`, `contact_points`, …: the ways from one row to guarded others."""
    guarded = [model for model in apps.get_models() if hasattr(model, "scope_path")]
    return {
        name
        for model in guarded
        for field in model._meta.fields
        if isinstance(field, ForeignKey) and (name := field.remote_field.get_accessor_name())
    }


def test_what_answers_people_reads_through_the_rule(whole_house: None) -> None:
    assert_none(reading.violations(modules(), reverse_names()))


@pytest.mark.parametrize(
    "line",
    [
        "return Customer.objects.filter(name=name)",
        "return Customer.objects.get(pk=pk)",
        "rows = list(Customer._base_manager.all())",
        "names = [c.name for c in models.Customer.objects.order_by('name')[:20]]",
        "return customer.documents.filter(folder=folder)",
        "form.fields['owner'].queryset = Customer.objects",
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
        "return Organisation.objects.get()  # reading: the office's own name is on every page",
    ],
)
def test_a_read_through_the_rule_is_not(line: str) -> None:
    module = planted(f"def show(request, pk, name):\n    {line}\n", "views")
    assert list(reading.violations([module], {"documents"})) == []
