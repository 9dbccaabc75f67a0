"""Working out who is in a segment, exactly, as a job: joins and leaves are kept, and the figures of its owner.

Nothing is held for long: rows are written five hundred at a time, so that others write in between.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice

from django.db import transaction

from kedang.core.actor import Actor, as_actor
from kedang.core.clock import now
from kedang.customers.models import Customer
from kedang.people.models import Person
from kedang.search import ids_of
from kedang.segments.figures import count_figures
from kedang.segments.models import Membership, Segment, Tally

_BATCH = 500


def members_of(segment: Segment, actor: Actor) -> set[int]:
    """Without limit. Raises QueryError: the query makes no sense any more."""
    return set(ids_of(Customer.objects.all(), segment.query, actor))


def keep_members(segment: Segment) -> tuple[int, int]:
    """As the owner sees them now: how many joined and how many left since the last time."""
    at, present = now(), members_of(segment, as_actor(segment.owner, channel="job"))
    known = set(_standing(segment))
    _join(segment, sorted(present - known), at)
    _leave(segment, sorted(known - present), at)
    keep_tally(segment, segment.owner, sorted(present))
    Segment.objects.filter(pk=segment.pk).update(refreshed_at=at)
    return len(present - known), len(known - present)


def keep_tally(segment: Segment, person: Person, ids: Iterable[int] | None = None) -> Tally:
    """Exact for `person`, within their rights."""
    if ids is None:
        ids = ids_of(Customer.objects.all(), segment.query, as_actor(person, channel="job"))
    count, figures = count_figures(ids)
    tally, _made = Tally.objects.update_or_create(
        segment=segment, person=person, defaults={"count": count, "figures": figures, "counted_at": now()}
    )
    return tally


def _standing(segment: Segment) -> Iterator[int]:
    rows = Membership.objects.standing().filter(segment=segment)
    return rows.values_list("customer_id", flat=True).iterator(chunk_size=5000)


def _join(segment: Segment, ids: list[int], at: datetime) -> None:
    is_first = segment.refreshed_at is None
    for batch in _batches(ids):
        with transaction.atomic():
            rows = [Membership(segment=segment, customer_id=pk, since=at, is_first=is_first) for pk in batch]
            # Another worker may have been faster: the row is there, which is all that matters.
            Membership.objects.bulk_create(rows, ignore_conflicts=True)


def _leave(segment: Segment, ids: list[int], at: datetime) -> None:
    for batch in _batches(ids):
        Membership.objects.standing().filter(segment=segment, customer_id__in=batch).update(until=at)


def _batches(ids: list[int]) -> Iterator[list[int]]:
    iterator = iter(ids)
    while batch := list(islice(iterator, _BATCH)):
        yield batch
