"""A call list as somebody works it off: where they are, whom they call, what is known of them."""

from __future__ import annotations

from dataclasses import dataclass, field

from kedang.access.door import can
from kedang.core.actor import Actor
from kedang.customers.contacts import Opened, open_points
from kedang.customers.models import ContactPerson, ContactPoint, Customer
from kedang.dealings.models import CustomerFigures, Interaction
from kedang.dealings.timeline import shown_interactions
from kedang.segments.actions.calls import KINDS, MOST
from kedang.segments.models import CallEntry, CallList, Outcome

_TALKS = 3


@dataclass
class Number:
    """A telephone number, masked, and whose it is."""

    opened: Opened
    person: str = ""


@dataclass
class Progress:
    total: int
    reached: int
    missed: int

    @property
    def done(self) -> int:
        return self.reached + self.missed

    @property
    def waiting(self) -> int:
        return self.total - self.done


@dataclass
class Present:
    """The customer to call now."""

    entry: CallEntry
    customer: Customer
    numbers: list[Number] = field(default_factory=list)
    people: list[ContactPerson] = field(default_factory=list)
    talks: list[object] = field(default_factory=list)
    figures: CustomerFigures | None = None
    may_unmask: bool = False
    may_note: bool = False


def entries_of(found: CallList, actor: Actor) -> list[CallEntry]:
    """At most five hundred; those one may not see any more are left out."""
    rows = CallEntry.objects.visible_to(actor).filter(call_list=found).select_related("customer")
    return list(rows.order_by("position")[:MOST])


def progress_of(entries: list[CallEntry]) -> Progress:
    count = {outcome: sum(one.outcome == outcome for one in entries) for outcome in Outcome.values}
    return Progress(len(entries), count[Outcome.REACHED], count[Outcome.MISSED])


def following(entries: list[CallEntry], present: CallEntry | None) -> CallEntry | None:
    """The next one waiting after `present`, from the top again at the end."""
    waiting = [one for one in entries if not one.outcome and one != present]
    after = [one for one in waiting if present is None or one.position > present.position]
    return next(iter(after or waiting), None)


def present_of(entry: CallEntry, actor: Actor) -> Present:
    customer = entry.customer
    points = ContactPoint.objects.in_use().filter(customer=customer, kind__in=KINDS, is_absent=False)
    opened = open_points(points.select_related("contact_person").order_by("kind", "pk"))
    numbers = [
        Number(one, one.point.contact_person.name if one.point.contact_person else "") for one in opened
    ]
    talks = Interaction.objects.visible_to(actor).filter(customer=customer, withdrawn_at=None).for_timeline()
    people = ContactPerson.objects.in_use().filter(customer=customer).order_by("-is_primary", "pk")
    return Present(
        entry,
        customer,
        numbers,
        list(people[:5]),
        list(shown_interactions(list(talks.order_by("-at", "-pk")[:_TALKS]), actor)),
        CustomerFigures.objects.visible_to(actor).filter(customer=customer).first(),
        can(actor, "unmask", customer, resource="contact_point"),
        can(actor, "create", customer, resource="dealing"),
    )
