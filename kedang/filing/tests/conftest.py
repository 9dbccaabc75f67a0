from collections.abc import Callable
from typing import Any

import pytest

from kedang.core.actor import as_actor
from kedang.customers.actions.register import register_customer
from kedang.customers.models import Customer
from kedang.customers.registration import CustomerInput
from kedang.filing.models import FolderTemplate
from kedang.filing.presets import load_preset
from kedang.people.models import Person

MakeCustomer = Callable[..., Customer]


@pytest.fixture
def presets(archivist: Person) -> FolderTemplate:
    """The general preset: its folder template."""
    load_preset(None, "general", actor=as_actor(archivist))
    return FolderTemplate.objects.get()


@pytest.fixture
def make_customer(sales_a: Person) -> MakeCustomer:
    """A customer of `owner` (销售甲 if nobody else is named)."""

    def make(
        name: str = "ABC公司", *, owner: Person = sales_a, projects: tuple[str, ...] = (), **facts: Any
    ) -> Customer:
        given = CustomerInput(facts={"name": name, **facts}, projects=list(projects))
        return register_customer(Customer, given, actor=as_actor(owner))

    return make
