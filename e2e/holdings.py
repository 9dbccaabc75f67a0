"""What a data folder holds, read past all pages: `python -m e2e.holdings WHAT …` on KEDANG_DATA, answered in JSON."""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

Told = dict[str, Any]


def customers(run_id: str) -> Told:
    """What an import of customers left: each figure that could betray a loss or a double."""
    from kedang.customers.contacts import open_points
    from kedang.customers.models import ContactPoint, Customer
    from kedang.intake.models import CustomerImport

    made = CustomerImport.objects.get(run_id=int(run_id))
    rows = list(Customer.objects.filter(run_id=int(run_id)))
    ids = [row.pk for row in rows]
    points = ContactPoint.objects.filter(customer__run_id=int(run_id))
    return {
        "state": made.state,
        "created": made.created,
        "others": [made.updated, made.unchanged, made.rejected],
        "names": sorted(row.name for row in rows),
        "numbers": len({row.number for row in rows}),
        "points": sorted(opened.value for opened in open_points(list(points))),
        "registered": _once("customers.registered", ids),
        "indexed": _indexed_once("customer", ids),
    }


def numbers() -> Told:
    """Of each series and prefix: do the numbers run from 1 without a gap, and does each have its record?"""
    from kedang.access.models.numbering import Allocation
    from kedang.customers.models import Customer
    from kedang.documents.models import Document

    given: dict[str, list[int]] = {}
    for series, prefix, sequence in Allocation.objects.values_list("series", "prefix", "sequence"):
        given.setdefault(f"{series} {prefix}", []).append(sequence or 0)
    held = set(Customer.objects.values_list("number", flat=True))
    held |= {number for number in Document.objects.values_list("number", flat=True) if number}
    allocated = set(Allocation.objects.values_list("number", flat=True))
    return {
        "gaps": [name for name, values in given.items() if sorted(values) != list(range(1, len(values) + 1))],
        "without record": sorted(allocated - held),
        "without allocation": sorted(held - allocated),
    }


def folder(import_id: str) -> Told:
    """What a folder import left."""
    from kedang.documents.models import Document
    from kedang.intake.models import FolderImport

    made = FolderImport.objects.get(pk=int(import_id))
    items = list(made.items.order_by("pk"))
    rows = {row.pk: row for row in Document.objects.filter(run_id=made.run_id)}
    filed = [item.document_id or 0 for item in items if item.state == "filed"]
    return {
        "state": made.state,
        "figures": [made.filed, made.duplicates, made.waiting, made.failed],
        "items": dict(Counter(item.state for item in items)),
        "each filed once": sorted(filed) == sorted(rows),
        "original names": sorted(row.original_name for row in rows.values()),
        "contents": sorted(_contents(rows.values())),
        "reading": dict(Counter(row.read_state for row in rows.values())),
        "filed events": _once("documents.filed", list(rows)),
        "indexed": _indexed_once("document", list(rows)),
    }


def upload(name: str) -> Told:
    """The documents that came in under a file name, and what is left of their uploads."""
    from kedang.documents.models import Document, Upload

    rows = list(Document.objects.filter(original_name=name))
    return {
        "contents": _contents(rows),
        "versions": [row.versions.count() for row in rows],
        "filed events": _once("documents.filed", [row.pk for row in rows]),
        "open": Upload.objects.filter(done_at=None).count(),
        "kept segments": sum(len(each) for each in Upload.objects.values_list("segments", flat=True)),
    }


def hurry() -> Told:
    """Let waiting tasks be due now: a retry after a crash may be minutes away."""
    from kedang.core.clock import now
    from kedang.jobs.models import Task

    return {"moved": Task.objects.filter(state="waiting").update(run_at=now())}


def tasks() -> Told:
    from kedang.jobs.models import Task

    return {"left": sorted(f"{task.job} {task.state} {task.error}" for task in Task.objects.all())}


def sweep() -> Told:
    """Sweep a day later, then open everything that is sealed."""
    from kedang import vault
    from kedang.core.clock import frozen, now

    with frozen(now() + timedelta(hours=25)):
        swept = vault.sweep_orphans()
    vault.forget()
    return {"swept": [swept.keys, swept.blobs], "lost": dict(_lost())}


def _lost() -> Iterable[tuple[str, int]]:
    from kedang import vault
    from kedang.customers.contacts import open_points
    from kedang.customers.models import ContactPoint
    from kedang.documents.models import Document, Upload
    from kedang.documents.uploads import chunks, facts_of
    from kedang.intake.models import CustomerImport, FolderImport
    from kedang.intake.staging import read_segment
    from kedang.ledger.models import Event
    from kedang.ledger.record import read_payloads
    from kedang.search import index
    from kedang.search.models import IndexEntry

    entries = [(bytes(each.sealed), each.owner, each.purpose, each.pk) for each in IndexEntry.objects.all()]
    yield "index entries", index.unseal(entries).count(None)
    yield "events", read_payloads(list(Event.objects.exclude(payload=None))).count(None)
    points = list(ContactPoint.objects.filter(is_absent=False))
    yield "contact points", len(points) - len([one for one in open_points(points) if one.value])
    yield "documents", Document.objects.count() - len(_contents(Document.objects.all()))
    for made in CustomerImport.objects.all():
        told = sum(len(list(read_segment(made.rows, made.key, segment))) for segment in made.segments)
        yield f"rows of list {made.pk}", made.total - told
    for zipped in FolderImport.objects.filter(source="zip"):
        with vault.blobs.open(zipped.location, *zipped.key) as reader:
            yield f"zip {zipped.pk}", int(reader.read(2) != b"PK")
    for coming in Upload.objects.all():
        left = sum(len(piece) for piece in chunks(coming)) - (0 if coming.done_at else coming.offset)
        yield f"upload of {facts_of(coming)['filename']}", left


def _contents(rows: Iterable[Any]) -> list[str]:
    """The SHA-256 of each document's content; compared with the one it was filed with."""
    from kedang import vault
    from kedang.documents.content import open_version

    found = []
    for row in rows:
        version = row.versions.first()
        with open_version(version) as reader:
            digest = hashlib.sha256()
            for piece in reader.iter_range(0, reader.size):
                digest.update(piece)
        kept = vault.unseal(bytes(version.sha256), owner=row.key_owner, purpose="document", aad=b"sha256")
        assert kept == digest.digest(), row
        found.append(digest.hexdigest())
    return found


def _once(kind: str, ids: list[int]) -> bool:
    """Exactly one event of this kind for each subject."""
    from kedang.ledger.models import Event

    wanted = set(ids)
    subjects = [
        pk for pk in Event.objects.filter(kind=kind).values_list("subject_id", flat=True) if pk in wanted
    ]
    return sorted(subjects) == sorted(wanted)


def _indexed_once(kind: str, ids: list[int]) -> bool:
    """Every subject is indexed, no piece of it twice, and each entry opens."""
    from kedang.search import index

    found = index.read(kind, ids)
    pieces = [
        (pk, entry.part, json.dumps(dict(entry.texts.fields), sort_keys=True))
        for pk, entries in found.items()
        for entry in entries
    ]
    return bool(ids) and all(found[pk] for pk in ids) and len(set(pieces)) == len(pieces)


WHAT: dict[str, Callable[..., Told]] = {
    verb.__name__: verb for verb in (customers, numbers, folder, upload, hurry, tasks, sweep)
}


if __name__ == "__main__":
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "kedang.config.settings"
    django.setup()
    print(json.dumps(WHAT[sys.argv[1]](*sys.argv[2:])))  # noqa: T201  # this is its answer
