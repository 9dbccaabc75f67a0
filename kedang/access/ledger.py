"""Who may read which events."""

from __future__ import annotations

from django.apps import apps
from django.db.models import Q, QuerySet

from kedang.access.querysets import rule
from kedang.access.rights import rights_of
from kedang.access.words import Scope
from kedang.core.actor import Actor
from kedang.ledger.models import Event


def visible_events(actor: Actor) -> QuerySet[Event]:
    """All for readers of the whole ledger, those of customers in scope for heads, else one's own."""
    own = Q(actor_id=actor.id)
    rights = rights_of(actor)
    lines = rights.on("ledger", "view")
    if rights.is_everything or any(line.scope == Scope.ALL for line in lines):
        return Event.objects.all()
    if not lines:
        return Event.objects.filter(own)
    customers = apps.get_model("customers", "Customer")
    within = rule(customers, actor, "view", resource="ledger")
    reached = (
        customers._default_manager.all() if within is None else customers._default_manager.filter(within)
    )
    return Event.objects.filter(own | Q(customer_id__in=reached.values("pk")))


def may_read_ledger_of(actor: Actor, customer_id: int) -> bool:
    """Whether the ledger of this customer is open to `actor` (beyond their own acts)."""
    rights = rights_of(actor)
    if rights.is_everything or any(line.scope == Scope.ALL for line in rights.on("ledger", "view")):
        return True
    customers = apps.get_model("customers", "Customer")
    within = rule(customers, actor, "view", resource="ledger")
    rows = customers._default_manager.filter(pk=customer_id)
    return bool((rows if within is None else rows.filter(within)).exists())
