"""Findings follow every change within seconds, and the calendar every night; the weekly figures are counted then too."""

from __future__ import annotations

from kedang.jobs import every, job, stopping


@job(retries=5, lease=300)
def assess_customers(customer_ids: list[int]) -> None:
    from kedang.quality.assessing import STEP, assess

    for start in range(0, len(customer_ids), STEP):
        assess(customer_ids[start : start + STEP])


@job(retries=5, lease=300)
def assess_changed(event_ids: list[int]) -> None:
    """The reaction to a change: those customers that the events of one transaction are about."""
    from kedang.ledger.models import Event

    rows = Event.objects.filter(pk__in=event_ids, customer_id__isnull=False)  # reading: the job's own
    ids = sorted({pk for pk in rows.values_list("customer_id", flat=True) if pk is not None})
    if ids:
        assess_customers(ids)


@job(retries=5, lease=60)
def assess_all(event_ids: list[int]) -> None:
    """The reaction to other demands of a template: whose answer is old is found by the digest."""
    assess_outdated.enqueue(0, key="quality:0")


@job(retries=3, lease=1800)
def assess_outdated(after: int = 0) -> None:
    """All whose answer may be old; the rest of many follows in another job. At the end they are counted."""
    from kedang.quality import settings
    from kedang.quality.assessing import assess_next

    following = assess_next(after, settings.present())
    if following is not None:
        assess_outdated.enqueue(following, key=f"quality:{following}")
    elif not stopping():
        count_quality.enqueue(key="quality:count")


@every("02:30")
@job(retries=3, lease=1800)
def assess_nightly() -> None:
    assess_outdated.enqueue(0, key="quality:0")


@job(retries=3, lease=1800)
def count_quality() -> None:
    from kedang.quality.tallying import count

    count()


@job(retries=3, lease=1800)
def draw_sample(check_id: int) -> None:
    """A worker that was killed is followed by another, which draws the same."""
    from kedang.quality.sampling.drawing import draw

    draw(check_id)
