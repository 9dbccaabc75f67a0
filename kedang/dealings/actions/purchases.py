"""Purchases by hand."""

from __future__ import annotations

from kedang.access.door import action
from kedang.core.actor import Actor
from kedang.customers.models import Customer
from kedang.dealings.changing import amend
from kedang.dealings.entering import NewPurchase, enter_purchases
from kedang.dealings.events import PURCHASE_CHANGED
from kedang.dealings.links import check_links
from kedang.dealings.models import Purchase
from kedang.dealings.reading import PurchaseFacts


@action(needs="create", resource="dealing")
def record_purchase(customer: Customer, facts: PurchaseFacts, *, actor: Actor) -> Purchase:
    """`facts` as `reading.read_purchase` gives them. Raises Invalid: a document or project of somebody else."""
    check_links(customer, facts, actor)
    return enter_purchases([NewPurchase(customer, facts)], actor=actor)[0]


@action(needs="edit")
def change_purchase(
    purchase: Purchase, facts: PurchaseFacts, *, expected: int | None = None, actor: Actor
) -> None:
    """Raises Conflict: `expected` is not the stored revision any more; Invalid: nothing changed."""
    check_links(purchase.customer, facts, actor)
    amend(purchase, facts, kind=PURCHASE_CHANGED, expected=expected, actor=actor)
