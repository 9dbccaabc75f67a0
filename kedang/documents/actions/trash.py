from __future__ import annotations

from django.utils.translation import gettext as _

from kedang.access.door import action
from kedang.core.actor import Actor
from kedang.core.errors import Conflict
from kedang.documents.changes import lock
from kedang.documents.models import Document
from kedang.documents.trash import put_into_trash, take_from_trash


@action(needs="delete")
def trash_document(document: Document, *, actor: Actor) -> None:
    """Out of the lists for 30 days; nothing is destroyed. Raises Conflict: checked out by somebody else."""
    (row,) = lock([document])
    if row.is_held_off_from(actor.id):
        raise Conflict(_("文档已被%(who)s签出。") % {"who": row.checked_out_by})
    if not put_into_trash([row], actor=actor):
        raise Conflict(_("文档已在回收站里。"))
    document.refresh_from_db()


@action(needs="delete")
def restore_document(document: Document, *, actor: Actor) -> None:
    """Back from the trash."""
    if not take_from_trash(lock([document]), actor=actor):
        raise Conflict(_("文档不在回收站里。"))
    document.refresh_from_db()
