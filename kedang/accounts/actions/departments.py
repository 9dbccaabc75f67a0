"""The tree of departments."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Value
from django.db.models.functions import Concat, Substr
from django.utils.translation import gettext as _

from kedang.access.door import action, revise
from kedang.accounts import events
from kedang.accounts.entries import change
from kedang.core.actor import Actor
from kedang.core.clock import now
from kedang.core.errors import Conflict, Invalid
from kedang.ledger.record import record
from kedang.people.models import Department, Person

_DEEPEST = 12


@dataclass(frozen=True)
class Move:
    """What moving a department would do: how many departments and people move along."""

    departments: int
    people: int
    old_path: list[str]
    new_path: list[str]


@action(needs="create", resource="person")
def add_department(_nothing: None, *, name: str, parent: Department | None, actor: Actor) -> Department:
    """Raises Invalid: no name, or one its neighbours have already."""
    department = Department(name=_clean_name(name), parent=parent)
    _refuse_twin(department.name, parent)
    _refuse_depth(parent)
    department.save()
    department.path = f"{parent.path if parent else '/'}{department.pk}/"
    department.save(update_fields=["path"])
    record(events.DEPARTMENT_ADDED, department, actor=actor, details={"name": department.name})
    return department


@action(needs="edit", resource="person")
def change_department(department: Department, *, name: str, head: Person | None, actor: Actor) -> None:
    """Rename it, name its head."""
    cleaned = _clean_name(name)
    if cleaned != department.name:
        _refuse_twin(cleaned, department.parent)
    told = [change("name", department.name, cleaned), change("head", _name(department.head), _name(head))]
    revise(department, name=cleaned, head=head)
    changes = [one for one in told if one["old"] != one["new"]]
    record(events.DEPARTMENT_RENAMED, department, actor=actor, changes=changes)


@action(needs="manage", resource="person")
def move_department(department: Department, *, parent: Department | None, actor: Actor) -> None:
    """Hang it, with all below, under another. Who reaches what changes with it: see `preview_move`."""
    refuse_circle(department, parent)
    _refuse_twin(department.name, parent)
    _refuse_depth(parent)
    old, new = department.path, f"{parent.path if parent else '/'}{department.pk}/"
    moved = Department.objects.filter(path__startswith=old)
    count = moved.update(path=Concat(Value(new), Substr("path", len(old) + 1)))
    revise(department, parent=parent, path=new)
    told = [change("path", old, new)]
    record(events.DEPARTMENT_MOVED, department, actor=actor, changes=told, details={"departments": count})


@action(needs="manage", resource="person")
def close_department(department: Department, *, actor: Actor) -> None:
    """Take it out of use. Raises Conflict: people or departments are still in it."""
    if Department.objects.filter(parent=department, closed_at=None).exists():
        raise Conflict(_("还有下级部门"), remedy=_("请先移走或撤销下级部门。"))
    if Person.objects.filter(department=department, is_active=True).exists():
        raise Conflict(_("部门里还有在职人员"), remedy=_("请先把他们调到别的部门。"))
    revise(department, closed_at=now())
    record(events.DEPARTMENT_CLOSED, department, actor=actor)


def preview_move(department: Department, parent: Department | None) -> Move:
    below = Department.objects.filter(path__startswith=department.path)
    return Move(
        departments=below.count(),
        people=Person.objects.filter(department__in=below, is_active=True).count(),
        old_path=names_above(department.parent),
        new_path=names_above(parent),
    )


def names_above(department: Department | None) -> list[str]:
    """Names from the root down to `department`."""
    if department is None:
        return []
    ids = [int(part) for part in department.path.strip("/").split("/") if part]
    names = dict(Department.objects.filter(pk__in=ids).values_list("pk", "name"))
    return [names[pk] for pk in ids]


def refuse_circle(department: Department, parent: Department | None) -> None:
    if parent is not None and parent.path.startswith(department.path):
        raise Invalid(_("不能移到自己或下级部门之下"), field="parent", value=parent.name)


def _refuse_twin(name: str, parent: Department | None) -> None:
    if Department.objects.filter(parent=parent, name=name, closed_at=None).exists():
        raise Conflict(_("同一上级下已有同名部门"), field="name", value=name)


def _refuse_depth(parent: Department | None) -> None:
    if parent is not None and parent.path.count("/") > _DEEPEST:
        raise Invalid(_("部门最多 %(count)d 级") % {"count": _DEEPEST}, field="parent", value=parent.name)


def _clean_name(name: str) -> str:
    cleaned = " ".join(name.split())
    if not cleaned:
        raise Invalid(_("请填写部门名称"), field="name")
    if len(cleaned) > 100:
        raise Invalid(_("部门名称最长 100 个字"), field="name", value=cleaned)
    return cleaned


def _name(person: Person | None) -> str:
    return person.name if person else ""
