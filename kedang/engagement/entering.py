"""Feedback as a part of another act (a customer's page by link): a plain function, told of in that act's event."""

from __future__ import annotations

from kedang.core.actor import Actor
from kedang.customers.models import Customer
from kedang.engagement import indexing
from kedang.engagement.deadlines import due_at
from kedang.engagement.models import Complaint
from kedang.engagement.notices import COMPLAINT_GIVEN
from kedang.engagement.sealing import CONTENT, seal
from kedang.notify.telling import tell
from kedang.people.models import Person


def enter_complaint(
    customer: Customer,
    *,
    kind: str,
    title: str,
    content: str,
    source: str,
    owner: Person,
    actor: Actor,
) -> Complaint:
    """In the caller's transaction, who has checked the right and read what was typed."""
    made = Complaint.objects.create(
        customer=customer, kind=kind, title=title, content=seal(content, customer.pk, CONTENT), source=source,
        owner=owner, due_at=due_at(customer, kind), created_by=actor.person,
    )  # fmt: skip
    indexing.write(made, content, "")
    tell(COMPLAINT_GIVEN, [owner.pk], made, actor=actor, customer_id=customer.pk)
    return made
