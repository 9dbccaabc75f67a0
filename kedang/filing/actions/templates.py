"""Folder templates: made, edited in versions, retired. Folders in use change only by re-applying."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from kedang.access.door import action, revise
from kedang.core.actor import Actor
from kedang.core.clock import now
from kedang.core.errors import Conflict, Invalid
from kedang.filing import events
from kedang.filing.models import FolderTemplate, TemplateVersion
from kedang.filing.nodes import checked_nodes
from kedang.ledger.record import record

CONDITIONS = ("kind", "stage", "industry", "region")


@action(needs="manage")
def create_template(
    model: type[FolderTemplate],
    *,
    name: str,
    nodes: Sequence[Mapping[str, Any]],
    actor: Actor,
    **conditions: str,
) -> FolderTemplate:
    """A template for customers that meet `conditions` (kind, stage, industry, region)."""
    template = make_template(name=name, nodes=nodes, actor=actor, **conditions)
    record(events.TEMPLATE_CREATED, template, actor=actor, details={"name": template.name})
    return template


@action(needs="manage")
def edit_template(
    template: FolderTemplate,
    *,
    name: str,
    nodes: Sequence[Mapping[str, Any]],
    note: str = "",
    revision: int | None = None,
    actor: Actor,
    **conditions: str,
) -> None:
    """A new version. Raises Conflict if the template is no longer at `revision`."""
    before = {"name": template.name, "version": template.version}
    stored = checked_nodes(nodes)
    revise(
        template,
        expected=revision,
        name=_checked_name(name, template),
        nodes=stored,
        version=template.version + 1,
        **_checked_conditions(conditions),
    )
    _keep_version(template, note, actor)
    details = {**before, "new_name": template.name, "new_version": template.version, "note": note}
    record(events.TEMPLATE_EDITED, template, actor=actor, details=details)


@action(needs="manage")
def retire_template(template: FolderTemplate, *, actor: Actor) -> None:
    """No customer follows it any more; folders in use stay. Raises Conflict: it is the last general one."""
    others = FolderTemplate.objects.in_force().general()
    if not others.exclude(pk=template.pk).exists():
        raise Conflict(_("这是最后一个通用模板。"), remedy=_("请先建立另一个适用于所有客户的模板。"))
    revise(template, retired_at=now())
    record(events.TEMPLATE_RETIRED, template, actor=actor, details={"name": template.name})


def make_template(
    *, name: str, nodes: Sequence[Mapping[str, Any]], actor: Actor, **conditions: str
) -> FolderTemplate:
    """The row and its first version, for actions that make templates."""
    # writing: shared by those actions
    template = FolderTemplate.objects.create(
        name=_checked_name(name, None), nodes=checked_nodes(nodes), **_checked_conditions(conditions)
    )
    _keep_version(template, "", actor)
    return template


def _keep_version(template: FolderTemplate, note: str, actor: Actor) -> None:
    TemplateVersion.objects.create(
        template=template,
        number=template.version,
        nodes=template.nodes,
        note=note.strip()[:200],
        author=actor.person,
        made_at=now(),
    )


def _checked_name(name: str, template: FolderTemplate | None) -> str:
    name = name.strip()
    if not name or len(name) > 60:
        raise Invalid(_("请给模板一个 60 字以内的名称。"), field="name", value=name)
    same = FolderTemplate.objects.filter(name=name)
    if (same.exclude(pk=template.pk) if template else same).exists():
        raise Conflict(_("已有名为“%(name)s”的模板。") % {"name": name}, field="name", value=name)
    return name


def _checked_conditions(conditions: Mapping[str, str]) -> dict[str, str]:
    unknown = set(conditions) - set(CONDITIONS)
    if unknown:
        raise Invalid(_("没有这种条件：%(names)s") % {"names": "、".join(sorted(unknown))})
    return {name: value.strip() for name, value in conditions.items()}
