"""What lies in a place, piece by piece: however long it is, little of it is in memory at once."""

from __future__ import annotations

from collections.abc import Iterator

from kedang.core.actor import Actor
from kedang.documents.models import Document
from kedang.drive import scratch
from kedang.drive.names import named, shown_documents
from kedang.drive.tree import shelves
from kedang.drive.tree.finding import branches_at
from kedang.drive.tree.places import (
    DocumentPlace,
    FolderPlace,
    Inside,
    Place,
    ScratchPlace,
    Shelf,
    spot_of,
)
from kedang.filing.file_names import name_key

TOGETHER = 200
# A folder with more is for the page with its search; the newest are listed, each other is there by its name.
MOST_DOCUMENTS = 10_000


def batches(place: Place, actor: Actor) -> Iterator[list[Place]]:
    """The members of `place`, some at a time."""
    if isinstance(place, Shelf):
        yield from _together(shelves.listing(place, actor))
        return
    if isinstance(place, ScratchPlace):
        yield list(_scratch(place, actor))
        return
    if not isinstance(place, FolderPlace):
        return
    mine = list(_scratch(place, actor))
    taken = {each.scratch.name_key for each in mine}
    yield [*_folders(place, actor), *mine]
    if place.folder is not None:
        yield from _documents(place, actor, taken)


def _together(places: Iterator[Place]) -> Iterator[list[Place]]:
    waiting: list[Place] = []
    for place in places:
        waiting.append(place)
        if len(waiting) >= TOGETHER:
            yield waiting
            waiting = []
    yield waiting


def _folders(place: FolderPlace, actor: Actor) -> Iterator[FolderPlace]:
    for branch in branches_at(place.customer, place.below, actor) or []:
        yield FolderPlace(
            path=(*place.path, branch.name),
            customer=place.customer,
            below=(*place.below, branch.name),
            folder=branch.folder,
        )


def _documents(place: FolderPlace, actor: Actor, taken: set[str]) -> Iterator[list[Place]]:
    """Newest first, by key and not by number: a page of it costs the same at the start and at the end."""
    assert place.folder is not None  # noqa: S101  # asked by the caller
    hidden = scratch.hidden_in(actor.person, place.customer.pk)
    rows = shown_documents(actor).filter(folder=place.folder).select_related("drive_name").order_by("-pk")
    listed, last = 0, None
    given: set[str] = set()
    while listed < MOST_DOCUMENTS:
        some: list[Document] = list((rows.filter(pk__lt=last) if last else rows)[:TOGETHER])
        if not some:
            return
        last, listed = some[-1].pk, listed + len(some)
        shown = [document for document in some if document.pk not in hidden]
        # A file without content at a document's name stands before it until the content comes.
        free = ((each, name) for each, name in named(shown, given) if name_key(name) not in taken)
        yield [_document(place, document, name) for document, name in free]


def _document(place: FolderPlace, document: Document, name: str) -> DocumentPlace:
    document.customer = place.customer
    path, below = (*place.path, name), (*place.below, name)
    return DocumentPlace(path=path, customer=place.customer, below=below, document=document)


def _scratch(place: Place, actor: Actor) -> Iterator[ScratchPlace]:
    customer = place.customer if isinstance(place, Inside | ScratchPlace) else None
    below = place.below if isinstance(place, Inside | ScratchPlace) else place.path
    for row in scratch.lying_in(actor.person, spot_of(customer, below)):
        inner = (*below, row.name)
        yield ScratchPlace(
            path=(*place.path, row.name),
            scratch=row,
            customer=customer,
            below=inner,
            spot=spot_of(customer, inner),
        )
