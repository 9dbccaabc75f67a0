"""The measurements, in the order in which they need one another."""

import os
import platform
import secrets
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from time import perf_counter
from typing import Any

from django.db import transaction
from django.utils import timezone

from kedang import __version__, vault
from kedang.access.models import Holding, Post
from kedang.accounts import profiles
from kedang.accounts.actions.founding import (
    FounderEntry,
    OrganisationEntry,
    choose_security,
    finish_set_up,
    found_organisation,
)
from kedang.core.actor import Actor, as_actor
from kedang.core.terminal import show_progress, tell
from kedang.customers.models import Customer
from kedang.documents.content import Incoming, store
from kedang.documents.ingest import Filing, enter_documents
from kedang.documents.models import Document
from kedang.documents.readings import read_now
from kedang.ledger import record as ledger
from kedang.operations.bench import filling, limits, material
from kedang.operations.bench.duplicates import measure_comparing, measure_merging
from kedang.operations.bench.figures import Figure, Watch, laps, milliseconds, print_table, rate
from kedang.operations.bench.importing import measure_import
from kedang.operations.bench.pages import holdings, measure_pages
from kedang.operations.bench.quality import measure_quality
from kedang.operations.bench.recognition import measure_recognition
from kedang.operations.bench.segments import fill_customers, fill_levels, measure_lists, measure_segment
from kedang.operations.bench.timeline import measure_timeline
from kedang.operations.bench.zipping import measure_zip
from kedang.people.models import Department, Organisation, Person
from kedang.people.system import system_actor

SIZES = {"XS": (500, 100), "S": (2_000, 10_000), "M": (50_000, 200_000)}
# How many customers are compared with each other, fed straight to the comparison.
MERGED = 1000  # documents of the customer that is merged
# How many customers a segment is counted over.
COUNTED = {"XS": 1_000, "S": 10_000, "M": 200_000}
ENTRIES = {"XS": 100, "S": 5_000, "M": 5_000}
COMPARED = {"XS": 2_000, "S": 100_000, "M": 1_000_000}
SALESMEN = 20  # each sees 5 %
_FILES = 40
_ROUNDS = 60


@dataclass
class Cast:
    founder: Person
    salesman: Person
    owners: list[int]
    department: Department


def run(size: str, documents: int | None, fill: bool | None, scratch: Path) -> None:
    """`documents` are ingested for real; with `fill` the archive is then filled up to its size."""
    customers, planned = SIZES[size]
    real = planned if documents is None else documents
    cast = _found()
    _tell_where(f"size {size}")
    actor = as_actor(cast.founder)
    print_table("Import", measure_import(customers, cast.owners, cast.department.pk, scratch, actor=actor))
    print_table("Ingest", measure_ingest(real, cast, scratch))
    if planned > real and (size == "M" if fill is None else fill):
        print_table("Archive", measure_filling(planned - real, cast))
    print_pages(cast.salesman, cast.founder)
    print_table("Ledger", measure_ledger(cast.founder))
    print_table("Vault", measure_vault(scratch))
    print_table("Zip", measure_zip(cast.founder))
    print_table("Recognition", measure_recognition())
    print_lists(cast.salesman, cast.founder, ENTRIES[size])
    fill_customers(COUNTED[size], cast.owners, cast.department.pk, cast.founder)
    print_table("Segment", measure_segment(cast.founder))
    print_table("Quality", measure_quality(cast.founder))
    print_table("Merging", measure_merging(cast.founder, _file, MERGED))
    print_table("Duplicates", measure_comparing(COMPARED[size]))


def run_pages() -> None:
    """The pages of an archive that an earlier run kept; what they need of dealings and own fields is filled in."""
    _tell_where("archive kept by an earlier run")
    people = Person.objects.filter(email__endswith="@bench.example").order_by("pk")
    salesman, founder = people.get(email="sales0@bench.example"), people.get(email="founder@bench.example")
    print_pages(salesman, founder)
    print_lists(salesman, founder, ENTRIES["M"])
    print_table("Segment", measure_segment(founder))
    print_table("Ledger", measure_ledger(founder))


def print_pages(salesman: Person, founder: Person) -> None:
    print_table(f"Pages as a salesman who sees 5 %: {holdings()}", measure_pages(salesman))
    print_table("Pages as somebody who sees everything", measure_pages(founder))


def print_lists(salesman: Person, founder: Person, entries: int) -> None:
    fill_levels()
    print_table("Lists as a salesman who sees 5 %", measure_lists(salesman))
    print_table("Lists as somebody who sees everything", measure_lists(founder))
    print_table("Timeline", measure_timeline(salesman, entries))


def measure_ingest(count: int, cast: Cast, scratch: Path) -> list[Figure]:
    actor = as_actor(cast.founder)
    owners = list(Customer.objects.order_by("pk")[:200])
    entering, reading, size = Watch(), Watch(), 0
    for start in range(0, count, _FILES):
        files = [material.document(number) for number in range(start, min(start + _FILES, count))]
        size += sum(len(content) for _name, content in files)
        with entering.lap():
            made = _file(
                files, [owners[number % len(owners)] for number in range(start, start + len(files))], actor
            )
        with reading.lap():
            read_now(made)
        show_progress(f"{start:,} / {count:,}")
    raw = limits.fsync_seconds(scratch, size // count, count)
    return [
        Figure(
            "text-layer PDF and text files, filed, named, encrypted, read and indexed",
            f"{rate(count, entering.total + reading.total)};"
            f" {(entering.total_cpu + reading.total_cpu) / count * 1000:.1f} ms CPU each in this process",
            f"{rate(count, raw)} (AES + fsync of the same bytes)",
            "≥ 30/s on two cores",
        ),
        Figure("of that filing (acknowledged to the person)", rate(count, entering.total)),
        Figure("of that reading and indexing", rate(count, reading.total)),
    ]


def measure_filling(count: int, cast: Cast) -> list[Figure]:
    """Not a figure of Kedang's: files, parsing and the ledger are left out."""
    ingested, watch = Document.objects.count(), Watch()
    with watch.lap():
        filling.fill(count, cast.founder)
    there = f"{ingested + count:,} documents, of which {ingested:,} ingested for real"
    return [Figure("documents in the archive", there, f"filled up in {watch.total:.0f} s")]


def measure_ledger(founder: Person) -> list[Figure]:
    """How much of a change and of an opening is the ledger's part."""
    from kedang.access.opening import open_record
    from kedang.customers.actions.change import change_fields

    actor = as_actor(founder)
    ids = list(Customer.objects.order_by("-pk").values_list("pk", flat=True)[:_ROUNDS])
    recording, turn = Watch(), secrets.token_hex(3)
    with _timed(recording):
        opening = laps(
            lambda number: open_record(actor, Customer.objects.all(), ids[number % len(ids)]), _ROUNDS
        )
    opened = recording.total / (_ROUNDS + 1) * 1000
    recording.times.clear()

    def change(number: int) -> None:
        customer = Customer.objects.get(pk=ids[number % len(ids)])
        change_fields(customer, {"short_name": f"{turn}-{number}"}, actor=actor)

    with _timed(recording):
        changing = laps(change, _ROUNDS)
    part = recording.total / (changing.total or 1)
    return [
        Figure("opening a record", milliseconds(opening), f"ledger {opened:.2f} ms", "≤ 3 ms"),
        Figure("changing a field", milliseconds(changing), f"ledger {part:.0%}", "≤ 15 %"),
    ]


def measure_vault(scratch: Path) -> list[Figure]:
    vault.keys.create_keys([("customer:0", "profile", None), ("customer:0", "records", None)])
    keys = [(f"bench:{number}", "bench", None) for number in range(5_000)]
    started = perf_counter()
    vault.keys.create_keys(keys)
    created = perf_counter() - started
    sealing = laps(lambda _number: [vault.seal("customer:0", "profile", b"x" * 60) for _ in range(1000)], 10)
    piece = os.urandom(2**20)
    started = perf_counter()
    vault.blobs.write("customer:0", "records", (piece for _ in range(100)))
    written = perf_counter() - started
    raw = limits.fsync_seconds(scratch, 100 * 2**20, 1)
    return [
        Figure("keys made", rate(len(keys), created)),
        Figure("sealing a field", f"{sealing.percentile(50):.1f} µs"),
        Figure(
            "writing a file of 100 MB", f"{100 / written:,.0f} MB/s", f"{100 / raw:,.0f} MB/s (AES + fsync)"
        ),
    ]


def _tell_where(what: str) -> None:
    tell(
        f"# Kedang {__version__}, {what}, {os.cpu_count()} CPUs, {platform.machine()}, "
        f"load {os.getloadavg()[0]:.1f}, Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, "
        f"{timezone.localdate()}"
    )


def _found() -> Cast:
    founder = found_organisation(
        None,
        OrganisationEntry("Bench"),
        FounderEntry("Founder", "founder@bench.example", secrets.token_urlsafe(24)),
        actor=system_actor(),
    )
    organisation = Organisation.objects.get()
    choose_security(organisation, profile="asvs", second_factor=profiles.OFFERED, actor=system_actor())
    finish_set_up(organisation, actor=system_actor())
    department = Department.objects.get()
    post = Post.objects.get(code="sales")
    salesmen = [
        Person.objects.create(
            name=f"Sales {number}", email=f"sales{number}@bench.example", department=department
        )
        for number in range(SALESMEN)
    ]
    Holding.objects.bulk_create([Holding(person=each, post=post, department=department) for each in salesmen])
    return Cast(founder, salesmen[0], [each.pk for each in salesmen], department)


def _file(files: list[tuple[str, bytes]], customers: list[Customer], actor: Actor) -> list[int]:
    contents = store(
        [
            Incoming(customer.pk, name, [content])
            for (name, content), customer in zip(files, customers, strict=True)
        ]
    )
    with transaction.atomic():
        made = enter_documents(
            [Filing(content, customer) for content, customer in zip(contents, customers, strict=True)],
            actor=actor,
        )
    return [document.pk for document in made]


@contextmanager
def _timed(watch: Watch) -> Iterator[None]:
    """Time spent in the ledger's own steps; others hold `record_many` by name already."""
    steps = {name: getattr(ledger, name) for name in ("_header", "_seal", "canonical_bytes", "_insert")}

    def timed(step: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(step)
        def enter(*args: Any) -> Any:
            with watch.lap():
                return step(*args)

        return enter

    for name, step in steps.items():
        setattr(ledger, name, timed(step))
    try:
        yield
    finally:
        for name, step in steps.items():
            setattr(ledger, name, step)
