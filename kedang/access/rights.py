"""What a person may do, worked out from posts and grants, once per actor."""

from __future__ import annotations

from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass, fields
from functools import cache, cached_property

from django.db.models import Q

from kedang.access.models import Audience, Grant, Holding
from kedang.access.words import Clearance, Scope
from kedang.core.actor import Actor
from kedang.core.clock import now
from kedang.core.prepared import Prepared
from kedang.people.models import Department, Person

# Above this many rows near a person the sort index is the better road than the audience (decision 0002).
FEW = 5000
_SCOPES = {int(scope): scope for scope in Scope}

# Every request of a person asks these.
_RIGHTS = Prepared(
    lambda person: (
        Holding.objects.filter(person=person, ended_at=None)
        .order_by("pk")
        .values_list(
            "pk",
            "expires_at",
            "department_id",
            "post_id",
            "post__name",
            "post__scope",
            "post__clearance",
            "post__rights__resource",
            "post__rights__verb",
            "post__rights__scope",
        )
    )
)
_PATH = Prepared(lambda person: Person.objects.filter(pk=person).values_list("department__path", flat=True))
_GRANTED = Prepared(
    lambda person, *departments: Grant.objects.filter(
        Q(person=person) | Q(department__pk__in=departments), ended_at=None
    ).values_list("pk")[:1]
)
_BEYOND_FEW = Prepared(
    lambda *principals: Audience.objects.filter(principal__in=principals).values_list("pk")[FEW : FEW + 1]
)


@dataclass(frozen=True)
class Line:
    """One right of one holding: `verb` on `resource` within `scope`, up to `clearance`."""

    resource: str
    verb: str
    scope: Scope
    clearance: int
    departments: tuple[int, ...]  # whose customers the scope reaches; empty for own and all
    post_id: int
    post_name: str
    holding_id: int


@dataclass(frozen=True)
class Rights:
    """All lines of a person. `near` are the principals a grant to this person may name."""

    person: Person
    lines: tuple[Line, ...]
    near: tuple[int, ...]
    is_everything: bool = False

    def on(self, resource: str, verb: str) -> list[Line]:
        return self._by_right.get((resource, verb), [])

    def has(self, resource: str, verb: str) -> bool:
        return self.is_everything or bool(self.on(resource, verb))

    @cached_property
    def _by_right(self) -> dict[tuple[str, str], list[Line]]:
        found: dict[tuple[str, str], list[Line]] = {}
        for line in self.lines:
            found.setdefault((line.resource, line.verb), []).append(line)
        return found

    def reach(self, resource: str, verb: str) -> object:
        """Equal for rights that allow the same records, so that one question answers for both."""
        lines = frozenset((line.scope, line.clearance, line.departments) for line in self.on(resource, verb))
        return (lines, resource, verb) if self.holds_grants else lines

    def extent(self, resource: str, verb: str) -> object | None:
        """All that the rule's SQL for a right depends on; None: it depends on the moment too, for a grant may end."""
        if self.is_everything:
            return True
        if self.near and self.clearance and self.holds_grants:
            return None
        lines = frozenset((line.scope, line.clearance, line.departments) for line in self.on(resource, verb))
        if all(scope == Scope.ALL for scope, _clearance, _departments in lines):
            return resource, verb, lines
        return resource, verb, lines, self.person.pk, self.sees_few

    def reaches_few(self, resource: str, verb: str) -> bool:
        """Whether a right reaches some thousand records at most: these are better read, and then sorted."""
        every = self.is_everything or any(line.scope == Scope.ALL for line in self.on(resource, verb))
        return not every and self.sees_few

    @cached_property
    def clearance(self) -> int:
        """The highest level of any post; no grant reaches beyond it."""
        if self.is_everything:
            return Clearance.CORE
        return max((line.clearance for line in self.lines), default=0)

    @cached_property
    def holds_grants(self) -> bool:
        """Whether any grant names this person or a department above: most people's rules go without them."""
        departments = [-each for each in self.near if each < 0]
        return bool(_GRANTED(self.person.pk, *(departments or [0])))

    @cached_property
    def sees_few(self) -> bool:
        """Whether the audience of this person is small enough to drive a query from it."""
        # A department's customers count only where a scope reaches them: grants are looked up on their own.
        principals = {self.person.pk, *(-d for line in self.lines for d in line.departments)}
        return not _BEYOND_FEW(*principals)


def rights_of(actor: Actor) -> Rights:
    """The rights of `actor`, cut down to its scopes; remembered on the actor."""
    rights: Rights | None = actor.memo.get("rights")
    if rights is None:
        rights = actor.memo["rights"] = _cut(_rights_of(actor.person), actor.scopes)
    return rights


def probing(actor: Actor) -> Actor:
    """`actor` asked about one record or customer: its audience is probed, not all customers near listed (decision 0002)."""
    known: Actor | None = actor.memo.get("probing")
    if known is None:
        rights = rights_of(actor)
        asked = rights.holds_grants  # asked for once, not by each of the two
        rights = copy(rights)
        rights.__dict__.update(sees_few=False, holds_grants=asked)
        # `actor` may be the lazy one of a request, which `replace` does not take.
        known = Actor(**{one.name: getattr(actor, one.name) for one in fields(Actor) if one.name != "memo"})
        known.memo["rights"] = rights
        actor.memo["probing"] = known
    return known


def holdings_of(person: Person) -> Iterable[Holding]:
    return Holding.objects.filter(
        Q(expires_at=None) | Q(expires_at__gt=now()), person=person, ended_at=None
    ).select_related("post", "department")


def near(person: Person) -> tuple[int, ...]:
    """The person, and the department with all above it: a grant to one of these reaches the person."""
    if person.department_id is None:
        return (person.pk,)
    above = [int(part) for part in _PATH(person.pk)[0].strip("/").split("/") if part]
    return (person.pk, *(-pk for pk in above))


def _rights_of(person: Person) -> Rights:
    if person.is_system:
        return Rights(person, (), (), is_everything=True)
    if not person.is_active or person.suspended_at:
        return Rights(person, (), ())
    lines = _lines(person)
    if person.in_start_mode:
        lines += start_mode_lines()
    # Everyone minds their own name, password and sessions; no clearance comes with it.
    lines.append(Line("account", "edit", Scope.OWN, 0, (), 0, "", 0))
    return Rights(person, tuple(lines), near(person))


def _lines(person: Person) -> list[Line]:
    """Every right of every holding in force."""
    present, reached = now(), cache(_departments)
    lines = []
    for row in _RIGHTS(person.pk):
        holding, expires_at, department, post, name, of_post, clearance, resource, verb, own = row
        if not resource or (expires_at is not None and expires_at <= present):
            continue  # a post without rights, or one held no longer
        scope = _SCOPES[own or of_post]
        departments = reached(scope, department or person.department_id)
        lines.append(Line(resource, verb, scope, clearance, departments, post, name, holding))
    return lines


def _departments(scope: Scope, department_id: int | None) -> tuple[int, ...]:
    if department_id is None or scope in {Scope.OWN, Scope.ALL}:
        return ()
    if scope == Scope.DEPARTMENT:
        return (department_id,)
    path = Department.objects.filter(pk=department_id).values_list("path", flat=True).get()
    return tuple(Department.objects.filter(path__startswith=path).values_list("pk", flat=True))


@cache
def start_mode_lines() -> tuple[Line, ...]:
    """The founder may do everything but read the ledger and reach the top level (architecture: Start)."""
    from kedang.access.words import RESOURCES, VERBS

    return tuple(
        Line(resource, verb, Scope.ALL, Clearance.CONFIDENTIAL, (), 0, "创建者（启动模式）", 0)
        for resource in RESOURCES
        if resource != "ledger"
        for verb in VERBS
    )


def _cut(rights: Rights, scopes: frozenset[str] | None) -> Rights:
    if scopes is None:
        return rights
    if rights.is_everything:  # the house, acting for somebody who came by a link: only what the link is for
        pairs = (scope.partition(".") for scope in sorted(scopes))
        lines = tuple(Line(of, verb, Scope.ALL, Clearance.CORE, (), 0, "", 0) for of, _dot, verb in pairs)
        return Rights(rights.person, lines, rights.near)
    lines = tuple(line for line in rights.lines if f"{line.resource}.{line.verb}" in scopes)
    return Rights(rights.person, lines, rights.near)
