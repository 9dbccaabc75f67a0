"""The folder import as bulk work."""

from __future__ import annotations

from typing import Any

from kedang.access.models import Run
from kedang.access.runs import ChunkResult, arguments_of, run_kind
from kedang.core.actor import Actor
from kedang.core.clock import now
from kedang.intake.folders.importing import Prepared, count_again, file_items, prepare_items, take_back
from kedang.intake.models import FolderImport

ITEMS_PER_CHUNK = 20


def prepare(items: list[int], args: dict[str, Any]) -> Prepared:
    return prepare_items(FolderImport.objects.get(pk=args["import"]), items)


def finish(run: Run, *, actor: Actor) -> None:
    folder_import = FolderImport.objects.get(pk=int(arguments_of(run)["import"]))
    count_again(folder_import)
    FolderImport.objects.filter(pk=folder_import.pk).update(state=FolderImport.State.DONE, updated_at=now())


def _import_chunk(prepared: Prepared, args: dict[str, Any], *, actor: Actor) -> ChunkResult:
    return file_items(prepared, actor=actor)


IMPORT = run_kind(
    "intake.folder", needs="create", resource="document", undo=take_back, finish=finish, prepare=prepare
)(_import_chunk)
