"""What the pages of grading show, within the reader's rights."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q
from django.utils import timezone

from kedang.access.querysets import GuardedQuerySet
from kedang.access.rights import rights_of
from kedang.core.actor import Actor
from kedang.core.clock import today
from kedang.core.numbers import number_of
from kedang.customers.models import Customer
from kedang.dealings import totals
from kedang.dealings.models import CustomerFigures
from kedang.grading.models import Calculation, ContactReminder, Method, Proposal, Score
from kedang.grading.words import Told, tell

SHOWN = 50
COUNTED = 99


@dataclass(frozen=True)
class Page:
    """`after` the last one, or empty at the end."""

    rows: Sequence[object]
    after: str


@dataclass(frozen=True)
class Missed:
    """A missed contact in the worklist."""

    reminder: ContactReminder
    late: int
    last: date | None


def scores_of(customer: Customer, actor: Actor, *, but: str = "") -> list[Told]:
    order = list(Method.values)
    rows = Score.objects.visible_to(actor).of(customer.pk).exclude(method=but)
    return [tell(one) for one in sorted(rows, key=lambda one: order.index(one.method))]


def proposals(actor: Actor, *, state: str, after: str = "") -> Page:
    """Newest first."""
    rows = Proposal.objects.visible_to(actor).filter(state=state, customer__trashed_at=None).with_customer()
    last = number_of(after)
    found = list((rows.filter(pk__lt=last) if last else rows)[: SHOWN + 1])
    return Page(found[:SHOWN], str(found[SHOWN - 1].pk) if len(found) > SHOWN else "")


def proposal_of(customer: Customer, actor: Actor) -> Proposal | None:
    return Proposal.objects.visible_to(actor).open().filter(customer=customer).first()


def open_count(actor: Actor) -> int:
    """Capped."""
    if not rights_of(actor).has("score", "edit"):
        return 0
    return Proposal.objects.permitted(actor, "edit").open().order_by()[: COUNTED + 1].count()


def latest_calculation() -> Calculation | None:
    return Calculation.objects.order_by("-pk").first()


def missed_contacts(actor: Actor, *, mine: bool, after: str = "") -> Page:
    """The longest overdue first; a contact since then takes it off."""
    rows = ContactReminder.objects.visible_to(actor).filter(
        task__done_at=None, task__dropped_at=None, customer__trashed_at=None
    )
    rows = rows.filter(
        Q(customer__figures__last_contact_at=None) | Q(customer__figures__last_contact_at__lt=F("created_at"))
    )
    if mine:
        rows = rows.filter(task__assignee_id=actor.id)
    rows = _beyond(rows, after).select_related("customer", "customer__owner", "task", "task__assignee")
    found = list(rows.order_by("due_on", "pk")[: SHOWN + 1])
    figures = totals.figures_of_many([one.customer_id for one in found])
    shown = [_missed(one, figures.get(one.customer_id)) for one in found[:SHOWN]]
    last = found[SHOWN - 1] if len(found) > SHOWN else None
    return Page(shown, f"{last.due_on}:{last.pk}" if last else "")


def _beyond(rows: GuardedQuerySet[ContactReminder], after: str) -> GuardedQuerySet[ContactReminder]:
    written, _sep, number = after.partition(":")
    try:
        day = date.fromisoformat(written)
    except ValueError:
        return rows
    return rows.filter(Q(due_on__gt=day) | Q(due_on=day, pk__gt=number_of(number) or 0))


def _missed(one: ContactReminder, figures: CustomerFigures | None) -> Missed:
    at = figures.last_contact_at if figures else None
    return Missed(one, (today() - one.due_on).days, timezone.localtime(at).date() if at else None)
