"""Whether a customer's record and folder templates still fit its type, industry, stage and region; what switching does."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass

from kedang.access.door import can
from kedang.access.models import Run
from kedang.access.runs import advance_run, start_run
from kedang.core.actor import Actor
from kedang.customers.actions.change import switch_template
from kedang.customers.completeness import Gap, Templates, completeness_of
from kedang.customers.models import Customer, RecordTemplate
from kedang.filing.actions.reapply import REAPPLY
from kedang.filing.layouts import Shelf
from kedang.filing.models import Folder, FolderTemplate
from kedang.filing.reapplying import Step, plan


@dataclass(frozen=True)
class Fitting:
    """What does not fit (any more). `gaps`: what the fitting record template would ask for and is not there."""

    present: RecordTemplate | None
    record: RecordTemplate | None  # None: the present one fits
    gaps: tuple[Gap, ...]
    folders: FolderTemplate | None
    steps: list[Step]

    @property
    def fits(self) -> bool:
        return self.record is None and not self.steps


def fitting_of(customer: Customer, actor: Actor) -> Fitting:
    wanted = Templates.load().id_for({"kind": customer.kind, "industry": customer.industry})
    is_other = wanted is not None and wanted != customer.template_id
    record = RecordTemplate.objects.filter(pk=wanted or 0).first() if is_other else None
    shelf = Shelf.in_force()
    folders = shelf.template_of(customer)
    return Fitting(
        customer.template,
        record,
        _gaps(customer, record),
        folders,
        _steps(customer, shelf) if folders and can(actor, "edit", customer, resource="folder") else [],
    )


def follow(customer: Customer, actor: Actor) -> Run | None:
    """Switch to the fitting templates; the run that rearranged folders, to be undone."""
    fitting = fitting_of(customer, actor)
    if fitting.record is not None:
        switch_template(customer, actor=actor)
    if not fitting.steps or fitting.folders is None:
        return None
    rows = Customer.objects.visible_to(actor).filter(pk=customer.pk)
    run = start_run(REAPPLY, rows, {"template": fitting.folders.pk}, actor=actor, title=fitting.folders.name)
    advance_run(run.pk)
    return run


def _gaps(customer: Customer, record: RecordTemplate | None) -> tuple[Gap, ...]:
    if record is None:
        return ()
    as_if = copy(customer)
    as_if.template = record
    return tuple(completeness_of(as_if).gaps)


def _steps(customer: Customer, shelf: Shelf) -> list[Step]:
    used = Folder.objects.filter(customer=customer).available().order_by("path_key")
    return plan(shelf.layout_for(customer), list(used))
