"""Whole requests of the pages most used, each beside what the engine alone takes."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from django.test import Client

from kedang.core.actor import as_actor
from kedang.customers.models import Customer
from kedang.documents.models import Document
from kedang.operations import web
from kedang.operations.bench import limits
from kedang.operations.bench.figures import Figure, laps, milliseconds
from kedang.people.models import Person

_ROUNDS = 60


def holdings() -> str:
    return f"{Customer.objects.count():,} customers, {Document.objects.count():,} documents"


def measure_pages(person: Person) -> list[Figure]:
    web.settle()  # as it is when serving
    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(person, "allauth.account.auth_backends.AuthenticationBackend")
    actor = as_actor(person)
    ids = list(Customer.objects.visible_to(actor).order_by("-pk").values_list("pk", flat=True)[:_ROUNDS])
    figures = []
    for name, address in _pages(ids).items():
        raw = laps(partial(limits.raw_query, name, person.pk, ids), _ROUNDS)
        watch = laps(partial(_get, client, address), _ROUNDS)
        limit = f"{raw.percentile(50):.2f} ms (the engine's query alone)"
        figures.append(Figure(name, milliseconds(watch), limit, "p95 ≤ 50 ms"))
    return figures


def _pages(ids: list[int]) -> dict[str, Callable[[int], str]]:
    two, four = limits.WORDS[2], limits.WORDS[4]
    return {
        "customer list": lambda _number: "/customers/",
        "search, two-character word": lambda _number: f"/search/?q={two}",
        "search, two-character word, documents": lambda _number: f"/search/?kind=document&q={two}",
        "search, four-character word": lambda _number: f"/search/?q={four}",
        "search, four-character word, documents": lambda _number: f"/search/?kind=document&q={four}",
        "search, phone fragment": lambda number: f"/search/?q=13{number % 10}0",
        "search, phone fragment, documents": lambda number: f"/search/?kind=document&q=13{number % 10}0",
        "search as one types, two-character word": lambda _number: f"/search/instant?q={two}",
        "customer page": lambda number: f"/customers/{ids[number % len(ids)]}/",
    }


def _get(client: Client, address: Callable[[int], str], number: int) -> None:
    response = client.get(address(number))
    if response.status_code != 200:
        raise RuntimeError(f"{address(number)}: {response.status_code}")
