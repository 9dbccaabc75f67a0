"""The folders of two customers become one tree, and two again."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from kedang.customers.merging import Json, Part, register_part
from kedang.filing.folders import ensure_folder
from kedang.filing.models import Folder
from kedang.filing.paths import parent_of
from kedang.search import index


def register() -> None:
    register_part(Part("folders", gettext_lazy("文件夹"), move_folders, put_folders_back, _count, order=40))


def move_folders(source_id: int, target_id: int) -> Json:
    """A folder whose path is there already stays behind, empty: what lies in it goes into the one that is there.

    Returns the folders that changed hands with the parent they had, and `into`: those that stayed behind.
    """
    there = dict(Folder.objects.filter(customer=target_id).available().values_list("path_key", "pk"))
    into: dict[int, int] = {}
    moved: list[tuple[int, int | None]] = []
    for folder in Folder.objects.filter(customer=source_id).order_by("path_key", "pk"):
        twin = there.get(folder.path_key) if folder.trashed_at is None else None
        if twin:
            into[folder.pk] = twin
        else:
            moved.append((folder.pk, folder.parent_id))
    for pk, parent_id in moved:
        parent = into.get(parent_id, parent_id) if parent_id else None
        Folder.objects.filter(pk=pk).update(customer=target_id, parent=parent)
    index.rehome("folder", [pk for pk, _parent in moved], target_id)
    return {"moved": moved, "into": [[pk, twin] for pk, twin in into.items()]}


def put_folders_back(moved: Json, source_id: int, target_id: int) -> None:
    for pk, parent_id in moved["moved"]:
        Folder.objects.filter(pk=pk, customer=target_id).update(customer=source_id, parent=parent_id)
    index.rehome("folder", [pk for pk, _parent in moved["moved"]], source_id)
    _adopt(target_id)


def _adopt(customer_id: int) -> None:
    """Folders made since below one that went back: a folder of their own customer takes its place above them."""
    orphans = Folder.objects.filter(customer=customer_id).exclude(parent=None)
    orphans = orphans.exclude(parent__customer=customer_id).select_related("customer").order_by("path_key")
    for folder in orphans:
        above = parent_of(folder.path)
        parent = ensure_folder(folder.customer, above) if above else None
        Folder.objects.filter(pk=folder.pk).update(parent=parent)


def _count(customer_id: int) -> int:
    return Folder.objects.filter(customer=customer_id).available().count()
