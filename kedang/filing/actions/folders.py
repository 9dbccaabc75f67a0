"""What people do with a customer's own folders. Standard ones follow their template."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kedang.access.door import action, revise
from kedang.access.rights import rights_of
from kedang.access.words import Clearance
from kedang.core.actor import Actor
from kedang.core.errors import Conflict, Invalid, Refused
from kedang.customers.models import Customer
from kedang.filing import events
from kedang.filing.folders import ensure_folder
from kedang.filing.models import Folder
from kedang.filing.paths import checked_name, join
from kedang.filing.relocation import relocate
from kedang.filing.search import index_folders
from kedang.filing.trashing import bring_back, put_away
from kedang.ledger.kinds import Kind
from kedang.ledger.record import record


@action(needs="create", resource="folder")
def create_folder(customer: Customer, name: str, *, below: str = "", actor: Actor) -> Folder:
    """A folder called `name` in the folder at the path `below` ("": at the top).

    Raises Conflict: it is there already.
    """
    path = join([below, checked_name(name)])
    if Folder.objects.filter(customer=customer).available().at(path).exists():
        raise Conflict(
            _("“%(path)s”已经存在。") % {"path": path}, field="name", value=name, remedy=_("请换一个名称。")
        )
    folder = ensure_folder(customer, path)
    record(events.FOLDER_CREATED, folder, actor=actor, customer_id=customer.pk, details={"path": folder.path})
    return folder


@action(needs="edit")
def rename_folder(folder: Folder, name: str, *, actor: Actor) -> None:
    """Raises Invalid: a standard folder, or no name. Raises Conflict: there is one of that name."""
    _check_own(folder)
    before = folder.path
    relocate(folder, folder.parent, checked_name(name))
    index_folders([folder])
    _record_path(events.FOLDER_RENAMED, folder, before, actor)


@action(needs="edit")
def move_folder(folder: Folder, below: str, *, actor: Actor) -> None:
    """Put `folder` with all in it into the folder at the path `below` ("": to the top)."""
    _check_own(folder)
    before = folder.path
    parent = ensure_folder(folder.customer, below) if below.strip("/ ") else None
    if parent and f"{parent.path_key}/".startswith(f"{folder.path_key}/"):
        raise Invalid(_("不能移到自己里面。"), field="below", value=below, remedy=_("请选别的文件夹。"))
    relocate(folder, parent, folder.name)
    _record_path(events.FOLDER_MOVED, folder, before, actor)


@action(needs="edit")
def classify_folder(folder: Folder, level: int, *, actor: Actor) -> None:
    """Give `folder` a classification; nobody sets one beyond the own clearance."""
    if level not in Clearance.values:
        raise Invalid(_("没有这个密级。"), field="classification", value=str(level))
    if level > rights_of(actor).clearance:
        raise Refused(_("不能设定高于自己权限的密级。"), field="classification")
    before = folder.get_classification_display()
    revise(folder, classification=level)
    change = {
        "field": "classification",
        "label": _("密级"),
        "old": before,
        "new": str(Clearance(level).label),
    }
    record(events.FOLDER_CLASSIFIED, folder, actor=actor, customer_id=folder.customer_id, changes=[change])


@action(needs="delete")
def trash_folder(folder: Folder, *, actor: Actor) -> None:
    """Put an empty folder (with its empty sub-folders) into the trash; a standard one is virtual again."""
    put_away(folder, actor=actor)


@action(needs="delete")
def restore_folder(folder: Folder, *, actor: Actor) -> None:
    """Bring `folder` back, with what was in it. Raises Conflict: its place is taken."""
    bring_back(folder, actor=actor)


def _check_own(folder: Folder) -> None:
    if folder.template_node:
        raise Invalid(
            _("“%(name)s”是标准文件夹，名称和位置由模板决定。") % {"name": folder.name},
            field="folder",
            value=folder.path,
            remedy=_("请在设置里修改文件夹模板并重新应用，或新建自己的文件夹。"),
        )
    if folder.trashed_at is not None:
        raise Conflict(_("这个文件夹在回收站里。"), remedy=_("请先恢复它。"))


def _record_path(kind: Kind, folder: Folder, before: str, actor: Actor) -> None:
    change = {"field": "path", "label": _("位置"), "old": before, "new": folder.path}
    record(kind, folder, actor=actor, customer_id=folder.customer_id, changes=[change])
