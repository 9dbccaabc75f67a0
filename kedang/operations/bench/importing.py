"""How fast customers come in: a list as people import it, and the registration by itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage

from django.db import transaction

from kedang.access.runs import advance_run
from kedang.core.actor import Actor
from kedang.core.garbage import undisturbed
from kedang.core.terminal import show_progress
from kedang.customers.registration import CustomerInput, read_customer, register_many
from kedang.intake.actions.customer_lists import receive_list, start_import
from kedang.intake.models import CustomerImport
from kedang.jobs.beside import beside
from kedang.operations.bench import limits, material
from kedang.operations.bench.figures import Figure, Watch, milliseconds, rate
from kedang.people.models import Person

_CHUNK = 500
# The greater part comes as people bring it.
_LISTED = 0.8
_AIM = "≥ 1,000/s and ≥ 40 % of the raw insert of the same rows"


@dataclass
class _ListImport:
    """`staging`: the file received and read. `run`: its rows matched and written. `beside`: CPU of the second process."""

    count: int
    staging: Watch
    run: Watch
    beside: float


def measure_import(
    count: int, owners: list[int], department: int, scratch: Path, *, actor: Actor
) -> list[Figure]:
    inputs = material.customers(count, owners, department)
    listed = _import_list(list(islice(inputs, round(count * _LISTED))), actor)
    alone, registered = _register(inputs, actor)
    raw = limits.raw_insert(scratch, count)
    limit = f"{rate(count, raw.total)}; {raw.total_cpu / count * 1000:.2f} ms CPU each" if raw else "n/a"
    each = 1000 / listed.count
    return [
        Figure(
            "complete customers with contact points, keys, index, ledger, from a list of theirs, "
            "the second process started in between",
            f"{rate(listed.count, listed.run.total)}{_share(raw, count, listed.run, listed.count)};"
            f" {listed.run.total_cpu * each:.2f} ms CPU each here, {listed.beside * each:.2f} ms beside",
            limit,
            _AIM,
        ),
        Figure(
            "the same with the file received, parsed and kept before",
            rate(listed.count, listed.run.total + listed.staging.total),
        ),
        Figure(
            "registered in one process, without a list",
            f"{rate(registered, alone.total)}{_share(raw, count, alone, registered)};"
            f" {alone.total_cpu / registered * 1000:.2f} ms CPU each",
            limit,
        ),
        Figure(f"one chunk of {_CHUNK} of these", milliseconds(alone)),
    ]


def _share(raw: Watch | None, rows: int, watch: Watch, count: int) -> str:
    if raw is None:
        return ""
    by_clock = raw.total / rows / (watch.total / count)
    return f", {by_clock:.0%} of the limit"


def _import_list(inputs: list[CustomerInput], actor: Actor) -> _ListImport:
    emails = dict(Person.objects.values_list("pk", "email"))
    content = material.as_list(inputs, emails)
    staging, working = Watch(), Watch()
    with staging.lap():
        made = receive_list("customers.csv", [content], actor=actor)
    before = _children_cpu()
    with working.lap():
        _work(made, actor)
    beside.end()
    return _ListImport(len(inputs), staging, working, _children_cpu() - before)


def _work(made: CustomerImport, actor: Actor) -> None:
    """What a worker does with the job, here, so that its CPU can be told."""
    run = start_import(made, actor=actor)
    while not run.is_over:
        advance_run(run.pk)
        run.refresh_from_db()
        show_progress(f"{run.done:,} / {run.total:,}")
    if run.done != made.total:
        raise RuntimeError(f"{run.done} of {made.total} rows were imported")


def _register(inputs: Iterator[CustomerInput], actor: Actor) -> tuple[Watch, int]:
    watch, done = Watch(), 0
    while chunk := list(islice(inputs, _CHUNK)):
        with watch.lap():
            new = [read_customer(each) for each in chunk]
            with undisturbed(), transaction.atomic():
                register_many(new, actor=actor)
        done += len(chunk)
    return watch, done


def _children_cpu() -> float:
    used = getrusage(RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
