"""Two hundred people register at once (A1): every number once, none left out."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections, transaction

from kedang.core.actor import Actor, as_actor
from kedang.customers.models import Customer
from kedang.customers.tests.makers import make_customer
from kedang.people.models import Person

CREATIONS, AT_ONCE = 200, 10


@pytest.mark.django_db(transaction=True)
def test_two_hundred_concurrent_creations_get_unique_numbers_without_a_gap(service: Person) -> None:
    actor = as_actor(service)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        numbers = list(pool.map(lambda place: register(place, actor), range(CREATIONS)))
    given = sorted(int(number[-5:]) for number in numbers if number)
    assert len(given) == CREATIONS - CREATIONS // 10
    assert given == list(range(1, len(given) + 1))
    assert Customer.objects.count() == len(given)


class Broken(Exception):
    """The connection was lost before the end."""


def register(place: int, actor: Actor) -> str:
    """Every tenth is rolled back after its number was drawn; the number goes back."""
    try:
        with transaction.atomic():
            number = make_customer(f"客户{place}", by=actor, contacts={"mobile": f"138{place:08d}"}).number
            if place % 10 == 0:
                raise Broken
    except Broken:
        return ""
    finally:
        connections.close_all()
    return number
