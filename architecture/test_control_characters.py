"""No address fails on a control character in what is sent to it, on either database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import unquote

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import get_resolver, path, reverse

from architecture import world as making
from architecture.answers import Patterns, Probe, Table, addresses, answer
from architecture.source import assert_none
from architecture.urls import TABLE
from kedang.config import urls
from kedang.people.models import Person

NASTY = "ABC\x00公司\x01\x1f\x7f"
# What pages read of their parameters beside those the table sends.
NAMES = (
    "q",
    "page",
    "tab",
    "sort",
    "before",
    "cursor",
    "next",
    "ids",
    "kind",
    "model",
    "customer",
    "folder",
    "path",
)


@pytest.fixture
def world(sales_a: Person, archivist: Person, colleague: Person, head: Person) -> dict[str, Any]:
    return making.build(owner=sales_a, archivist=archivist, colleague=colleague, head=head)


@pytest.fixture
def clients(
    client_of: Callable[[Person], Client],
    sales_a: Person,
    head: Person,
    archivist: Person,
    system_admin: Person,
    security_admin: Person,
    auditor: Person,
) -> dict[str, Client]:
    """Together they are let in everywhere."""
    return {
        "owner": client_of(sales_a),
        "head": client_of(head),
        "archivist": client_of(archivist),
        "system_admin": client_of(system_admin),
        "security_admin": client_of(security_admin),
        "auditor": client_of(auditor),
        "anonymous": Client(raise_request_exception=False),
    }


def test_no_address_fails_on_control_characters(world: dict[str, Any], clients: dict[str, Client]) -> None:
    assert_none(failures(get_resolver().url_patterns, TABLE, world, clients))


def failures(
    patterns: Patterns, table: Table, world: dict[str, Any], clients: dict[str, Client]
) -> Iterator[str]:
    for name, parameters in addresses(patterns):
        for probe in table.get(name, ()):
            filled = {one: world.get(probe.at.get(one, one), probe.at.get(one, one)) for one in parameters}
            url = reverse(name, kwargs=filled)
            asked = Probe(probe.expected, probe.method, probe.at, _nasty(probe), probe.headers)
            status, error = answer(clients[_let_in(probe, clients)], asked, url, world)
            if status >= 500:
                yield f"{name}: {probe.method} {url}: {status}{error}"


def _let_in(probe: Probe, clients: dict[str, Client]) -> str:
    """Whoever gets furthest."""
    return min(clients, key=lambda person: probe.expected.get(person, 999))


def _nasty(probe: Probe) -> dict[str, str]:
    names = {*probe.sent, *NAMES} if probe.method == "get" else {*probe.sent}
    return dict.fromkeys(names, NASTY)


@pytest.mark.parametrize("token", ["%00", "a%00b", "%1f"])
def test_an_address_with_a_control_character_leads_nowhere(token: str, clients: dict[str, Client]) -> None:
    for address in ("/uploads/{}/", "/link/{}/", "/search/more/{}/"):
        assert clients["owner"].get(address.format(token)).status_code == 404


# The check bites.


def careless(request: HttpRequest) -> HttpResponse:
    if "\x00" in unquote(request.META["QUERY_STRING"]):
        raise ValueError("A string literal cannot contain NUL (0x00) characters.")
    return HttpResponse()


PLANTED = [path("careless/", careless, name="careless")]
urlpatterns = [*PLANTED, *urls.urlpatterns]


def test_an_address_that_fails_is_caught(
    world: dict[str, Any], clients: dict[str, Client], settings: Any
) -> None:
    settings.ROOT_URLCONF = "architecture.test_control_characters"
    table = {"careless": (Probe({"owner": 200}),)}
    (found,) = failures(PLANTED, table, world, clients)
    assert "500 (ValueError" in found
