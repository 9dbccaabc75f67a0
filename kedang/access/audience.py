"""Keeping the audience: who is near a customer.

Called by the actions that change owner, helpers, department or grants.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import F

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


def hand_over_grants(source_id: int, target_id: int) -> list[int]:
    """Two customers become one: who was let in to the one is let in to both. The ids of the grants."""
    ids = list(Grant.objects.filter(customer_id=source_id).order_by("pk").values_list("pk", flat=True))
    _rehome(ids, target_id)
    renew_grants([target_id])
    return ids


def give_back_grants(ids: Sequence[int], source_id: int, target_id: int) -> None:
    """The audience of the source was never touched: it lay in the trash."""
    still = Grant.objects.filter(pk__in=ids, customer_id=target_id)
    _rehome(list(still.values_list("pk", flat=True)), source_id)
    renew_grants([source_id, target_id])


def renew_grants(customer_ids: Sequence[int]) -> None:
    """What the grants on these customers themselves say, and nothing else."""
    Audience.objects.filter(customer_id__in=customer_ids, reach=Reach.GRANT).delete()
    standing = Grant.objects.filter(resource="customer", object_id__in=customer_ids, ended_at=None)
    for grant in standing.order_by(
        F("expires_at").asc(nulls_last=True), "pk"
    ):  # the longest has the last word
        enter_grant(grant)


def _rehome(ids: Sequence[int], customer_id: int) -> None:
    Grant.objects.filter(pk__in=ids, resource="customer").update(object_id=customer_id)
    Grant.objects.filter(pk__in=ids).update(customer_id=customer_id)


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
