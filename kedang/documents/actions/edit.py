"""Changing what is known of one document."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from kedang.access.door import action, check_right
from kedang.core.actor import Actor
from kedang.core.errors import Conflict, Invalid
from kedang.documents.changes import lock, put, refuse_taken_name
from kedang.documents.events import CHANGED, MOVED, RENAMED, TAGGED
from kedang.documents.models import Document
from kedang.documents.naming import rule_name_of
from kedang.documents.states import State
from kedang.filing.folders import ensure_folder
from kedang.filing.models import Folder
from kedang.ledger.kinds import Kind


@action(needs="edit")
def rename_document(document: Document, name: str, *, actor: Actor) -> str:
    """Give it a name of one's own. Raises Invalid, or Conflict when the folder has such a name."""
    if not name.strip(" ."):
        raise Invalid(_("请写名称。"), field="name")
    ending = f".{document.extension}" if document.extension else ""
    wanted = name if name.lower().endswith(ending) else f"{name}{ending}"
    refuse_taken_name(document, wanted)
    _put(document, {"name": wanted}, RENAMED, actor)
    return document.name


@action(needs="edit")
def rename_by_rule(document: Document, *, actor: Actor) -> str:
    """Call it what the naming rule says; `_2` if that is taken."""
    _put(document, {"name": rule_name_of(document)}, RENAMED, actor)
    return document.name


@action(needs="edit")
def move_document(document: Document, folder: Folder, *, actor: Actor) -> None:
    """Put it into another folder, of another customer too when `actor` may file there."""
    check_right(actor, "create", folder.customer, resource="document")
    _put(document, {"folder": folder.pk}, MOVED, actor)


@action(needs="edit")
def move_to_path(document: Document, path: str, *, actor: Actor) -> None:
    """Into the folder at `path` of its customer, made if it is not used yet."""
    if not path.strip("/ "):
        raise Invalid(_("请选择文件夹。"), field="folder")
    _put(document, {"folder": ensure_folder(document.customer, path).pk}, MOVED, actor)


@action(needs="edit")
def change_document(
    document: Document, changes: dict[str, Any], *, actor: Actor, expected: int | None = None
) -> list[str]:
    """Set type, project, document_date, title, classification or fields; the names of what changed.

    `expected`: the revision the person saw. Raises Conflict when it is not the stored one any more.
    """
    allowed = {"type", "project", "document_date", "title", "classification", "fields"}
    if extra := set(changes) - allowed:
        raise Invalid(_("不能这样修改“%(field)s”。") % {"field": "、".join(sorted(extra))})
    return list(_put(document, changes, CHANGED, actor, expected=expected))


@action(needs="edit")
def set_tags(document: Document, tags: Sequence[int], *, actor: Actor) -> None:
    _put(document, {"tags": list(tags)}, TAGGED, actor)


def _put(
    document: Document, wanted: State, kind: Kind, actor: Actor, *, expected: int | None = None
) -> State:
    (row,) = lock([document])
    if expected is not None and row.revision != expected:
        raise Conflict(_("有人刚刚改过这份文档。"), remedy=_("请查看新的内容后再试。"))
    if row.is_trashed:
        raise Conflict(_("文档在回收站里。"), remedy=_("请先恢复。"))
    if row.is_held_off_from(actor.id):
        raise Conflict(_("文档已被%(who)s签出。") % {"who": row.checked_out_by})
    (change,) = put([row], [wanted], kind=kind, actor=actor, always_record=True)
    document.refresh_from_db()
    return change.after
