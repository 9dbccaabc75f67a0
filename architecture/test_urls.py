"""Promise 2 holds: who gets which answer from which address; and its check bites."""

from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import get_resolver, path

from architecture import world as making
from architecture.answers import PEOPLE, Probe, everyone, mismatches, unlisted
from architecture.source import assert_none
from architecture.urls import PARTS, TABLE
from kedang.config import urls
from kedang.people.models import Person


@pytest.fixture
def cast(
    sales_a: Person,
    colleague: Person,
    sales_b: Person,
    head: Person,
    archivist: Person,
    privacy_officer: Person,
    auditor: Person,
    system_admin: Person,
    security_admin: Person,
    manager: Person,
    outsider: Person,
) -> dict[str, Person]:
    people = (
        sales_a, colleague, sales_b, head, archivist, privacy_officer, auditor, system_admin, security_admin,
        manager, outsider,
    )  # fmt: skip
    return dict(zip(PEOPLE, people, strict=False))


@pytest.fixture
def world(cast: dict[str, Person]) -> dict[str, Any]:
    return making.build(**cast)


@pytest.fixture
def clients(cast: dict[str, Person], client_of: Callable[[Person], Client]) -> dict[str, Client]:
    signed_in = {name: client_of(person) for name, person in cast.items()}
    return signed_in | {"anonymous": Client(raise_request_exception=False)}


def test_every_address_is_listed() -> None:
    assert_none(unlisted(get_resolver().url_patterns, TABLE))


@pytest.mark.parametrize("part", PARTS)
def test_every_address_answers_everybody_as_listed(
    part: str, world: dict[str, Any], clients: dict[str, Client]
) -> None:
    assert_none(mismatches(get_resolver().url_patterns, PARTS[part], world, clients))


# The check bites.


def leak(request: HttpRequest, customer_id: int) -> HttpResponse:
    return HttpResponse("ABC公司")


PLANTED = [path("leak/<int:customer_id>/", leak, name="leak")]
urlpatterns = [*PLANTED, *urls.urlpatterns]
SECRET = {"leak": (Probe(everyone(404, owner=200, anonymous=302)),)}


def test_an_unlisted_address_is_caught() -> None:
    assert unlisted(PLANTED, {}) == ["leak: is listed for nobody"]
    assert unlisted([], SECRET) == ["leak: is listed but there is no such URL"]


def test_an_address_that_answers_strangers_is_caught(
    world: dict[str, Any], clients: dict[str, Client], settings: Any
) -> None:
    settings.ROOT_URLCONF = "architecture.test_urls"
    found = list(mismatches(PLANTED, SECRET, world, clients))
    (strangers,) = found  # the owner may; the anonymous are sent to sign in
    assert "200 instead of 404 for colleague, other, head" in strangers
