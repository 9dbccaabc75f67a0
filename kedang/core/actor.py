"""Who acts, through what, with what assurance."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kedang.people.models import Person


@dataclass(frozen=True)
class Actor:
    """A person (or the named system person) cut down by token or link scope, channel, address and assurance.

    `scopes`: None means all of the person's rights, otherwise only these `resource.verb` pairs.
    `second_factor_at`: when the second factor was last shown in this session.
    """

    person: Person
    channel: str = "command"  # page, api, command, job, link, dav
    address: str = ""
    session: str = ""
    second_factor_at: datetime | None = None
    scopes: frozenset[str] | None = None
    reason: str = ""
    run_id: int | None = None
    # Rights and other things worked out once per actor; never part of its identity.
    memo: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def id(self) -> int:
        return self.person.pk


def as_actor(person: Person, **details: Any) -> Actor:
    return Actor(person=person, **details)


def with_reason(actor: Actor, reason: str) -> Actor:
    """`actor` may be the lazy one of a request, which `dataclasses.replace` does not take."""
    known = {one.name: getattr(actor, one.name) for one in fields(Actor)}
    return Actor(**known | {"reason": reason.strip()})
