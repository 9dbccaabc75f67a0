"""The rule for reading, as SQL. Every page, count, search and export starts here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Protocol, Self, TypeVar

from django.db import models
from django.db.models import Q

from kedang.access.models import Grant
from kedang.access.near import Held, Near
from kedang.access.rights import Line, Rights, rights_of
from kedang.access.words import Clearance, Reach, Scope
from kedang.core.actor import Actor
from kedang.core.clock import now

M = TypeVar("M", bound=models.Model, covariant=True)

NOTHING = Q(pk__in=())


class Guarded(Protocol):
    """What a model says of itself so that the rule can be applied.

    `scope_path`: the way to the customer (`""`: it is one; `"customer"`; None: not part of a customer,
    a right counts without scope). `classification_field`: its own level, if it has one.
    """

    resource: ClassVar[str]
    scope_path: ClassVar[str | None]
    classification_field: ClassVar[str | None]


class GuardedQuerySet(models.QuerySet[M]):
    """Rows of a model under the reading rule."""

    def visible_to(self, actor: Actor) -> Self:
        return self.permitted(actor, "view")

    def permitted(self, actor: Actor, verb: str, *, resource: str | None = None) -> Self:
        """Those on which `actor` may do `verb`; `resource` when the right is of a part (a contact point)."""
        condition = rule(self.model, actor, verb, resource=resource)
        return self if condition is None else self.filter(condition)


def rule(model: type[models.Model], actor: Actor, verb: str, *, resource: str | None = None) -> Q | None:
    """The condition under which `actor` may do `verb` on rows of `model`; None: always."""
    rights = rights_of(actor)
    if rights.is_everything:
        return None
    resource = resource or model.resource  # type: ignore[attr-defined]  # declared by each guarded model
    scope_path: str | None = model.scope_path  # type: ignore[attr-defined]  # likewise
    lines = rights.on(resource, verb)
    if scope_path is None:
        return None if lines else NOTHING
    # Seeing a record by a grant is not seeing who else saw it: the ledger is read by post alone.
    condition = NOTHING if resource == "ledger" else _by_grant(model, rights, resource, verb)
    for line in _strongest(lines):
        if line.scope == Scope.ALL and not _cleared(model, line.clearance):
            return None  # an empty Q in an OR would vanish instead of letting all pass
        condition |= _by_line(model, line, rights)
    return condition


def _strongest(lines: list[Line]) -> list[Line]:
    """Without the lines another line of at least the same reach and clearance covers."""
    kept: list[Line] = []
    for line in sorted(set(lines), key=lambda one: (-one.scope, -one.clearance)):
        covered = any(
            other.clearance >= line.clearance
            and (other.scope == Scope.ALL or set(other.departments) >= set(line.departments))
            for other in kept
        )
        if not covered:
            kept.append(line)
    return kept


def _by_line(model: type[models.Model], line: Line, rights: Rights) -> Q:
    cleared = _cleared(model, line.clearance)
    if line.scope == Scope.ALL:
        return cleared
    held = [Held((rights.person.pk,), (Reach.OWNER, Reach.HELPER))]
    if line.departments:
        held.append(Held(tuple(-pk for pk in line.departments), (Reach.DEPARTMENT,)))
    return cleared & _near(model, held, few=rights.sees_few)


def _by_grant(model: type[models.Model], rights: Rights, resource: str, verb: str) -> Q:
    """Grants on the customer reach everything of it; a grant on one record only that."""
    if not rights.near or not rights.clearance or not rights.holds_grants:
        return NOTHING
    moment = now()
    condition = _near(model, [Held(rights.near, (Reach.GRANT,), verb, moment)], few=True)
    if model.scope_path:  # type: ignore[attr-defined]  # declared by each guarded model
        unexpired = Q(expires_at=None) | Q(expires_at__gt=moment)
        people = Q(person_id=rights.person.pk) | Q(department_id__in=[-p for p in rights.near if p < 0])
        own = Grant.objects.filter(unexpired, people, resource=resource, verb=verb, ended_at=None)
        if named := granted_at(model, resource):
            condition |= Q(**{f"{named}__in": own.values("object_id")})
    return condition & _cleared(model, rights.clearance)


def granted_at(model: type[models.Model], resource: str) -> str:
    """Where rows of `model` have the id that a grant on a `resource` names: a version has its document's.

    "": nowhere. Several models stand under one resource, and equal numbers of two tables mean nothing.
    """
    path: str = model.scope_path or ""  # type: ignore[attr-defined]  # declared by each guarded model
    first, _, further = path.partition("__")
    granted = model._meta.get_field(first).related_model if further else model
    if not isinstance(granted, type) or granted._meta.model_name != resource:
        return ""
    return f"{first}_id" if further else "pk"


def _near(model: type[models.Model], held: Sequence[Held], *, few: bool) -> Q:
    path: str = model.scope_path  # type: ignore[attr-defined]  # declared by each guarded model
    return Q(Near(f"{path}_id" if path else "pk", held, few=few))


def _cleared(model: type[models.Model], clearance: int) -> Q:
    """The record's own level, and its customer's: documents inherit."""
    path: str = model.scope_path  # type: ignore[attr-defined]  # declared by each guarded model
    condition = Q()
    if clearance >= Clearance.CORE:
        return condition
    if field := getattr(model, "classification_field", None):
        condition &= Q(**{f"{field}__lte": clearance})
    if path:
        condition &= Q(**{f"{path}__classification__lte": clearance})
    return condition
