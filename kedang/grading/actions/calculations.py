"""Starting a calculation of all scores, and its end."""

from __future__ import annotations

from kedang.access.door import action
from kedang.core.actor import Actor
from kedang.core.clock import now
from kedang.grading import calculating, tasks
from kedang.grading.events import CALCULATION_FINISHED, CALCULATION_STARTED
from kedang.grading.models import Calculation
from kedang.ledger.record import record


@action(needs="create", resource="score")
def start_calculation(subject: object, *, actor: Actor) -> Calculation:
    """By a job. Raises Conflict: one is under way."""
    made = calculating.open_calculation(actor)
    record(CALCULATION_STARTED, made, actor=actor, details={"settings": made.settings})
    tasks.calculate.enqueue(made.pk)
    return made


@action(needs="create", resource="score")
def finish_calculation(subject: object, calculation: Calculation, *, actor: Actor) -> None:
    state = Calculation.State.DONE
    Calculation.objects.filter(pk=calculation.pk).update(state=state, finished_at=now(), updated_at=now())
    details = {"customers": calculation.done, "proposed": calculation.proposed}
    record(CALCULATION_FINISHED, calculation, actor=actor, details=details)
