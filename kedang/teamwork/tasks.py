"""Work that follows from what happened, and at night."""

from __future__ import annotations

from django.db import transaction

from kedang import jobs
from kedang.teamwork.telling import events_of, tell_departments_of, tell_followers_of


@jobs.job(retries=3)
def tell_followers(event_ids: list[int]) -> None:
    with transaction.atomic():
        tell_followers_of(events_of(event_ids))


@jobs.job(retries=3)
def tell_departments(event_ids: list[int]) -> None:
    with transaction.atomic():
        tell_departments_of(events_of(event_ids))
