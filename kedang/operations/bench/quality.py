"""How long it takes to examine the records, and the pages on which faults are worked off, as whole requests."""

from __future__ import annotations

from functools import partial

from django.test import Client

from kedang.customers.models import Customer
from kedang.operations.bench.figures import Figure, Watch, laps, milliseconds, rate
from kedang.people.models import Person
from kedang.quality.assessing import assess
from kedang.quality.models import Finding
from kedang.quality.settings import present
from kedang.quality.tallying import count

_ROUNDS, _BATCH = 40, 200


def measure_quality(founder: Person, most: int = 5_000) -> list[Figure]:
    """The newest `most` records, in chunks as the nightly job examines them."""
    ids = list(Customer.objects.in_use().order_by("-pk").values_list("pk", flat=True)[:most])
    first, again, tallying, kept = Watch(), Watch(), Watch(), present()
    for watch in (first, again):
        for start in range(0, len(ids), _BATCH):
            with watch.lap():
                assess(ids[start : start + _BATCH], kept)
    with tallying.lap():
        count()
    found = Finding.objects.filter(state="open").count()
    return [
        Figure(f"records examined, {len(ids):,}, {found:,} faults open", rate(len(ids), first.total)),
        Figure(f"one chunk of {_BATCH} of these, in one transaction", milliseconds(first), "", "≤ 250 ms"),
        Figure("examined again, nothing new", rate(len(ids), again.total)),
        Figure("standings counted", milliseconds(tallying)),
        *_pages(founder),
    ]


def _pages(person: Person) -> list[Figure]:
    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(person, "allauth.account.auth_backends.AuthenticationBackend")
    pages = {"worklist of faults": "/quality/", "standings of owners and departments": "/quality/league/"}
    return [
        Figure(name, milliseconds(laps(partial(_get, client, address), _ROUNDS)), "", "p95 ≤ 50 ms")
        for name, address in pages.items()
    ]


def _get(client: Client, address: str, _number: int) -> None:
    response = client.get(address)
    if response.status_code != 200:
        raise RuntimeError(f"{address}: {response.status_code}")
