"""What belongs to a customer in the trash has no address for anybody, but for the trash itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import get_resolver, path, reverse

from architecture import world as making
from architecture.answers import Patterns, Table, addresses, answer, get
from architecture.source import assert_none
from architecture.urls import TABLE
from kedang.config import urls
from kedang.core.actor import as_actor
from kedang.customers.actions.trash import trash_customer
from kedang.customers.models import Customer
from kedang.people.models import Person

OF_A_CUSTOMER = {"customer_id", "document_id", "folder_id", "point_id", "project_id"}
# The trash's own page; the ledger, which outlives what it tells of; the way back for who was undoing.
EXEMPT = {"customer_untrash", "accounts:customer_ledger"}


@pytest.fixture
def world(sales_a: Person, archivist: Person, colleague: Person, head: Person) -> dict[str, Any]:
    built = making.build(owner=sales_a, archivist=archivist, colleague=colleague, head=head)
    trash_customer(Customer.objects.get(pk=built["customer_id"]), actor=as_actor(head))
    return built


@pytest.fixture
def clients(
    client_of: Callable[[Person], Client], sales_a: Person, head: Person, archivist: Person, manager: Person
) -> dict[str, Client]:
    people = {"owner": sales_a, "head": head, "archivist": archivist, "manager": manager}
    return {name: client_of(person) for name, person in people.items()}


def test_nobody_reaches_what_belongs_to_a_trashed_customer(
    world: dict[str, Any], clients: dict[str, Client]
) -> None:
    assert_none(reached(get_resolver().url_patterns, TABLE, world, clients))


def reached(
    patterns: Patterns, table: Table, world: dict[str, Any], clients: dict[str, Client]
) -> Iterator[str]:
    for name, parameters in addresses(patterns):
        if name in EXEMPT or not OF_A_CUSTOMER & set(parameters):
            continue
        for probe in table.get(name, ()):
            filled = {one: world.get(probe.at.get(one, one), probe.at.get(one, one)) for one in parameters}
            url = reverse(name, kwargs=filled)
            for person in probe.expected.keys() & clients.keys():
                status, error = answer(clients[person], probe, url, world)
                if status not in {403, 404, 405}:
                    yield f"{name}: {probe.method} {url} answers {person} with {status}{error}"


# The check bites.


def forgetful(request: HttpRequest, document_id: int) -> HttpResponse:
    return HttpResponse("合同")


PLANTED = [path("forgetful/<int:document_id>/", forgetful, name="forgetful")]
urlpatterns = [*PLANTED, *urls.urlpatterns]


def test_an_address_that_forgets_the_trash_is_caught(
    world: dict[str, Any], clients: dict[str, Client], settings: Any
) -> None:
    settings.ROOT_URLCONF = "architecture.test_trash"
    found = list(reached(PLANTED, {"forgetful": get({"owner": 200})}, world, clients))
    assert len(found) == 1
