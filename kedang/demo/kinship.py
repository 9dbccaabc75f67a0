"""Companies of the demo that belong together, and the first scores and service contacts."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

from kedang.core.errors import Conflict
from kedang.customers.actions.relations import relate
from kedang.customers.models import Customer
from kedang.demo.registering import number_of
from kedang.grading.actions.calculations import start_calculation
from kedang.grading.tasks import plan_missed_contacts
from kedang.people.system import system_actor

# Index of a company → what another is to it.
KIN = {3: ("branch", 5), 5: ("branch", 8), 9: ("parent", 3), 4: ("partner", 3), 6: ("referrer", 3)}


def bring_together(indices: Sequence[int], generation: int, *, run_id: int) -> int:
    """Then the scores: what was bought is there by now."""
    wanted = {number_of(generation, index) for one in indices for index in (one, KIN[one][1])}
    rows = Customer.objects.in_use().filter(number__in=wanted)
    customers = {one.number: one for one in rows}
    for index in indices:
        role, other = KIN[index]
        first = customers[number_of(generation, index)]
        relate(first, customers[number_of(generation, other)], role, actor=system_actor(run_id=run_id))
    with suppress(Conflict):  # one is under way already
        start_calculation(None, actor=system_actor(run_id=run_id))
    plan_missed_contacts.enqueue()
    return len(indices)
