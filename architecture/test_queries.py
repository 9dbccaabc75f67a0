"""Promise 4: how many queries the main pages take. Neither more rows nor more rights make them more.

The figures stand in queries.json; `KEDANG_BASELINES=write` writes them anew, to be looked at in the diff.
"""

import json
import os
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connections
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import path, reverse

from architecture import world as making
from architecture.pages import PAGES
from kedang.config import urls
from kedang.customers.models import Customer
from kedang.people.models import Person

BASELINES = Path(__file__).with_name("queries.json")
WATCHED = ("owner", "manager")  # who sees a few by the audience, who sees all


def count(client: Client, url: str) -> int:
    """Queries on both databases."""
    with ExitStack() as counting:
        counters = [
            counting.enter_context(CaptureQueriesContext(connections[alias])) for alias in settings.DATABASES
        ]
        answer = client.get(url)
        assert answer.status_code == 200, f"{url}: {answer.status_code}"
    return sum(len(counter) for counter in counters)


def measure(clients: dict[str, Client], world: dict[str, object]) -> dict[str, dict[str, int]]:
    """After a first visit everywhere, which fills what is kept and what was opened last."""
    urls = {
        name: reverse(name, kwargs={one: world[one] for one in at}) + query
        for name, (at, query) in PAGES.items()
    }
    for client in clients.values():
        for url in urls.values():
            client.get(url)
    return {name: {who: count(clients[who], url) for who in clients} for name, url in urls.items()}


@pytest.fixture
def clients(sales_a: Person, manager: Person, client_of: Callable[[Person], Client]) -> dict[str, Client]:
    return dict(zip(WATCHED, (client_of(sales_a), client_of(manager)), strict=True))


def test_the_main_pages_take_as_many_queries_as_noted_however_many_rows(
    clients: dict[str, Client], sales_a: Person, archivist: Person, colleague: Person, head: Person
) -> None:
    world = making.build(sales_a, archivist, colleague, head)
    making.build_more(sales_a, 11)
    few = measure(clients, world)
    making.build_more(sales_a, 12)
    assert measure(clients, world) == few, "a page's queries grow with the rows"
    if os.environ.get("KEDANG_BASELINES") == "write":
        BASELINES.write_text(json.dumps(few, indent=1) + "\n")
    assert json.loads(BASELINES.read_text()) == few


# The check bites.


def wasteful(request: HttpRequest) -> HttpResponse:
    """A query per row."""
    return HttpResponse(
        ", ".join(customer.owner.name for customer in Customer.objects.all() if customer.owner)
    )


urlpatterns = [*urls.urlpatterns, path("wasteful/", wasteful, name="wasteful")]


def test_a_query_per_row_is_caught(
    clients: dict[str, Client], sales_a: Person, settings: pytest.FixtureRequest
) -> None:
    settings.ROOT_URLCONF = "architecture.test_queries"  # type: ignore[attr-defined]  # pytest-django's settings
    making.build_more(sales_a, 1)
    clients["manager"].get("/wasteful/")
    few = count(clients["manager"], "/wasteful/")
    making.build_more(sales_a, 3)
    assert count(clients["manager"], "/wasteful/") == few + 3
