"""Putting a customer into the trash, and taking it out again within 30 days. Destruction is another matter."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from kedang.access.door import action, revise
from kedang.core.actor import Actor
from kedang.core.clock import now
from kedang.core.errors import Conflict
from kedang.customers.actions.change import fresh
from kedang.customers.events import TRASHED, UNTRASHED
from kedang.customers.models import Customer
from kedang.ledger.record import Entry, record, record_many


@action(needs="delete")
def trash_customer(customer: Customer, *, actor: Actor) -> None:
    """Out of every list and search: the reading rule leaves it out. Raises Conflict: it lies there already."""
    customer = fresh(customer)
    if customer.is_trashed:
        raise Conflict(_("“%(name)s”已在回收站") % {"name": customer.name})
    put_into_trash([customer], actor=actor)
    record(TRASHED, customer, actor=actor, customer_id=customer.pk)


@action(needs="delete")
def restore_customer(customer: Customer, *, actor: Actor) -> None:
    """Back where it was. Raises Conflict: not in the trash, or longer than 30 days."""
    customer = fresh(customer)
    if not Customer.objects.in_trash().filter(pk=customer.pk).exists():
        raise Conflict(_("“%(name)s”不在回收站，或已超过 30 天") % {"name": customer.name})
    take_out_of_trash([customer])
    record(UNTRASHED, customer, actor=actor, customer_id=customer.pk)


def put_into_trash(customers: Sequence[Customer], *, actor: Actor) -> None:
    # writing: shared by the action and the runs
    for customer in customers:
        revise(customer, trashed_at=now(), trashed_by_id=actor.id)


def take_out_of_trash(customers: Sequence[Customer]) -> None:
    for customer in customers:
        revise(customer, trashed_at=None, trashed_by_id=None)


def trash_many(customers: Sequence[Customer], *, actor: Actor) -> None:
    """For undoing an import: within a run's chunk."""
    # writing: the run went through the door
    put_into_trash(customers, actor=actor)
    record_many([Entry(TRASHED, one, customer_id=one.pk) for one in customers], actor=actor)


def untrash_many(customers: Sequence[Customer], *, actor: Actor) -> None:
    # writing: the run went through the door
    take_out_of_trash(customers)
    record_many([Entry(UNTRASHED, one, customer_id=one.pk) for one in customers], actor=actor)
