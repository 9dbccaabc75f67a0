"""From a path to a place."""

from __future__ import annotations

from datetime import timedelta

from kedang.access.words import Clearance
from kedang.core.actor import Actor
from kedang.core.clock import now
from kedang.customers.models import Customer
from kedang.drive import scratch
from kedang.drive.names import composed, document_called, former_called, is_scratch
from kedang.drive.tree.places import (
    DocumentPlace,
    FolderPlace,
    Found,
    Inside,
    Nothing,
    Path,
    Place,
    ScratchPlace,
    Shelf,
    spot_of,
)
from kedang.drive.tree.shelves import step
from kedang.filing.models import Folder
from kedang.filing.paths import join, path_key, safe_path
from kedang.filing.tree import Branch, tree_of

# Programs that delete the original while saving put the new one there at once.
JUST_DELETED = timedelta(minutes=15)


def find(path: Path, actor: Actor) -> Found:
    """What lies at `path` for this person; what may not be seen is not there."""
    place: Place = Shelf(path=(), kind="")
    for number, name in enumerate(path):
        if is_scratch(name):
            return _scratch(place, path[number:], actor)
        if isinstance(place, FolderPlace):
            return _inside(place, path[number:], actor)
        following = step(place, name, actor) if isinstance(place, Shelf) else None
        if following is None:
            if number == len(path) - 1:
                return _scratch(place, path[number:], actor)  # a file without content, or nothing
            return Nothing(path=path, parent=None)
        place = following
    return place


def branches_at(customer: Customer, names: Path, actor: Actor) -> list[Branch] | None:
    """The folders below `names`, standard ones that are not used yet among them; None: there is no such folder."""
    level = tree_of(customer, actor=actor)
    for name in names:
        key = path_key(safe_path(name))
        branch = next((one for one in level if path_key(one.name) == key), None)
        if branch is None:
            return None
        level = branch.children
    return [branch for branch in level if branch.classification < Clearance.CORE]


def folder_at(customer: Customer, names: Path, actor: Actor) -> FolderPlace | None:
    """`path` of the place is yet to be set by who knows how it was reached."""
    if not names:
        return FolderPlace(path=(), customer=customer)
    rows = Folder.objects.visible_to(actor).filter(customer=customer, classification__lt=Clearance.CORE)
    folder = rows.available().at(safe_path(join(names))).first()
    if folder is None and branches_at(customer, names, actor) is None:
        return None
    if folder is not None:
        folder.customer = customer
    return FolderPlace(path=(), customer=customer, below=names, folder=folder)


def ids_within(folder: Folder) -> list[int]:
    """The folder and all below it, also those one may not see: whether it is empty they decide too."""
    return [folder.pk, *Folder.objects.below(folder).values_list("pk", flat=True)]


def _inside(root: FolderPlace, names: Path, actor: Actor) -> Found:
    """Below a customer: the folders as far as `names` goes, then a document, a file without content or nothing."""
    shown = (*root.path, *names)
    first = next((number for number, name in enumerate(names) if is_scratch(name)), None)
    if first is not None:
        above = folder_at(root.customer, names[:first], actor)
        if above is None:
            return Nothing(path=shown, parent=None)
        return _scratch(_at(above, (*root.path, *names[:first])), names[first:], actor)
    parent = folder_at(root.customer, names[:-1], actor)
    if parent is None:
        return Nothing(path=shown, parent=None)
    return _child(_at(parent, shown[:-1]), names[-1], actor)


def behind(place: ScratchPlace, actor: Actor) -> DocumentPlace | Nothing:
    """What would be at this place if there were no file without content before it."""
    assert place.customer is not None  # noqa: S101  # such files lie in customers' folders
    parent = folder_at(place.customer, place.below[:-1], actor)
    if parent is None:
        return Nothing(path=place.path, parent=None)
    found = _filed(_at(parent, place.path[:-1]), place.name, actor)
    return found if isinstance(found, DocumentPlace | Nothing) else Nothing(path=place.path, parent=None)


def _child(parent: FolderPlace, name: str, actor: Actor) -> Found:
    row = scratch.find(actor.person, parent.spot, name)
    if row is None:
        return _filed(parent, name, actor)
    below = (*parent.below, composed(name))
    return ScratchPlace(
        path=(*parent.path, name),
        scratch=row,
        customer=parent.customer,
        below=below,
        spot=spot_of(parent.customer, below),
    )


def _filed(parent: FolderPlace, name: str, actor: Actor) -> Found:
    customer, below, path = parent.customer, (*parent.below, composed(name)), (*parent.path, name)
    if folder := folder_at(customer, below, actor):
        return _at(folder, path)
    if parent.folder is None:
        return Nothing(path=path, parent=parent)
    document = document_called(parent.folder, name, actor)
    hidden = scratch.hidden_in(actor.person, customer.pk) if document else set()
    if document is not None and document.pk not in hidden:
        return DocumentPlace(path=path, customer=customer, below=below, document=document)
    former = former_called(parent.folder, name, actor, now() - JUST_DELETED) if document is None else None
    return Nothing(path=path, parent=parent, hidden=document, former=former)


def _scratch(parent: Place, names: Path, actor: Actor) -> Found:
    """Below the first name that is scratch everything is."""
    customer = parent.customer if isinstance(parent, Inside) else None
    below = parent.below if isinstance(parent, Inside) else parent.path
    place: Place = parent
    for number, name in enumerate(names):
        row = scratch.find(actor.person, spot_of(customer, below), name)
        path = (*parent.path, *names[: number + 1])
        if row is None:
            lacking = (*parent.path, *names)
            return Nothing(path=lacking, parent=place if number == len(names) - 1 else None)
        below = (*below, composed(name))
        spot = spot_of(customer, below)
        place = ScratchPlace(path=path, scratch=row, customer=customer, below=below, spot=spot)
    return place


def _at(place: FolderPlace, path: Path) -> FolderPlace:
    return FolderPlace(path=path, customer=place.customer, below=place.below, folder=place.folder)
