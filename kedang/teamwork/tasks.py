"""Work that follows from what happened, and at night."""

from __future__ import annotations

from django.db import transaction

from kedang import jobs
from kedang.ledger.models import Event
from kedang.teamwork.telling import tell_departments_of, tell_followers_of


@jobs.job(retries=3)
def tell_followers(event_ids: list[int]) -> None:
    with transaction.atomic():
        tell_followers_of(_events(event_ids))


@jobs.job(retries=3)
def tell_departments(event_ids: list[int]) -> None:
    with transaction.atomic():
        tell_departments_of(_events(event_ids))


def _events(ids: list[int]) -> list[Event]:
    """Only what came about."""
    return list(Event.objects.filter(pk__in=ids, result=Event.Result.OK).order_by("pk"))
