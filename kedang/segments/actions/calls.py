"""Calling the members of a segment one by one; each call that was tried is an interaction of its customer."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from django.utils.translation import gettext as _

from kedang.access.door import action
from kedang.core.actor import Actor
from kedang.core.clock import now
from kedang.core.errors import Conflict, Invalid
from kedang.core.text import tidy
from kedang.customers.models import ContactKind, ContactPoint, Customer
from kedang.dealings.entering import NewInteraction, enter_interactions
from kedang.dealings.models import Channel, Direction, Interaction
from kedang.dealings.reading import read_interaction
from kedang.ledger.record import record
from kedang.search import ids_of
from kedang.search.finding import Budget
from kedang.segments import events
from kedang.segments.models import CallEntry, CallList, Outcome, Segment

MOST = 500
KINDS = (ContactKind.MOBILE, ContactKind.LANDLINE)
# Longer than a page waits for: somebody is going to call for hours.
PATIENT = Budget(50_000, 3.0)


def to_call(segment: Segment, actor: Actor) -> list[int]:
    """The newest 500 members `actor` may see that have a telephone number: looked up before anything is locked."""
    points = ContactPoint.objects.in_use().filter(kind__in=KINDS, is_absent=False)
    reachable = Customer.objects.filter(pk__in=points.values("customer_id"))
    return list(islice(ids_of(reachable, segment.query, actor, budget=PATIENT), MOST))


@action(needs="view", resource="saved_view")
def start_calls(segment: Segment, ids: Sequence[int], *, actor: Actor) -> CallList:
    """A list of one's own, in this order. Raises Invalid: there is nobody to call."""
    seen = set(Customer.objects.visible_to(actor).filter(pk__in=ids[:MOST]).values_list("pk", flat=True))
    chosen = [pk for pk in dict.fromkeys(ids[:MOST]) if pk in seen]
    if not chosen:
        raise Invalid(_("客群里没有留下电话的客户"), remedy=_("请先补上电话，或换一个客群。"))
    made = CallList.objects.create(segment=segment, person=actor.person)
    CallEntry.objects.bulk_create(
        [CallEntry(call_list=made, customer_id=pk, position=place) for place, pk in enumerate(chosen, 1)],
        batch_size=500,
    )
    record(events.CALLS_STARTED, segment, actor=actor, details={"count": len(chosen)})
    return made


@action(needs="create", resource="dealing")
def note_call(
    customer: Customer, entry: CallEntry, outcome: str, text: str = "", *, actor: Actor
) -> Interaction:
    """How the call to `customer` went. Raises Conflict: noted already."""
    if outcome not in Outcome.values:
        raise Invalid(_("请选择已接通或未接通。"), field="outcome", value=outcome)
    # Conditional update, not a lock: two windows note one call once.
    rows = CallEntry.objects.filter(pk=entry.pk, customer=customer, call_list__person_id=actor.id, outcome="")
    if not rows.update(outcome=outcome, called_at=now()):
        raise Conflict(_("这通电话已经记过了"), remedy=_("请看下一位。"))
    facts = read_interaction(
        channel=Channel.CALL.value,
        at=now(),
        text=tidy_lines(text) or str(Outcome(outcome).label),
        direction=Direction.OUT.value,
    )
    made = enter_interactions([NewInteraction(customer, facts)], actor=actor)[0]
    CallEntry.objects.filter(pk=entry.pk).update(interaction=made)
    return made


def tidy_lines(text: str) -> str:
    return "\n".join(tidy(line) for line in text.strip().splitlines())
