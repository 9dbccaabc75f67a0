"""The living example of the post designer: what a post would mean for one person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.utils.translation import gettext as _

from kedang.access.querysets import rule
from kedang.access.rights import Line, Rights, near
from kedang.access.words import RESOURCES, VERBS, Scope
from kedang.core.actor import as_actor
from kedang.people.models import Department, Person

if TYPE_CHECKING:
    from kedang.accounts.actions.posts import PostEntry

CAP = 1000


@dataclass(frozen=True)
class Reached:
    """How many records of one kind a post reaches."""

    label: str
    verb: str
    count: int
    is_capped: bool


@dataclass(frozen=True)
class Example:
    person: Person
    reached: list[Reached]
    can: list[str]  # 「客户：查看、修改」


_COUNTED = (("customers.Customer", "customer"), ("documents.Document", "document"))


def example_of(entry: PostEntry, person: Person) -> Example:
    """What `person` would see with this post alone, and what they could do."""
    actor = as_actor(person)
    lines = tuple(_line(entry, person, resource, verb) for resource, verb in sorted(entry.rights))
    actor.memo["rights"] = Rights(person, lines, near(person))
    reached = [
        _count(label, resource, actor) for label, resource in _COUNTED if apps.is_installed(_app(label))
    ]
    return Example(person, reached, _abilities(entry))


def _line(entry: PostEntry, person: Person, resource: str, verb: str) -> Line:
    departments = _departments(entry.scope, person.department)
    return Line(resource, verb, Scope(entry.scope), entry.clearance, departments, 0, entry.name, 0)


def _departments(scope: int, department: Department | None) -> tuple[int, ...]:
    if department is None or scope in {Scope.OWN, Scope.ALL}:
        return ()
    if scope == Scope.DEPARTMENT:
        return (department.pk,)
    below = Department.objects.filter(path__startswith=department.path)
    return tuple(below.values_list("pk", flat=True))


def _count(label: str, resource: str, actor: Any) -> Reached:
    model = apps.get_model(label)
    condition = rule(model, actor, "view")
    rows = model._default_manager.filter(trashed_at=None)
    count = (rows if condition is None else rows.filter(condition)).order_by()[: CAP + 1].count()
    return Reached(str(RESOURCES[resource]), str(VERBS["view"]), min(count, CAP), count > CAP)


def _abilities(entry: PostEntry) -> list[str]:
    """「客户：查看、修改」 for each resource the post touches."""
    lines = []
    for resource, label in RESOURCES.items():
        verbs = [str(words) for verb, words in VERBS.items() if (resource, verb) in entry.rights]
        if verbs:
            lines.append(_("%(what)s：%(verbs)s") % {"what": label, "verbs": _("、").join(verbs)})
    return lines


def _app(label: str) -> str:
    return f"kedang.{label.split('.')[0]}"
