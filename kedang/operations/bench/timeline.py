"""The page of a customer with whom much has happened: its stream from the newest on, in the depth, filtered, searched."""

from __future__ import annotations

from functools import partial
from urllib.parse import urlencode

from django.test import Client

from kedang.core.actor import as_actor
from kedang.customers import timeline
from kedang.customers.models import Customer
from kedang.dealings.models import Interaction
from kedang.operations.bench.dealings import add_dealings
from kedang.operations.bench.figures import Figure, laps, milliseconds
from kedang.people.models import Person

_ROUNDS = 60
_DEEP = 1000  # entries above the page in the depth


def fill_timeline(person: Person, entries: int) -> Customer:
    """The newest customer of `person`, with so many entries: half purchases, half interactions."""
    actor = as_actor(person)
    customer = Customer.objects.visible_to(actor).filter(owner=person).order_by("-pk")[0]
    if not Interaction.objects.filter(customer=customer).exists():
        half = entries // 2
        add_dealings([customer], purchases=half, interactions=entries - half, actor=actor)
    return customer


def measure_timeline(person: Person, entries: int) -> list[Figure]:
    customer = fill_timeline(person, entries)
    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(person, "allauth.account.auth_backends.AuthenticationBackend")
    page = f"/customers/{customer.pk}/"
    pages = {
        f"customer page, {entries:,} entries": page,
        "its stream, the newest": f"{page}timeline/",
        f"… after {_DEEP:,} entries": f"{page}timeline/?{_depth(customer, person)}",
        "… interactions only": f"{page}timeline/?only=interaction",
        "… searched by a word": f"{page}timeline/?{urlencode({'q': '服务'})}",  # i18n: data
    }
    return [
        Figure(name, milliseconds(laps(partial(_get, client, address), _ROUNDS)), "", "p95 ≤ 50 ms")
        for name, address in pages.items()
    ]


def _depth(customer: Customer, person: Person) -> str:
    """The point after which the page in the depth begins."""
    deep = timeline.stream(customer, as_actor(person), only=[], before=None, words="", limit=_DEEP)
    last = deep[-1].point
    return urlencode({"at": last.at.isoformat(), "source": last.source, "pk": last.pk})


def _get(client: Client, address: str, _number: int) -> None:
    response = client.get(address)
    if response.status_code != 200:
        raise RuntimeError(f"{address}: {response.status_code}")
