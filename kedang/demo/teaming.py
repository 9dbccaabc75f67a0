"""How the demo company's people work together: comments with @, who follows whom, a pool with a few customers in it."""

from __future__ import annotations

from collections.abc import Sequence

from kedang.core.actor import Actor
from kedang.core.errors import Conflict, Invalid
from kedang.customers.models import Customer
from kedang.demo.clientele import client
from kedang.demo.company import Staff
from kedang.demo.registering import number_of
from kedang.demo.words import chance, words
from kedang.people.models import Department
from kedang.teamwork.actions.comments import comment
from kedang.teamwork.actions.follows import follow
from kedang.teamwork.actions.pool import release, set_pool
from kedang.teamwork.commenting import Said
from kedang.teamwork.models import Pool

_RULES = {
    "daily_claims": 5, "daily_views": 20, "most_held": 100, "cool_down_days": 7, "idle_days": 120, "warn_days": 7,
    "stages": ["prospect"],
}  # fmt: skip


def is_spoken_of(index: int) -> bool:
    return index % 5 == 0 or index % 7 == 0 or goes_to_the_pool(index)


def goes_to_the_pool(index: int) -> bool:
    """Only sellers may give a customer back to the pool."""
    return index % 29 == 28 and client(index).owner.startswith("sales_")


def work_together(indices: Sequence[int], generation: int, staff: Staff, *, run_id: int) -> int:
    """Every fifth is spoken of, every seventh is followed by its head, every twenty-ninth of a seller's went to the pool."""
    numbers = {number_of(generation, index): index for index in indices}
    _pool(staff, run_id)
    for customer in (
        Customer.objects.in_use().filter(number__in=numbers).select_related("owner__department__head")
    ):
        index = numbers[customer.number]
        owner = client(index).owner
        head = customer.owner.department.head if customer.owner and customer.owner.department else None
        if index % 5 == 0 and head is not None:
            said = chance("comment", index).choice(words("teamwork")["comments"])
            comment(customer, Said(said.format(head=head.name)), actor=staff.actor(owner, run_id))
        if index % 7 == 0 and head is not None:
            follow(customer, actor=Actor(person=head, channel="job", run_id=run_id))
        if goes_to_the_pool(index):
            reason = chance("pool", index).choice(words("teamwork")["reasons"])
            release(customer, reason, actor=staff.actor(owner, run_id))
    return len(numbers)


def _pool(staff: Staff, run_id: int) -> None:
    """One for the whole demo, of the department above all sellers; what is there stays."""
    top = staff.people["head_east"].department
    parent: Department | None = top.parent if top else None
    try:
        set_pool(
            Pool,
            {"name": words("teamwork")["pool"], "department": parent, **_RULES},
            actor=staff.actor("archivist", run_id),
        )
    except (Conflict, Invalid):
        return
