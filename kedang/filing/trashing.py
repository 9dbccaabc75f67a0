"""Folders that go into the trash and come back, each with its event: plain functions for actions and bulk work."""

from __future__ import annotations

from django.db.models import F
from django.utils.translation import gettext as _

from kedang.access.door import revise
from kedang.core.actor import Actor
from kedang.core.clock import now
from kedang.core.errors import Conflict
from kedang.filing import events
from kedang.filing.contents import count_contents
from kedang.filing.folders import ensure_folder
from kedang.filing.models import Folder
from kedang.filing.paths import parent_of
from kedang.filing.relocation import check_free
from kedang.filing.search import forget_folders, index_folders
from kedang.ledger.record import record


def put_away(folder: Folder, *, actor: Actor) -> None:
    """With its empty sub-folders. Raises Conflict: documents lie in it."""
    ids = [folder.pk, *Folder.objects.below(folder).values_list("pk", flat=True)]
    if count := count_contents(ids):
        raise Conflict(
            _("“%(name)s”里还有 %(count)s 份文档。") % {"name": folder.name, "count": count},
            field="folder",
            value=folder.path,
            remedy=_("请先移走或删除这些文档。"),
        )
    moment = now()
    Folder.objects.below(folder).update(trashed_at=moment, revision=F("revision") + 1, updated_at=moment)
    revise(folder, trashed_at=moment)
    forget_folders(ids)
    record(
        events.FOLDER_TRASHED,
        folder,
        actor=actor,
        customer_id=folder.customer_id,
        details={"path": folder.path},
    )


def bring_back(folder: Folder, *, actor: Actor) -> None:
    """Raises Conflict: it is not in the trash, or its place is taken."""
    if folder.trashed_at is None:
        raise Conflict(_("这个文件夹不在回收站里。"))
    check_free(folder, folder.path)
    # Those that went into the trash with it bear the same moment.
    with_it = list(Folder.objects.below(folder))
    Folder.objects.below(folder).update(trashed_at=None, revision=F("revision") + 1, updated_at=now())
    above = parent_of(folder.path)
    revise(folder, trashed_at=None, parent=ensure_folder(folder.customer, above) if above else None)
    index_folders([folder, *with_it])
    record(
        events.FOLDER_RESTORED,
        folder,
        actor=actor,
        customer_id=folder.customer_id,
        details={"path": folder.path},
    )
