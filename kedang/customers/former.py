"""Records that became a part of another: where their address and number lead."""

from __future__ import annotations

from kedang.core.actor import Actor
from kedang.core.prepared import Prepared
from kedang.customers.models import Customer

_LONGEST_CHAIN = 20
_MERGED_INTO = Prepared(
    lambda customer: Customer.objects.filter(pk=customer).values_list("merged_into_id", flat=True)
)


def present_of(customer_id: int, actor: Actor) -> Customer | None:
    """The record that `customer_id` was merged into, also through several merges, if `actor` may see it."""
    pk: int | None = _next(customer_id)
    if pk is None:
        return None
    for _step in range(_LONGEST_CHAIN):
        further = _next(pk)
        if further is None:
            return Customer.objects.visible_to(actor).filter(pk=pk).first()
        pk = further
    return None


def _next(customer_id: int) -> int | None:
    return next(iter(_MERGED_INTO(customer_id)), None)
