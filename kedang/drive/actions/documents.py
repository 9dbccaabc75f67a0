"""What a program on the drive does to documents, where it is more than the page does: names beside the ruled ones."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kedang.access.door import action, check_right
from kedang.core.actor import Actor
from kedang.core.errors import Conflict
from kedang.customers.models import Customer
from kedang.documents.changes import lock, put
from kedang.documents.content import PURPOSE
from kedang.documents.events import MOVED
from kedang.documents.ingest import Filing, enter_documents
from kedang.documents.models import Document
from kedang.drive import events, names
from kedang.filing.folders import ensure_folder
from kedang.ledger.record import record


@action(needs="create", resource="document")
def file_from_drive(customer: Customer, filing: Filing, name: str, *, actor: Actor) -> Document:
    """File it under its ruled name and remember `name`, what the program calls it. Raises Invalid."""
    (document,) = enter_documents([filing], actor=actor)
    names.keep(document, name)
    return document


@action(needs="edit")
def rename_on_drive(document: Document, name: str, *, actor: Actor) -> None:
    """Another name on the drive; the ruled name stays. Raises Conflict: checked out by somebody else."""
    row = _locked(document, actor)
    before = names.name_of(document)
    names.keep(row, name)
    change = {"field": "name", "label": _("在网络驱动器中的名称"), "old": before, "new": names.composed(name)}
    record(
        events.RENAMED,
        row,
        actor=actor,
        customer_id=row.customer_id,
        changes=[change],
        details={"name": row.name},
        key=(row.key_owner, PURPOSE),
    )


@action(needs="edit")
def move_on_drive(document: Document, customer: Customer, path: str, name: str, *, actor: Actor) -> Document:
    """Into the folder at `path` of `customer`, made if it is not used yet, called `name` on the drive there."""
    check_right(actor, "create", customer, resource="document")
    row = _locked(document, actor)
    folder = ensure_folder(customer, path)
    put([row], [{"folder": folder.pk}], kind=MOVED, actor=actor, always_record=True)
    names.keep(row, name)
    return row


def _locked(document: Document, actor: Actor) -> Document:
    found = lock([document])
    if not found or found[0].is_trashed:
        raise Conflict(_("文档在回收站里。"))
    if found[0].is_held_off_from(actor.id):
        raise Conflict(_("文档已被%(who)s签出。") % {"who": found[0].checked_out_by})
    return found[0]
