"""Who should have been contacted by now, by service level; a missed contact becomes one task for each period."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from kedang.access.querysets import NOTHING
from kedang.core.clock import today
from kedang.core.errors import Conflict
from kedang.core.text import match_key
from kedang.customers.models import Customer, CustomerTag, Stage, Status
from kedang.dealings import totals
from kedang.dealings.models import CustomerFigures
from kedang.grading import levels
from kedang.grading.levels import Level, Levels
from kedang.grading.models import ContactReminder
from kedang.people.models import Person
from kedang.people.system import system_actor

STEP = 200
AT_ONCE = 2000


@dataclass(frozen=True)
class Rhythm:
    """`last`: the last contact, or None; `due_on`: None when the level has no rhythm."""

    level: Level
    last: date | None
    due_on: date | None

    @property
    def late(self) -> int:
        """Days overdue; 0: it is not."""
        return max(0, (today() - self.due_on).days) if self.due_on else 0


def level_of(customer: Customer, within: Levels | None = None) -> Level | None:
    """VIP goes before the grade; None: the customer has no grade."""
    known = within or levels.present()
    tagged = CustomerTag.objects.filter(customer=customer, **_vip(known))
    return known.of(levels.VIP if tagged.exists() else customer.grade)


def rhythm_of(customer: Customer) -> Rhythm | None:
    """None: no service level, or nobody is to call any more."""
    level = level_of(customer)
    if level is None or customer.stage == Stage.LOST or customer.status == Status.ENDED:
        return None
    last = _last(totals.figures_of(customer.pk))
    return Rhythm(level, last, _due(customer, level, last))


def overdue(*, by_days: int = 0, within: Levels | None = None) -> Q:
    """Customers whose contact is overdue by more than `by_days` days."""
    known = within or levels.present()
    vip = Exists(CustomerTag.objects.filter(customer=OuterRef("pk"), **_vip(known)))
    found = NOTHING
    for one in known.levels:
        if one.days is not None:
            who = Q(vip) if one.code == levels.VIP else Q(grade=one.code) & ~Q(vip)
            found |= who & _silent_since(today() - timedelta(days=one.days + by_days))
    return found & Q(status=Status.ACTIVE) & ~Q(stage=Stage.LOST)


def plan_missed(after: int = 0) -> int | None:
    """Tasks for those after this id; where another job goes on, or None at the end."""
    known, seen = levels.present(), 0
    while seen < AT_ONCE:
        rows = Customer.objects.in_use().filter(overdue(within=known), pk__gt=after)
        batch = list(rows.select_related("owner", "department__head").order_by("pk")[:STEP])
        if not batch:
            return None
        _plan(batch, known)
        after, seen = batch[-1].pk, seen + len(batch)
    return after


def close_met(customer_ids: Iterable[int | None]) -> None:
    """Open tasks of those among `customer_ids` whose contact is not overdue any more."""
    from kedang.workflow.actions.tasks import complete_task

    asked = sorted({pk for pk in customer_ids if pk is not None})
    for start in range(0, len(asked), STEP):
        some = asked[start : start + STEP]
        late = Customer.objects.filter(overdue(), pk__in=some).values("pk")
        rows = ContactReminder.objects.filter(customer_id__in=some, task__done_at=None, task__dropped_at=None)
        for one in rows.exclude(customer__in=late).select_related("task"):
            with suppress(Conflict):  # somebody ticked it off meanwhile
                complete_task(one.task, outcome=_("已有新的沟通记录"), actor=system_actor())


def period_due(due_on: date, days: int, on: date) -> date:
    """The latest day up to `on` on which a contact was due: each missed rhythm is a period of its own."""
    return due_on + timedelta(days=(on - due_on).days // days * days)


def _plan(customers: list[Customer], known: Levels) -> None:
    from kedang.grading.actions.contacts import plan_contact

    ids = [one.pk for one in customers]
    figures = totals.figures_of_many(ids)
    vips = set(
        CustomerTag.objects.filter(customer_id__in=ids, **_vip(known)).values_list("customer_id", flat=True)
    )
    reminded = ContactReminder.objects.filter(customer_id__in=ids)
    waiting = set(
        reminded.filter(task__done_at=None, task__dropped_at=None).values_list("customer_id", flat=True)
    )
    past = set(reminded.values_list("customer_id", "due_on"))
    for one in customers:
        level = known.of(levels.VIP if one.pk in vips else one.grade)
        if level is None or level.days is None or one.pk in waiting:
            continue
        due = _due(one, level, _last(figures.get(one.pk)))
        person = in_charge(one, level)
        if due is None or person is None:
            continue
        day = period_due(due, level.days, today())
        if (one.pk, day) not in past:
            plan_contact(one, level, day, person, actor=system_actor())


def in_charge(customer: Customer, level: Level) -> Person | None:
    """Who answers for the level; the other one when there is none."""
    head = customer.department.head if customer.department else None
    first, second = (head, customer.owner) if level.in_charge == levels.HEAD else (customer.owner, head)
    return next((one for one in (first, second) if one is not None and one.is_active), None)


def _vip(known: Levels) -> dict[str, object]:
    return {"tag__match_key": match_key(known.vip_tag), "tag__retired_at": None}


def _silent_since(day: date) -> Q:
    """No contact on `day` or later; who was never contacted counts from the day of the record."""
    moment = timezone.make_aware(datetime.combine(day, time()))
    return Q(figures__last_contact_at__lt=moment) | Q(figures__last_contact_at=None, created_at__lt=moment)


def _last(figures: CustomerFigures | None) -> date | None:
    return timezone.localtime(figures.last_contact_at).date() if figures and figures.last_contact_at else None


def _due(customer: Customer, level: Level, last: date | None) -> date | None:
    if level.days is None:
        return None
    return (last or timezone.localtime(customer.created_at).date()) + timedelta(days=level.days)
