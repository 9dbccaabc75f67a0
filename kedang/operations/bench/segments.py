"""Board, groups and the list by an own field as whole requests; a segment counted exactly, with its members kept."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import islice
from urllib.parse import quote

from django.db import transaction
from django.test import Client

from kedang.core.actor import as_actor
from kedang.customers.models import Customer, CustomField, CustomValue
from kedang.customers.registration import read_customer, register_many
from kedang.operations.bench import material
from kedang.operations.bench.figures import Figure, Watch, laps, milliseconds, rate
from kedang.people.models import Person
from kedang.segments.actions.segments import save_segment
from kedang.segments.figures import count_figures
from kedang.segments.membership import keep_members, members_of
from kedang.segments.models import Segment

_ROUNDS = 60
_BATCH = 500
_FIELD, _LEVELS = "合作级别", ("金牌", "银牌", "铜牌", "普通", "新客户")  # i18n: data


def fill_levels() -> None:
    """Every customer gets a value of an own field, dealt in turn; straight into the rows, as nothing of it is timed."""
    field, _made = CustomField.objects.get_or_create(
        code="bench-level", defaults={"label": _FIELD, "type": "choice", "choices": list(_LEVELS)}
    )
    ids = Customer.objects.exclude(custom_values__field=field).values_list("pk", flat=True)
    for batch in _batches(ids.iterator(chunk_size=5000)):
        values = [CustomValue(customer_id=pk, field=field, text=_LEVELS[pk % len(_LEVELS)]) for pk in batch]
        CustomValue.objects.bulk_create(values, batch_size=_BATCH)


def fill_customers(total: int, owners: list[int], department: int, founder: Person) -> None:
    """More customers, until there are `total`."""
    missing = total - Customer.objects.count()
    inputs = material.customers(max(0, missing), owners, department)
    while batch := list(islice(inputs, _BATCH)):
        with transaction.atomic():
            register_many([read_customer(one) for one in batch], actor=as_actor(founder))


def measure_lists(person: Person) -> list[Figure]:
    """The faces of the list; `fill_levels` comes before."""
    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(person, "allauth.account.auth_backends.AuthenticationBackend")
    own = CustomField.objects.get(code="bench-level")
    found = quote(f"{_FIELD}:{_LEVELS[0]}")
    pages = {
        "board by stage": "/customers/?face=board",
        "board by stage, filtered by an own field": f"/customers/?face=board&q={found}",
        "list filtered by an own field": f"/customers/?q={found}",
        "list sorted by an own field": f"/customers/?sort={own.key}&columns=number-stage-{own.key}",
        "list grouped by industry": "/customers/?q=&group=industry",
    }
    return [
        Figure(name, milliseconds(laps(partial(_get, client, address), _ROUNDS)), "", "p95 ≤ 50 ms")
        for name, address in pages.items()
    ]


def measure_segment(founder: Person, query: str = "阶段:现有客户,潜在客户") -> list[Figure]:  # i18n: data
    """As the job does it: who is in, of what kinds, and the rows of the members, first and again."""
    actor = as_actor(founder)
    segment = save_segment(Segment, f"Bench {Segment.objects.count()}", query, actor=actor)
    finding, counting, keeping, again = Watch(), Watch(), Watch(), Watch()
    with finding.lap():
        ids = members_of(segment, actor)
    with counting.lap():
        count_figures(sorted(ids))
    with keeping.lap():
        keep_members(segment)
    segment.refresh_from_db()
    with again.lap():
        keep_members(segment)
    who = f"{len(ids):,} of {Customer.objects.count():,} customers"
    return [
        Figure(f"segment: found, {who}", f"{finding.total:.2f} s", "", ""),
        Figure(
            "segment: counted by kind", f"{counting.total:.2f} s, {rate(len(ids), counting.total)}", "", ""
        ),
        Figure("segment: members kept for the first time", f"{keeping.total:.1f} s", "", ""),
        Figure("segment: worked out again, nobody moved", f"{again.total:.1f} s", "", ""),
    ]


def _get(client: Client, address: str, _number: int) -> None:
    response = client.get(address)
    if response.status_code != 200:
        raise RuntimeError(f"{address}: {response.status_code}")


def _batches(ids: Iterator[int]) -> Iterator[list[int]]:
    while batch := list(islice(ids, _BATCH)):
        yield batch
