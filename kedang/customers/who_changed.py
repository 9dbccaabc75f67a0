"""Who changed what, over all records a reader may see: read from the ledger, no second copy.

A page costs what the window costs, not what the ledger does: ids are bisected by time, then walked from the newest.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from kedang.accounts.ledger_reading import first_id_at
from kedang.core.actor import Actor
from kedang.core.clock import today
from kedang.core.errors import Invalid
from kedang.customers.history import KINDS, Revision, Words, read_revisions
from kedang.customers.models import Customer
from kedang.customers.record_page import ShownRevision, shown_by
from kedang.ledger.kinds import kind_of
from kedang.ledger.models import Event
from kedang.people.models import Department, Person

ROWS = 30
# A field lies in what is sealed: so many events are opened for one page.
SEARCHED = 400
COUNTED = 2_000
LONGEST = 92
_SLACK = timedelta(minutes=10)


@dataclass(frozen=True)
class Asked:
    """Days, both included. `field`: a key of the record, or `contact`, `person`, `custom` for all of them."""

    since: date
    until: date
    person: int | None = None
    department: int | None = None
    kind: str = ""
    field: str = ""


@dataclass(frozen=True)
class Line:
    customer: Customer
    shown: ShownRevision


@dataclass(frozen=True)
class Page:
    """`before`: where the next one goes on, None when the window is done."""

    lines: list[Line] = field(default_factory=list)
    before: int | None = None


@dataclass(frozen=True)
class Tally:
    """Of the newest two thousand changes of the window: who made how many, and of which kind."""

    count: int
    people: list[tuple[int, str, int]]
    kinds: list[tuple[str, str, int]]

    @property
    def count_label(self) -> str:
        return f"{COUNTED}+" if self.count > COUNTED else str(self.count)


def this_week() -> tuple[date, date]:
    day = today()
    return day - timedelta(days=day.weekday()), day


def page_of(actor: Actor, asked: Asked, *, before: int | None = None, limit: int = ROWS) -> Page:
    """Raises Invalid: the window is longer than a quarter."""
    rows = _rows(actor, asked).select_related("actor")
    rows = rows.filter(pk__lt=before) if before else rows
    looked_at = SEARCHED if asked.field else limit
    events = list(rows.order_by("-pk")[: looked_at + 1])
    revisions = [one for one in read_revisions(events[:looked_at]) if _has(one, asked.field)]
    shown = revisions[:limit]
    if len(revisions) > limit:
        following: int | None = shown[-1].event.pk
    else:
        following = events[looked_at - 1].pk if len(events) > looked_at else None
    return Page(_lines(actor, [_only(one, asked.field) for one in shown]), following)


def tally_of(actor: Actor, asked: Asked) -> Tally:
    rows = _rows(actor, asked).order_by("-pk").values_list("actor_id", "kind")[: COUNTED + 1]
    found = list(rows)
    people = Counter(pk for pk, _kind in found if pk)
    kinds = Counter(kind for _pk, kind in found)
    names = dict(Person.objects.filter(pk__in=people).values_list("pk", "name"))
    return Tally(
        len(found),
        [(pk, names.get(pk, ""), count) for pk, count in people.most_common(12)],
        [(kind, sentence(kind), count) for kind, count in kinds.most_common(12)],
    )


def kinds() -> list[tuple[str, str]]:
    return [(kind, sentence(kind)) for kind in KINDS]


def sentence(kind: str) -> str:
    known = kind_of(kind)
    return str(known.sentence) if known else kind


def _rows(actor: Actor, asked: Asked) -> QuerySet[Event]:
    if (asked.until - asked.since).days >= LONGEST:
        raise Invalid(
            _("时间太长：最多 %(days)d 天") % {"days": LONGEST},
            field="since",
            remedy=_("请缩短时间，分几次看。"),
        )
    start, end = _midnight(asked.since), _midnight(asked.until + timedelta(days=1))
    rows = Event.objects.filter(
        pk__gte=first_id_at(start), pk__lt=first_id_at(end + _SLACK), at__gte=start, at__lt=end,
        kind__in=[asked.kind] if asked.kind in KINDS else KINDS, result=Event.Result.OK,
        customer_id__in=Customer.objects.visible_to(actor).values("pk"),
    )  # fmt: skip
    if asked.person is not None:
        rows = rows.filter(actor=asked.person)
    if asked.department is not None:
        rows = rows.filter(actor__department__in=_within(asked.department).values("pk"))
    return rows


def _within(department_id: int) -> QuerySet[Department]:
    """It and those under it; one nobody knows has nobody."""
    path = Department.objects.filter(pk=department_id).values_list("path", flat=True).first()
    return Department.objects.filter(path__startswith=path) if path else Department.objects.none()


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _has(one: Revision, wanted: str) -> bool:
    return not wanted or any(_is(change["field"], wanted) for change in one.changes)


def _is(key: str, wanted: str) -> bool:
    return key == wanted or key.partition(":")[0] == wanted


def _only(one: Revision, wanted: str) -> Revision:
    """Of a change of many fields the one that was asked for."""
    if not wanted:
        return one
    changes = [change for change in one.changes if _is(change["field"], wanted)]
    return Revision(one.event, changes, one.reason, one.is_erased)


def _lines(actor: Actor, revisions: Sequence[Revision]) -> list[Line]:
    ids = {one.event.customer_id for one in revisions if one.event.customer_id}
    known = {one.pk: one for one in Customer.objects.unsealed().visible_to(actor).filter(pk__in=ids)}
    words = Words(_changes(revisions), plain=False, actor=actor)
    return [
        Line(known[one.event.customer_id], shown_by(words, one))
        for one in revisions
        if one.event.customer_id in known
    ]


def _changes(revisions: Iterable[Revision]) -> list[dict[str, object]]:
    return [change for one in revisions for change in one.changes]
