"""What is not right about some records of the demo company, so that data quality has something to show; and a check."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from kedang.core.actor import Actor
from kedang.core.clock import now, today
from kedang.customers.actions.change import change_fields
from kedang.customers.actions.contacts import verify_contact
from kedang.customers.changing import NothingChanged
from kedang.customers.models import Customer
from kedang.demo.company import Staff
from kedang.demo.registering import number_of
from kedang.people.system import system_actor
from kedang.quality.actions.checks import Draft, start_check
from kedang.quality.tasks import assess_outdated

MOVED, EXPIRED = "moved", "expired"
# Index of a company → what is wrong with it.
FLAWS = {10: MOVED, 13: EXPIRED, 17: MOVED, 18: EXPIRED}
_SOON = timedelta(minutes=1)


def leave_flaws(indices: Sequence[int], generation: int, staff: Staff, *, run_id: int) -> int:
    """Then everybody is looked at and counted, a little later."""
    actor = system_actor(run_id=run_id)
    rows = Customer.objects.in_use().filter(number__in=[number_of(generation, one) for one in indices])
    customers = {one.number: one for one in rows}
    for index in indices:
        _spoil(customers[number_of(generation, index)], FLAWS[index], actor)
    _start_check(staff, run_id)
    assess_outdated.enqueue(0, run_at=now() + _SOON, key="quality:0")
    return len(indices)


def _spoil(customer: Customer, flaw: str, actor: Actor) -> None:
    if flaw == MOVED:
        try:
            change_fields(customer, {"region": "海南省"}, actor=actor)  # i18n: data
        except NothingChanged:
            return
        return
    for point in customer.contact_points.filter(removed_at=None, is_absent=False)[:1]:
        begun = today() - timedelta(days=420)
        verify_contact(point, on=begun, valid_until=begun + timedelta(days=365), actor=actor)


def _start_check(staff: Staff, run_id: int) -> None:
    """For the two who see everybody's customers."""
    draft = Draft(
        "季度抽样核对",  # i18n: data
        staff.people["archivist"],
        staff.people["manager"],
        ["name", "region", "contact:mobile"],
        10,
        seed=20260930,
    )
    start_check(None, draft, actor=staff.actor("head_east", run_id))
