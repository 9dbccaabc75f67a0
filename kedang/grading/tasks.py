"""Scores once a week and on demand; missed contacts every morning."""

from __future__ import annotations

from kedang.core.errors import Conflict
from kedang.jobs import every, job, stopping
from kedang.people.system import system_actor


@job(retries=3, lease=1800)
def calculate(calculation_id: int) -> None:
    """A worker that was killed is followed by another, which goes on after the last customer written."""
    from kedang.grading.actions.calculations import finish_calculation
    from kedang.grading.calculating import perform
    from kedang.grading.models import Calculation

    calculation = Calculation.objects.get(pk=calculation_id)  # reading: the job's own
    if calculation.is_over:
        return
    if perform(calculation, stopping):
        finish_calculation(None, calculation, actor=system_actor())
    else:
        calculate.enqueue(calculation_id)


@every("sun 03:10")
@job(retries=1, lease=60)
def calculate_weekly() -> None:
    from kedang.grading.actions.calculations import start_calculation

    try:
        start_calculation(None, actor=system_actor())
    except Conflict:
        return


@job(retries=5, lease=300)
def close_met_contacts(event_ids: list[int]) -> None:
    """The reaction to a recorded contact: the tasks that asked for it are done."""
    from kedang.grading.contacts import close_met
    from kedang.ledger.models import Event

    rows = Event.objects.filter(pk__in=event_ids, customer_id__isnull=False)  # reading: the job's own
    close_met(rows.values_list("customer_id", flat=True).distinct())


@every("06:30")
@job(retries=3, lease=1800)
def plan_missed_contacts(after: int = 0) -> None:
    """Each missed contact becomes one task; the rest of a long list follows in another job."""
    from kedang.grading.contacts import plan_missed

    following = plan_missed(after)
    if following is not None:
        plan_missed_contacts.enqueue(following)
