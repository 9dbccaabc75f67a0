"""Keeping the audience: who is near a customer.

Called by the actions that change owner, helpers, department or grants.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from kedang.access.models import Audience, Grant
from kedang.access.words import Reach
from kedang.core.rows import insert_values


@dataclass(frozen=True)
class AudienceSource:
    """What a customer's audience is made of, besides its grants."""

    customer_id: int
    owner_id: int | None = None
    department_id: int | None = None
    helper_ids: Sequence[int] = field(default=())


def enter(sources: Iterable[AudienceSource]) -> None:
    """The audience of customers that are new: inserts only."""
    insert_values(
        Audience,
        ("customer_id", "principal", "reach", "verb", "expires_at"),
        [(source.customer_id, *near, "", None) for source in sources for near in _rows(source)],
    )


def rewrite(sources: Sequence[AudienceSource]) -> None:
    """The audience of customers whose owner, helpers or department changed; grants stay as they are."""
    ids = [source.customer_id for source in sources]
    Audience.objects.filter(customer_id__in=ids).exclude(reach=Reach.GRANT).delete()
    enter(sources)


def enter_grant(grant: Grant) -> None:
    """Let a grant on a customer reach all that belongs to it."""
    if grant.resource == "customer":
        Audience.objects.update_or_create(
            customer_id=grant.object_id,
            principal=principal_of(grant),
            reach=Reach.GRANT,
            verb=grant.verb,
            defaults={"expires_at": grant.expires_at},
        )


def leave_grant(grant: Grant) -> None:
    Audience.objects.filter(
        customer_id=grant.object_id, principal=principal_of(grant), reach=Reach.GRANT, verb=grant.verb
    ).delete()


def principal_of(grant: Grant) -> int:
    """A person's id, or a department's negated."""
    if grant.person_id is not None:
        return int(grant.person_id)
    return -int(grant.department_id or 0)


def _rows(source: AudienceSource) -> Iterable[tuple[int, int]]:
    if source.owner_id is not None:
        yield source.owner_id, int(Reach.OWNER)
    for helper in source.helper_ids:
        yield helper, int(Reach.HELPER)
    if source.department_id is not None:
        yield -source.department_id, int(Reach.DEPARTMENT)
