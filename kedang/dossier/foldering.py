"""A folder tree as files of a zip: current versions in their folders, and a list of what stays."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from kedang.core.clock import now
from kedang.customers.models import Customer
from kedang.documents.models import Document, Version
from kedang.dossier.actions.export import Taken
from kedang.dossier.bag.writing import File, in_memory
from kedang.dossier.package import version_file
from kedang.dossier.paths import Places, folder_name
from kedang.filing.paths import name_of

_BATCH = 500


def files_of_documents(taken: Taken, *, below: str = "") -> Iterator[File]:
    """One by one; of documents of several customers each customer has a folder."""
    places = Places()
    several = len({one.customer_id for one in taken.documents}) > 1
    for start in range(0, len(taken.documents), _BATCH):
        batch = taken.documents[start : start + _BATCH]
        versions = _current(batch)
        for one in batch:
            if version := versions.get(one.pk):
                top = folder_name(one.customer.number, one.customer.name) if several else ""
                folder = _inside(one.folder.path, below)
                yield version_file(version, places.place(f"{top}/{folder}", one.name))
    if taken.withheld:
        yield in_memory(_("未包含的文档.txt"), _listed(taken), now())


def folder_title(customer: Customer, path: str) -> str:
    return folder_name(customer.number, f"{customer.shown_name}_{name_of(path)}" if path else customer.name)


def _current(documents: Sequence[Document]) -> dict[int, Version]:
    rows = Version.objects.filter(document__in=documents)
    numbers = {one.pk: one.version_number for one in documents}
    return {row.document_id: row for row in rows if row.number == numbers[row.document_id]}


def _inside(path: str, below: str) -> str:
    """The folder that was asked for is the zip itself."""
    parts, above = path.split("/"), below.split("/") if below else []
    return "/".join(parts[len(above) :])


def _listed(taken: Taken) -> bytes:
    lines = [f"{one.document.folder.path}/{one.document.name}\t{one.reason}" for one in taken.withheld]
    return ("\ufeff" + "\r\n".join(lines) + "\r\n").encode()
