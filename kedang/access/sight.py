"""Who may see a customer, asked of many people and customers at once: the reading rule turned around.

The same rule as `querysets.rule`, decided in memory with a fixed number of queries; a test holds the two together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db.models import Q

from kedang.access.models import Audience, Holding
from kedang.access.rights import start_mode_lines
from kedang.access.words import Clearance, Reach, Scope
from kedang.core.clock import now
from kedang.people.models import Department, Person


@dataclass(frozen=True)
class Standing:
    """What the rule asks of a customer. `granted`: principals a grant lets view it."""

    classification: int
    owner_id: int | None = None
    helper_ids: frozenset[int] = frozenset()
    department_id: int | None = None
    granted: frozenset[int] = frozenset()


@dataclass
class _Eyes:
    """One person: `lines` are (scope, clearance, department path)."""

    lines: list[tuple[int, int, str]] = field(default_factory=list)
    clearance: int = 0
    near: frozenset[int] = frozenset()
    sees_all: bool = False


class Onlookers:
    """Some people, and what each of them may view."""

    def __init__(self, people: Iterable[Person], *, resource: str = "customer") -> None:
        self._paths = dict(Department.objects.values_list("pk", "path"))
        self._eyes = {one.pk: self._plain(one, resource) for one in people}
        self._read_holdings(resource)

    def sees(self, person_id: int, standing: Standing) -> bool:
        eyes = self._eyes.get(person_id)
        if eyes is None:
            return False
        if eyes.sees_all:
            return True
        by_grant = bool(standing.granted & eyes.near) and _reaches(eyes.clearance, standing)
        return by_grant or any(self._by_line(person_id, line, standing) for line in eyes.lines)

    def _by_line(self, person_id: int, line: tuple[int, int, str], standing: Standing) -> bool:
        scope, clearance, path = line
        if not _reaches(clearance, standing):
            return False
        if scope == Scope.ALL or person_id == standing.owner_id or person_id in standing.helper_ids:
            return True
        own = self._paths.get(standing.department_id or 0, "")
        if not path or not own:
            return False
        return own.startswith(path) if scope == Scope.SUBTREE else scope == Scope.DEPARTMENT and own == path

    def _plain(self, person: Person, resource: str) -> _Eyes:
        if not person.is_active or person.suspended_at:
            return _Eyes()
        above = [int(part) for part in self._paths.get(person.department_id or 0, "").split("/") if part]
        eyes = _Eyes(near=frozenset((person.pk, *(-pk for pk in above))), sees_all=person.is_system)
        if person.in_start_mode:
            for line in start_mode_lines():
                if (line.resource, line.verb) == (resource, "view"):
                    eyes.lines.append((line.scope, line.clearance, ""))
                    eyes.clearance = max(eyes.clearance, line.clearance)
        return eyes

    def _read_holdings(self, resource: str) -> None:
        present = Q(expires_at=None) | Q(expires_at__gt=now())
        able = [pk for pk, eyes in self._eyes.items() if eyes.near]
        held = Holding.objects.filter(present, person__in=able, ended_at=None)
        for person, clearance in (
            held.exclude(post__rights=None).values_list("person_id", "post__clearance").distinct()
        ):
            eyes = self._eyes[person]
            eyes.clearance = max(eyes.clearance, clearance)
        viewing = held.filter(post__rights__resource=resource, post__rights__verb="view")
        for person, clearance, scope, own, department, home in viewing.values_list(
            "person_id", "post__clearance", "post__scope", "post__rights__scope", "department_id",
            "person__department_id",
        ):  # fmt: skip
            self._eyes[person].lines.append(
                (own or scope, clearance, self._paths.get(department or home, ""))
            )


def standings_of(classifications: Mapping[int, int]) -> dict[int, Standing]:
    """Of customers by id, given their classification; one query."""
    near: dict[int, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    rows = Audience.objects.filter(
        Q(expires_at=None) | Q(expires_at__gt=now()), customer_id__in=classifications
    )
    for customer, principal, reach in rows.filter(verb__in=("", "view")).values_list(
        "customer_id", "principal", "reach"
    ):
        near[customer][reach].append(principal)
    return {
        pk: Standing(
            classification=level,
            owner_id=next(iter(near[pk][Reach.OWNER]), None),
            helper_ids=frozenset(near[pk][Reach.HELPER]),
            department_id=next((-one for one in near[pk][Reach.DEPARTMENT]), None),
            granted=frozenset(near[pk][Reach.GRANT]),
        )
        for pk, level in classifications.items()
    }


def _reaches(clearance: int, standing: Standing) -> bool:
    return clearance >= Clearance.CORE or standing.classification <= clearance
