"""Merging two customers with many documents, and comparing many customers with each other."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
from time import perf_counter

import psutil
from django.db import transaction

from kedang.core.actor import Actor, as_actor
from kedang.core.text import match_key
from kedang.customers.models import Customer
from kedang.customers.registration import CustomerInput, read_customer, register_many
from kedang.documents.changes import rewrap_all
from kedang.documents.models import Document
from kedang.duplicates.actions.merge import merge_customers, part_customers
from kedang.duplicates.scanning import RULES
from kedang.duplicates.scoring import gold
from kedang.duplicates.scoring.process import comparing
from kedang.duplicates.scoring.worker import Row
from kedang.operations.bench.figures import Figure, Watch, milliseconds
from kedang.people.models import Person

File = Callable[[list[tuple[str, bytes]], list[Customer], Actor], list[int]]
_TOGETHER = 50
_ROUNDS = 10
_LOADED = 20_000


def measure_merging(founder: Person, file: File, documents: int = 1000) -> list[Figure]:
    """Each way in one transaction: its length is how long the write lock is held."""
    actor = as_actor(founder)
    new = [read_customer(CustomerInput({"name": name})) for name in ("Merge A", "Merge B")]
    with transaction.atomic():
        target, source = register_many(new, actor=actor)
    for start in range(0, documents, _TOGETHER):
        files = [
            (f"{number}.txt", b"%d" % number) for number in range(start, min(start + _TOGETHER, documents))
        ]
        file(files, [source] * len(files), actor)
    joining, parting, keys = Watch(), Watch(), Watch()
    for _round in range(_ROUNDS):
        with joining.lap():
            merge = merge_customers(_fresh(target), _fresh(source), actor=actor)
        with keys.lap():
            rewrap_all(target.pk)
        with parting.lap():
            part_customers(_fresh(target), merge, actor=actor)
        rewrap_all(source.pk)
    count = Document.objects.filter(customer=source).count()
    return [
        Figure(f"merge, {count:,} documents, in one transaction", milliseconds(joining), "", "≤ 250 ms"),
        Figure("undo of that merge", milliseconds(parting), "", "≤ 250 ms"),
        Figure("their keys wrapped anew, afterwards in a job", milliseconds(keys)),
    ]


def measure_comparing(records: int) -> list[Figure]:
    """Invented customers fed straight to the comparing process, as the scan feeds it."""
    started = perf_counter()
    with comparing(memory="6GB", threads=psutil.cpu_count() or 1) as worker:
        rows = _rows(records)
        count = 0
        while batch := list(islice(rows, _LOADED)):
            worker.add(batch)
            count += len(batch)
        worker.ready()
        loaded = perf_counter() - started
        found = sum(len(batch) for rule in RULES for batch in worker.pairs(rule, 0.9))
        memory = worker.peak()
    whole = perf_counter() - started
    return [
        Figure(
            f"all {count:,} customers compared with each other",
            f"{whole:,.0f} s ({loaded:,.0f} s to read), {memory / 2**20:,.0f} MB in the comparing process",
        ),
        Figure("pairs found (a pair may be found by several rules)", f"{found:,}"),
    ]


def _rows(count: int) -> Iterator[Row]:
    for number, one in enumerate(islice(gold.records(count * 3 // 4), count)):
        phones = [
            "".join(sign for sign in value.removeprefix("+86") if sign.isdigit()) for _k, value in one.phones
        ]
        yield (
            number, one.kind, match_key(one.name), one.uscc, one.id_number, one.region, one.birth_date,
            phones, list(one.emails), [], list(one.people), True,
        )  # fmt: skip


def _fresh(customer: Customer) -> Customer:
    return Customer.objects.get(pk=customer.pk)
