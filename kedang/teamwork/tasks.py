"""Work that follows from what happened, and at night."""

from __future__ import annotations

from django.db import transaction

from kedang import jobs
from kedang.people.system import system_actor
from kedang.teamwork import idling
from kedang.teamwork.telling import events_of, tell_departments_of, tell_followers_of


@jobs.job(retries=3)
def tell_followers(event_ids: list[int]) -> None:
    with transaction.atomic():
        tell_followers_of(events_of(event_ids))


@jobs.job(retries=3)
def tell_departments(event_ids: list[int]) -> None:
    with transaction.atomic():
        tell_departments_of(events_of(event_ids))


@jobs.job(retries=3)
def settle_pool(event_ids: list[int]) -> None:
    """Customers that got an owner by other means than a claim."""
    ids = [one.customer_id for one in events_of(event_ids) if one.customer_id]
    idling.settle(ids, system_actor())


@jobs.every("06:10")
@jobs.job(retries=2, lease=1800)
def tend_pools() -> None:
    """Owners are warned, then what nobody got in touch with goes to the pool."""
    idling.warn_and_release(system_actor())
