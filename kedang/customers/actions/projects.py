"""Projects of a customer."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from kedang.access.door import action, revise
from kedang.core.actor import Actor
from kedang.core.errors import Conflict, Invalid
from kedang.core.text import match_key, tidy
from kedang.customers.events import PROJECT_ADDED, PROJECT_CHANGED
from kedang.customers.models import Customer, Project
from kedang.ledger.record import record


@action(needs="edit", resource="folder")
def add_project(
    customer: Customer, name: str, *, starts_on: date | None = None, ends_on: date | None = None, actor: Actor
) -> Project:
    """Who may file for a customer may also say for which project. Raises Conflict: it exists."""
    name = read_project_name(customer, name, None)
    _check_period(starts_on, ends_on)
    project = Project.objects.create(
        customer=customer, name=name, match_key=match_key(name), starts_on=starts_on, ends_on=ends_on
    )
    record(
        PROJECT_ADDED, project, actor=actor, customer_id=customer.pk, changes=[_change(project, None, name)]
    )
    return project


@action(needs="edit", resource="folder")
def change_project(
    project: Project, name: str, *, starts_on: date | None = None, ends_on: date | None = None, actor: Actor
) -> None:
    before = project.name
    name = read_project_name(project.customer, name, project)
    _check_period(starts_on, ends_on)
    revise(project, name=name, match_key=match_key(name), starts_on=starts_on, ends_on=ends_on)
    changes = [_change(project, before, name)]
    record(PROJECT_CHANGED, project, actor=actor, customer_id=project.customer_id, changes=changes)


def read_project_name(customer: Customer, name: str, own: Project | None) -> str:
    name = tidy(name)
    if not name or len(name) > 120:
        raise Invalid(_("项目名称应为 1 至 120 个字"), field="name", value=name)
    same = Project.objects.filter(customer=customer, match_key=match_key(name), trashed_at=None)
    if same.exclude(pk=own.pk if own else 0).exists():
        raise Conflict(_("该客户已有项目“%(name)s”") % {"name": name}, field="name", value=name)
    return name


def _check_period(starts_on: date | None, ends_on: date | None) -> None:
    if starts_on and ends_on and ends_on < starts_on:
        raise Invalid(_("结束日期早于开始日期"), field="ends_on", value=ends_on.isoformat())


def _change(project: Project, old: str | None, new: str) -> dict[str, object]:
    return {"field": f"project:{project.pk}", "label": _("项目"), "old": old, "new": new}
