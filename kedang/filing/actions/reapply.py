"""Re-applying a template to the folders in use, as a run with preview and undo."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from kedang.access.models import Run
from kedang.access.runs import ChunkResult, run_kind, start_run
from kedang.core.actor import Actor
from kedang.core.clock import now
from kedang.core.errors import Conflict
from kedang.customers.models import Customer
from kedang.customers.querysets import CustomerQuerySet
from kedang.filing import events
from kedang.filing.folders import ensure_folder
from kedang.filing.layouts import Shelf
from kedang.filing.models import Folder, FolderTemplate
from kedang.filing.nodes import Layout, layout_of
from kedang.filing.paths import parent_of
from kedang.filing.reapplying import Step, plan
from kedang.filing.relocation import relocate
from kedang.filing.search import index_folders
from kedang.ledger.record import Entry, record_many

_MOST_COUNTED = 1000
_EXAMPLES = 50


@dataclass(frozen=True)
class Preview:
    """What re-applying would do. `customers` is exact to 1,000; `steps` are the first fifty, as examples."""

    added: list[str]
    steps: list[tuple[str, str, str, str]]  # kind, customer, from, to
    customers: int
    is_more: bool


def preview(template: FolderTemplate, *, actor: Actor) -> Preview:
    # writing: it only reads
    layout, shelf = layout_of(template.nodes), Shelf.in_force()
    touched = list(
        affected(template).permitted(actor, "edit", resource="folder").order_by("pk")[: _MOST_COUNTED + 1]
    )
    examples: list[tuple[str, str, str, str]] = []
    for customer, folders in _with_folders(touched[:_EXAMPLES]):
        if shelf.template_of(customer) == template:
            examples += [
                (step.kind, customer.name, step.folder.path, step.path) for step in plan(layout, folders)
            ]
    return Preview(
        _added(template), examples[:_EXAMPLES], min(len(touched), _MOST_COUNTED), len(touched) > _MOST_COUNTED
    )


def reapply_template(template: FolderTemplate, *, actor: Actor) -> Run:
    """Start the run over all customers whose folders differ from `template`."""
    title = _("重新应用文件夹模板：%(name)s") % {"name": template.name}
    return start_run(REAPPLY, affected(template), {"template": template.pk}, actor=actor, title=title)


def affected(template: FolderTemplate) -> CustomerQuerySet:
    """Customers with a folder in use that is not called, or does not stand, as `template` says."""
    astray = Folder.objects.available().filter(_astray(template), customer=OuterRef("pk"))
    conditions = {"kind": template.kind, "stage": template.stage}
    rows = Customer.objects.in_use().filter(**{name: value for name, value in conditions.items() if value})
    if template.industry:
        rows = rows.filter(industry__startswith=template.industry)
    if template.region:
        rows = rows.filter(region__startswith=template.region)
    return rows.filter(Exists(astray))


def _astray(template: FolderTemplate) -> Q:
    nodes = layout_of(template.nodes).nodes
    condition = ~Q(template_node="") & ~Q(template_node__in=[node.key for node in nodes])
    for node in nodes:
        if node.is_unique:
            condition |= Q(template_node=node.key) & ~Q(path=node.path)
        elif not node.token:
            condition |= Q(template_node=node.key) & ~Q(name=node.name)
    return condition


def _rearrange(customers: list[Customer], args: dict[str, Any], *, actor: Actor) -> ChunkResult:
    template = FolderTemplate.objects.get(pk=args["template"])
    layout, shelf = layout_of(template.nodes), Shelf.in_force()
    result, entries = ChunkResult(undo=[]), []
    for customer, folders in _with_folders(customers):
        if shelf.template_of(customer) != template:
            result.skipped[customer.pk] = _("这个客户适用另一个模板")
            continue
        changes = _follow(customer, layout, plan(layout, folders), result)
        if changes:
            entries.append(
                Entry(events.FOLDERS_REARRANGED, customer, customer_id=customer.pk, changes=changes)
            )
            result.done += 1
    record_many(entries, actor=actor)
    return result


def _follow(
    customer: Customer, layout: Layout, steps: Sequence[Step], result: ChunkResult
) -> list[dict[str, Any]]:
    """Do the steps; one whose place is still taken waits for the others, since it may become free."""
    changes: list[dict[str, Any]] = []
    waiting, in_vain = deque(sorted(steps, key=lambda step: step.path.count("/"))), 0
    while waiting and in_vain < len(waiting):
        step = waiting.popleft()
        before, node = step.folder.path, step.folder.template_node
        try:
            _take_step(customer, step)
        except Conflict as conflict:
            waiting.append(step)
            in_vain += 1
            result.skipped[customer.pk] = str(conflict)
            continue
        in_vain = 0
        result.undo.append([step.folder.pk, before, node])
        changes.append({"field": "path", "label": _("位置"), "old": before, "new": step.path or before})
    if not waiting:
        result.skipped.pop(customer.pk, None)
    return changes


def _take_step(customer: Customer, step: Step) -> None:
    folder = Folder.objects.get(pk=step.folder.pk)
    if not step.path:
        Folder.objects.filter(pk=folder.pk).update(template_node="", updated_at=now())
        return
    parent = ensure_folder(customer, above) if (above := parent_of(step.path)) else None
    relocate(folder, parent, step.path.rpartition("/")[2])
    index_folders([folder])


def _put_back(undo: list[list[Any]], args: dict[str, Any], *, actor: Actor) -> ChunkResult:
    """Folders go back where they stood, unless people have moved them since."""
    result, entries = ChunkResult(), []
    folders = {folder.pk: folder for folder in Folder.objects.filter(pk__in=[pk for pk, _p, _n in undo])}
    for pk, path, node in reversed(undo):
        folder = folders[pk]
        folder.refresh_from_db()
        after = folder.path
        try:
            parent = ensure_folder(folder.customer, parent_of(path)) if parent_of(path) else None
            relocate(folder, parent, path.rpartition("/")[2])
        except Conflict as conflict:
            result.skipped[pk] = str(conflict)
            continue
        Folder.objects.filter(pk=pk).update(template_node=node)
        index_folders([folder])
        change = {"field": "path", "label": _("位置"), "old": after, "new": path}
        entries.append(
            Entry(events.FOLDERS_PUT_BACK, folder, customer_id=folder.customer_id, changes=[change])
        )
    record_many(entries, actor=actor)
    return result


def _with_folders(customers: Sequence[Customer]) -> list[tuple[Customer, list[Folder]]]:
    found: dict[int, list[Folder]] = {customer.pk: [] for customer in customers}
    for folder in Folder.objects.filter(customer__in=customers).available().order_by("path_key"):
        found[folder.customer_id].append(folder)
    return [(customer, found[customer.pk]) for customer in customers]


def _added(template: FolderTemplate) -> list[str]:
    """The paths that the version before did not have."""
    before = template.versions.filter(number=template.version - 1).first()
    known = {node.key for node in layout_of(before.nodes).nodes} if before else set()
    return [node.path for node in layout_of(template.nodes).nodes if node.key not in known]


REAPPLY = run_kind("filing.reapply", needs="edit", resource="folder", model=Customer, undo=_put_back)(
    _rearrange
)
