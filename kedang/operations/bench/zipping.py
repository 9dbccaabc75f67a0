"""A folder as a zip, against decrypting the same versions and doing nothing with them."""

import os
import tracemalloc
from time import perf_counter

from django.db import transaction

from kedang.core.actor import as_actor
from kedang.customers.models import Customer
from kedang.documents.content import Incoming, open_version, read_through, store
from kedang.documents.ingest import Filing, enter_documents
from kedang.documents.models import Version
from kedang.dossier.actions.export import below, take_documents
from kedang.dossier.foldering import files_of_documents
from kedang.dossier.zipping import stream_zip
from kedang.operations.bench.figures import Figure
from kedang.people.models import Person

_FILES, _SIZE = 12, 16 * 2**20
_ROUNDS = 3
_FOLDER = "bench"  # the archive may be filled up with documents that have no content


def measure_zip(founder: Person) -> list[Figure]:
    """Best of some rounds each, taken in turns: what else runs here slows both."""
    actor = as_actor(founder)
    customer = _fill(founder)
    total = _FILES * _SIZE / 2**20
    raw, zipped = [], []
    for _round in range(_ROUNDS):
        raw.append(_seconds_to_decrypt(customer))
        started = perf_counter()
        for _piece in stream_zip(files_of_documents(take_documents(below(customer, _FOLDER), actor=actor))):
            pass
        zipped.append(perf_counter() - started)
    share = min(raw) / min(zipped)
    peak = _peak(customer, founder)
    return [
        Figure(
            f"a folder of {total:,.0f} MB of packed files as a zip, {peak:.1f} MB of memory",
            f"{total / min(zipped):,.0f} MB/s ({share:.0%})",
            f"{total / min(raw):,.0f} MB/s (decrypting alone)",
            "≥ 50 %",
        )
    ]


def _fill(founder: Person) -> Customer:
    """Files that do not shrink, as most of an archive are."""
    customer = Customer.objects.order_by("-pk")[0]
    piece = os.urandom(2**18)
    body = [piece] * (_SIZE // len(piece))
    contents = store(
        [Incoming(customer.pk, f"bench {number}.zip", [b"PK\x03\x04", *body]) for number in range(_FILES)]
    )
    with transaction.atomic():
        enter_documents([Filing(one, customer, path=_FOLDER) for one in contents], actor=as_actor(founder))
    return customer


def _seconds_to_decrypt(customer: Customer) -> float:
    versions = list(Version.objects.filter(document__customer=customer, document__folder__path=_FOLDER))
    started = perf_counter()
    for version in versions:
        with open_version(version) as reader:
            for _piece in read_through(reader):
                pass
    return perf_counter() - started


def _peak(customer: Customer, founder: Person) -> float:
    taken = take_documents(below(customer, _FOLDER), actor=as_actor(founder))
    tracemalloc.start()
    try:
        for _piece in stream_zip(files_of_documents(taken)):
            pass
        return tracemalloc.get_traced_memory()[1] / 2**20
    finally:
        tracemalloc.stop()
