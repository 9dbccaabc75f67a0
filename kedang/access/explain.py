"""Why somebody can, or cannot, do something with a record — in words, naming the deciding rule."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _

from kedang.access.door import customer_id_of
from kedang.access.models import Audience, Grant
from kedang.access.querysets import granted_at
from kedang.access.rights import Line, Rights, rights_of
from kedang.access.words import RESOURCES, VERBS, Clearance, Reach, Scope
from kedang.core.actor import as_actor
from kedang.core.clock import now
from kedang.core.preset_names import shown
from kedang.people.models import Person


@dataclass(frozen=True)
class Ruling:
    """One rule and what it says of the case.

    The first that allows decides; if none allows, each says why not.
    """

    rule: str
    allows: bool
    why: str


def explain(person: Person, row: Any, verb: str = "view") -> list[Ruling]:
    """All rules that bear on `person` doing `verb` on `row`, deciding ones first."""
    rights = rights_of(as_actor(person))
    if rights.is_everything:
        return [Ruling(_("系统"), True, _("系统账户可以做一切"))]
    if not person.is_active or person.suspended_at:
        return [Ruling(_("账户状态"), False, _("账户已停用或暂停，没有任何权限"))]
    rulings = [_by_line(rights, line, row) for line in rights.on(row.resource, verb)]
    rulings += _by_grants(rights, row, verb)
    if not rulings:
        what = f"{VERBS.get(verb, verb)}{RESOURCES.get(row.resource, row.resource)}"
        rulings = [Ruling(_("岗位"), False, _("没有任何岗位或授权给出「%(what)s」") % {"what": what})]
    return sorted(rulings, key=lambda ruling: not ruling.allows)


def _by_line(rights: Rights, line: Line, row: Any) -> Ruling:
    rule = _("岗位「%(post)s」（%(scope)s，密级至%(level)s）") % {
        "post": shown(line.post_name),
        "scope": Scope(line.scope).label,
        "level": Clearance(line.clearance).label,
    }
    if (too_high := _too_high(row, line.clearance)) is not None:
        return Ruling(rule, False, too_high)
    if line.scope == Scope.ALL or row.scope_path is None:
        return Ruling(rule, True, _("数据范围为全部"))
    near = _near_rows(row)
    if near.filter(principal=rights.person.pk, reach__in=(Reach.OWNER, Reach.HELPER)).exists():
        return Ruling(rule, True, _("是这个客户的负责人或协作人"))
    if (
        line.departments
        and near.filter(principal__in=[-pk for pk in line.departments], reach=Reach.DEPARTMENT).exists()
    ):
        return Ruling(rule, True, _("客户属于岗位所及的部门"))
    return Ruling(rule, False, _("客户不在这个岗位的数据范围内"))


def _by_grants(rights: Rights, row: Any, verb: str) -> list[Ruling]:
    """Grants on the record, and on its customer."""
    people = Q(person_id=rights.person.pk) | Q(department_id__in=[-p for p in rights.near if p < 0])
    named = granted_at(type(row), row.resource)
    on_row = Q(resource=row.resource, object_id=getattr(row, named)) if named else Q(pk__in=())
    on_customer = Q(resource="customer", object_id=customer_id_of(row) or 0)
    grants = Grant.objects.filter(people, on_row | on_customer, verb=verb, ended_at=None).select_related(
        "given_by", "department"
    )
    return [_by_grant(rights, given, row) for given in grants]


def _by_grant(rights: Rights, given: Grant, row: Any) -> Ruling:
    to = given.department.name if given.department else _("本人")
    rule = _("%(by)s 给%(to)s的单独授权") % {"by": given.given_by, "to": to}
    if given.expires_at and given.expires_at <= now():
        return Ruling(rule, False, _("授权已于 %(date)s 到期") % {"date": f"{given.expires_at:%Y-%m-%d}"})
    if (too_high := _too_high(row, rights.clearance)) is not None:
        return Ruling(rule, False, too_high)
    return Ruling(rule, True, _("授权有效"))


def _too_high(row: models.Model, clearance: int) -> str | None:
    """Why `clearance` does not reach the row (or its customer); None when it does."""
    levels = [getattr(row, getattr(row, "classification_field", None) or "", 0) or 0]
    path: str = getattr(row, "scope_path", None) or ""
    owner: Any = row
    for name in path.split("__") if path else []:
        owner = getattr(owner, name)
    if path:
        levels.append(owner.classification)
    level = max(levels)
    if level <= clearance:
        return None
    return _("记录的密级「%(level)s」高于岗位的密级") % {"level": Clearance(level).label}


def _near_rows(row: Any) -> models.QuerySet[Audience]:
    return Audience.objects.filter(customer_id=customer_id_of(row) or 0)
