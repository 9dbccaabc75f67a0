"""The documents of two customers come together, and part again. Their content is not touched.

A document's texts and versions are sealed under its own key; that key is wrapped anew under the other customer's by a
job, which runs after the merge is committed as often as it must.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import F, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy

from kedang.customers.merging import Bulk, Json, Part, register_part
from kedang.documents.indexing import KIND, index_documents
from kedang.documents.models import Document
from kedang.filing.file_names import name_key, unique_name
from kedang.filing.folders import ensure_folder
from kedang.filing.models import Folder
from kedang.search import index

_BATCH = 500


def register() -> None:
    register_part(
        Part("documents", gettext_lazy("文档"), move_documents, put_documents_back, _count, 60, _BULK)
    )
    # After the folders are back where they were.
    register_part(
        Part("shelving", gettext_lazy("归位"), _nothing, shelve_strays, _none, order=35, is_last=True)
    )


def move_documents(source_id: int, target_id: int) -> Json:
    """All of them, in the trash too; those of a folder that stayed behind go into the target's of the same path."""
    ids = _waiting(source_id)
    Document.objects.filter(customer=source_id).update(customer=target_id)
    moved = _arrive(ids, source_id, target_id, Q())
    _settle_keys(target_id, ids)
    return moved


def put_documents_back(moved: Json, source_id: int, target_id: int) -> None:
    _settle_keys(source_id, _put_back(moved, source_id, target_id))


def _move_batch(ids: list[int], source_id: int, target_id: int) -> Json:
    Document.objects.filter(pk__in=ids, customer=source_id).update(customer=target_id)
    return _arrive(ids, source_id, target_id, Q(pk__in=ids))


def _arrive(ids: list[int], source_id: int, target_id: int, those: Q) -> Json:
    """`those`: the ones among the documents in folders that stayed behind."""
    placed = _place(source_id, target_id, those)
    index.rehome(KIND, ids, target_id)
    index_documents(list(Document.objects.filter(pk__in=[one[0] for one in placed["renamed"]])))
    return {"ids": ids, **placed}


def _put_back(moved: Json, source_id: int, target_id: int) -> list[int]:
    """Those that are still the target's, with folder and name where nobody gave them another."""
    back: list[int] = []
    for batch in _batches(moved["ids"]):
        still = Document.objects.filter(pk__in=batch, customer=target_id)
        ids = list(still.values_list("pk", flat=True))
        Document.objects.filter(pk__in=ids).update(customer=source_id)
        back += ids
    _unplace(moved, set(back))
    index.rehome(KIND, back, source_id)
    return back


def shelve_strays(moved: Json, source_id: int, target_id: int) -> None:
    """Documents that came into a folder of the other customer since: into one of their own with the same path."""
    strays = Document.objects.filter(customer__in=(source_id, target_id))
    strays = (
        strays.exclude(folder__customer=F("customer")).select_related("folder", "customer").order_by("pk")
    )
    for document in strays:
        folder = ensure_folder(document.customer, document.folder.path)
        names = set(
            Document.objects.filter(folder=folder, trashed_at=None).values_list("name_key", flat=True)
        )
        name = document.name if document.trashed_at else unique_name(document.name, names)
        Document.objects.filter(pk=document.pk).update(folder=folder, name=name, name_key=name_key(name))


def _place(source_id: int, target_id: int, those: Q) -> dict[str, Json]:
    """Documents of folders that stayed behind: into the twin, under a free name."""
    behind = Folder.objects.filter(customer=source_id).available()
    twins = Folder.objects.filter(customer=target_id, path_key=OuterRef("path_key"), trashed_at=None)
    into = dict(behind.annotate(twin=Subquery(twins.values("pk")[:1])).values_list("pk", "twin"))
    full = set(Document.objects.filter(those, folder__in=list(into)).values_list("folder_id", flat=True))
    into = {pk: twin for pk, twin in into.items() if twin and pk in full}
    renamed, placed = _free_names(into, those), []
    for pk, twin in into.items():
        rows = Document.objects.filter(those, folder=pk)
        placed.append([pk, twin, list(rows.order_by("pk").values_list("pk", flat=True))])
        rows.update(folder=twin)
    return {"placed": placed, "renamed": renamed}


def _free_names(into: dict[int, int], those: Q) -> list[list[int | str]]:
    """Rename those whose name is taken in the folder they go to: [id, old, new]."""
    taken: dict[int, set[str]] = {twin: set() for twin in into.values()}
    known = Document.objects.filter(folder__in=list(taken), trashed_at=None)
    for folder_id, key in known.values_list("folder_id", "name_key"):
        taken[folder_id].add(key)
    renamed: list[list[int | str]] = []
    coming = Document.objects.filter(those, folder__in=list(into), trashed_at=None).order_by("pk")
    for document in coming.only("pk", "name", "name_key", "folder_id"):
        names, key = taken[into[document.folder_id]], document.name_key
        if key in names:
            name = unique_name(document.name, names)
            key = name_key(name)
            renamed.append([document.pk, document.name, name])
            Document.objects.filter(pk=document.pk).update(name=name, name_key=key)
        names.add(key)
    return renamed


def _unplace(moved: Json, back: set[int]) -> None:
    for folder_id, twin, ids in moved["placed"]:
        for batch in _batches([pk for pk in ids if pk in back]):
            Document.objects.filter(pk__in=batch, folder=twin).update(folder=folder_id)
    again = []
    for pk, old, new in moved["renamed"]:
        if pk in back and Document.objects.filter(pk=pk, name=new).update(name=old, name_key=name_key(old)):
            again.append(pk)
    index_documents(list(Document.objects.filter(pk__in=again)))


def _settle_keys(customer_id: int, ids: Sequence[int]) -> None:
    if ids:
        _settle_all_keys(customer_id)


def _settle_all_keys(customer_id: int) -> None:
    from kedang.documents.tasks import settle_keys

    settle_keys.enqueue(customer_id)


def _waiting(source_id: int, limit: int | None = None) -> list[int]:
    rows = Document.objects.filter(customer=source_id).order_by("pk")
    return list(rows.values_list("pk", flat=True)[:limit])


def _batches(ids: Sequence[int]) -> list[Sequence[int]]:
    return [ids[start : start + _BATCH] for start in range(0, len(ids), _BATCH)]


def _count(customer_id: int) -> int:
    return Document.objects.filter(customer=customer_id).count()


_BULK = Bulk(_waiting, _move_batch, _put_back, _settle_all_keys)


def _nothing(source_id: int, target_id: int) -> Json:
    return None


def _none(customer_id: int) -> int:
    return 0
