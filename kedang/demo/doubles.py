"""A few customers whom somebody entered a second time, so that there is something to compare and merge."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from kedang.core.clock import now
from kedang.core.errors import Conflict
from kedang.customers.actions.register import complete
from kedang.customers.completeness import Templates
from kedang.customers.contacts import ContactInput
from kedang.customers.models import Customer
from kedang.customers.registration import CustomerInput, read_customer, register_many
from kedang.demo.clientele import Client, client
from kedang.demo.company import Staff
from kedang.demo.registering import PREFIX, first_stage
from kedang.duplicates.actions.scan import start_scan
from kedang.people.system import system_actor

# The first companies after ABC公司: as somebody on the telephone would have written them.
DOUBLES = (2, 7, 11, 16)
_SOON = timedelta(minutes=1)


def number_of(generation: int, index: int) -> str:
    return f"{PREFIX}{f'R{generation}-' if generation > 1 else ''}D{index + 1:05d}"


def enter_again(indices: Sequence[int], generation: int, staff: Staff, *, run_id: int) -> list[Customer]:
    """By their owners; then the scan, a little later: it is not what somebody waits for who looks for the first time."""
    made = []
    for index in indices:
        one = client(index)
        actor = staff.actor(one.owner, run_id)
        given = complete(_second(one, generation), actor, Templates.load())
        made += register_many([read_customer(given)], actor=actor, run_id=run_id)
    _scan_soon()
    return made


def _second(one: Client, generation: int) -> CustomerInput:
    name = one.name.replace("有限公司", "公司") if not one.is_person else one.name
    facts = {
        "kind": "person" if one.is_person else "enterprise",
        "name": name,
        "region": one.place["region"],
        "stage": first_stage(one),
        "source": "phone",
    }
    return CustomerInput(
        facts,
        contacts=[ContactInput("landline", one.mobile), ContactInput("email", one.email)],
        people=[(one.contact, "")],
        number=number_of(generation, one.index),
    )


def _scan_soon() -> None:
    try:
        start_scan(None, full=True, at=now() + _SOON, actor=system_actor())
    except Conflict:
        return  # one is under way already
