"""Bulk work on documents (批量): chunks with their events, undone while nobody changed them again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from kedang.access.door import can
from kedang.access.runs import ChunkResult, run_kind
from kedang.core.actor import Actor
from kedang.core.errors import Refused
from kedang.documents.changes import lock, put, take_back
from kedang.documents.events import CHANGED, MOVED, RENAMED, TAGGED
from kedang.documents.misnamed import ruled_names
from kedang.documents.models import Document, DocumentTag
from kedang.documents.states import State
from kedang.documents.trash import put_into_trash, take_from_trash
from kedang.filing.folders import ensure_folders
from kedang.filing.models import Folder
from kedang.ledger.kinds import Kind


def _undo(kind: Kind) -> Any:
    def undo(what: list[dict[str, Any]], args: dict[str, Any], *, actor: Actor) -> ChunkResult:
        return ChunkResult(done=len(what), skipped=dict(take_back(what, kind=kind, actor=actor)))

    return undo


@run_kind("documents.edit", needs="edit", model=Document, undo=_undo(CHANGED))
def edit_chunk(documents: list[Document], args: dict[str, Any], *, actor: Actor) -> ChunkResult:
    """`args["changes"]`: type, project, document_date, title, classification, as `change_document` takes them."""
    return _put(documents, lambda free: [dict(args["changes"]) for _each in free], CHANGED, actor)


@run_kind("documents.tag", needs="edit", model=Document, undo=_undo(TAGGED))
def tag_chunk(documents: list[Document], args: dict[str, Any], *, actor: Actor) -> ChunkResult:
    """`args`: `add` and `remove`, ids of tags."""

    def wanted(free: Sequence[Document]) -> list[State]:
        there: dict[int, set[int]] = defaultdict(set)
        for use in DocumentTag.objects.filter(document__in=free):
            there[use.document_id].add(use.tag_id)
        add, remove = set(args.get("add", ())), set(args.get("remove", ()))
        return [{"tags": sorted((there[document.pk] | add) - remove)} for document in free]

    return _put(documents, wanted, TAGGED, actor)


@run_kind("documents.move", needs="edit", model=Document, undo=_undo(MOVED))
def move_chunk(documents: list[Document], args: dict[str, Any], *, actor: Actor) -> ChunkResult:
    """`args`: `folder` (an id), or `path`: the folder of that path of each document's own customer."""

    def wanted(free: Sequence[Document]) -> list[State]:
        if "folder" in args:
            folder = Folder.objects.select_related("customer").get(pk=args["folder"])
            if not can(actor, "create", folder.customer, resource="document"):
                raise Refused(_("您不能在这位客户名下归档。"))
            return [{"folder": folder.pk} for _each in free]
        folders = ensure_folders([(document.customer, args["path"]) for document in free])
        return [{"folder": folder.pk} for folder in folders]

    return _put(documents, wanted, MOVED, actor)


@run_kind("documents.rename", needs="edit", model=Document, undo=_undo(RENAMED))
def rename_chunk(documents: list[Document], args: dict[str, Any], *, actor: Actor) -> ChunkResult:
    """Call them what the naming rule says; whose name follows it already keeps it."""

    return _put(documents, lambda free: [{"name": name} for name in ruled_names(free)], RENAMED, actor)


def _untrash(what: list[int], args: dict[str, Any], *, actor: Actor) -> ChunkResult:
    rows = lock(list(Document.objects.filter(pk__in=what).permitted(actor, "delete")))
    return ChunkResult(done=len(take_from_trash(rows, actor=actor)))


@run_kind("documents.trash", needs="delete", model=Document, undo=_untrash)
def trash_chunk(documents: list[Document], args: dict[str, Any], *, actor: Actor) -> ChunkResult:
    free, skipped = _free(documents, actor)
    gone = put_into_trash(free, actor=actor)
    return ChunkResult(done=len(gone), skipped=skipped, undo=[document.pk for document in gone])


def _retrash(what: list[int], args: dict[str, Any], *, actor: Actor) -> ChunkResult:
    rows = lock(list(Document.objects.filter(pk__in=what).permitted(actor, "delete")))
    return ChunkResult(done=len(put_into_trash(rows, actor=actor)))


@run_kind("documents.untrash", needs="delete", model=Document, undo=_retrash, in_trash=True)
def untrash_chunk(documents: list[Document], args: dict[str, Any], *, actor: Actor) -> ChunkResult:
    back = take_from_trash(lock(documents), actor=actor)
    return ChunkResult(done=len(back), undo=[document.pk for document in back])


def _put(documents: list[Document], wanted: Any, kind: Kind, actor: Actor) -> ChunkResult:
    free, skipped = _free(documents, actor)
    changes = put(free, wanted(free), kind=kind, actor=actor) if free else []
    return ChunkResult(done=len(free), skipped=skipped, undo=[change.as_undo() for change in changes])


def _free(documents: list[Document], actor: Actor) -> tuple[list[Document], dict[Any, str]]:
    rows = lock(documents)
    held = {row.pk: _("已被他人签出") for row in rows if row.is_held_off_from(actor.id)}
    return [row for row in rows if row.pk not in held], dict(held)
