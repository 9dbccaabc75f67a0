"""The weekly figures by owner, department and level: what heads look at, and their trend."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Count, Q, QuerySet, Sum

from kedang.access.querysets import NOTHING
from kedang.access.rights import Line, rights_of
from kedang.access.words import Scope
from kedang.core.actor import Actor
from kedang.core.clock import today
from kedang.people.models import Department, Person
from kedang.quality.models import Assessment, Finding, Tally

WEEKS = 12
KEPT_WEEKS = 104
_GROUP = ("customer__owner_id", "customer__department_id", "customer__classification")
_Place = tuple[int | None, int | None, int]


@dataclass
class Standing:
    """One line of the table. `trend`: (Monday, mean) of the weeks there are, oldest first."""

    key: int | None
    name: str
    customers: int = 0
    points: int = 0
    faultless: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    trend: list[tuple[date, int]] = field(default_factory=list)

    @property
    def score(self) -> int | None:
        return round(self.points / self.customers) if self.customers else None

    @property
    def findings(self) -> int:
        return sum(self.counts.values())

    @property
    def moved(self) -> int:
        """Since the week before."""
        return self.trend[-1][1] - self.trend[-2][1] if len(self.trend) > 1 else 0


def week_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def count() -> None:
    """The present week again. A job's work: it goes over all assessments once."""
    rows = _counted()
    week = week_of(today())
    with transaction.atomic():
        Tally.objects.filter(Q(week=week) | Q(week__lt=week - timedelta(weeks=KEPT_WEEKS))).delete()
        Tally.objects.bulk_create(
            [
                Tally(
                    week=week, owner_id=place[0], department_id=place[1], classification=place[2],
                    customers=customers, points=points, faultless=faultless, counts=counts,
                )
                for place, customers, points, faultless, counts in rows
            ],
            batch_size=500,
        )  # fmt: skip


def _counted() -> list[tuple[_Place, int, int, int, dict[str, int]]]:
    counts: dict[_Place, dict[str, int]] = defaultdict(dict)
    open_ones = Finding.objects.filter(state=Finding.State.OPEN, customer__trashed_at=None)
    for *place, rule, how_many in (
        open_ones.order_by().values_list(*_GROUP, "rule").annotate(how_many=Count("pk"))
    ):
        counts[place[0], place[1], place[2]][rule] = how_many
    assessed = Assessment.objects.filter(customer__trashed_at=None).order_by()
    sums = assessed.values_list(*_GROUP).annotate(
        how_many=Count("pk"), sum=Sum("score"), faultless=Count("pk", filter=Q(score=100))
    )
    return [
        ((owner, department, level), how_many, points, faultless, counts.get((owner, department, level), {}))
        for owner, department, level, how_many, points, faultless in sums
    ]


def within_reach(actor: Actor) -> QuerySet[Tally]:
    """Sums over customers the actor may see; who reads the ledger of all may read sums of all."""
    rights = rights_of(actor)
    if rights.is_everything:
        return Tally.objects.all()
    condition = NOTHING
    for line in (*rights.on("customer", "view"), *rights.on("ledger", "view")):
        condition |= _by_line(line, actor)
    return Tally.objects.filter(condition)


def _by_line(line: Line, actor: Actor) -> Q:
    cleared = Q(classification__lte=line.clearance)
    if line.scope == Scope.ALL:
        return cleared
    own = Q(owner_id=actor.id)
    return cleared & (own | Q(department_id__in=line.departments) if line.departments else own)


def owners(actor: Actor, *, department: int | None = None) -> list[Standing]:
    """The present week, the worst first: that is where a head looks."""
    return _standings(actor, "owner", department)


def departments(actor: Actor) -> list[Standing]:
    return _standings(actor, "department", None)


def total(actor: Actor) -> Standing:
    rows = within_reach(actor)
    whole = Standing(None, "")
    for row in _present(rows):
        _add(whole, row)
    sums = rows.values_list("week").annotate(customers=Sum("customers"), points=Sum("points"))
    whole.trend = [
        (week, round(points / customers)) for week, customers, points in _newest(sums.order_by("-week"))
    ]
    return whole


def counted_at(actor: Actor) -> datetime | None:
    return within_reach(actor).order_by("-week", "-counted_at").values_list("counted_at", flat=True).first()


def _standings(actor: Actor, by: str, department: int | None) -> list[Standing]:
    rows = within_reach(actor)
    if department is not None:
        rows = rows.filter(department_id=department)
    found: dict[int | None, Standing] = {}
    for row in _present(rows):
        key = getattr(row, f"{by}_id")
        _add(found.setdefault(key, Standing(key, "")), row)
    _name(found, Person if by == "owner" else Department)
    _trends(found, rows, by)
    return sorted(found.values(), key=lambda one: (one.score or 0, one.name))


def _present(rows: QuerySet[Tally]) -> QuerySet[Tally]:
    """Of the latest week that was counted."""
    week = rows.order_by("-week").values_list("week", flat=True).first()
    return rows.filter(week=week) if week else rows.none()


def _add(to: Standing, row: Tally) -> None:
    to.customers += row.customers
    to.points += row.points
    to.faultless += row.faultless
    to.counts.update(row.counts)


def _name(found: dict[int | None, Standing], model: type[Person] | type[Department]) -> None:
    ids = [key for key in found if key is not None]
    for pk, name in model._default_manager.filter(pk__in=ids).values_list("pk", "name"):
        found[pk].name = name


def _trends(found: dict[int | None, Standing], rows: QuerySet[Tally], by: str) -> None:
    since = week_of(today()) - timedelta(weeks=WEEKS)
    sums = rows.filter(week__gt=since).values_list(f"{by}_id", "week")
    for key, week, customers, points in sums.annotate(
        customers=Sum("customers"), points=Sum("points")
    ).order_by("week"):
        if key in found and customers:
            found[key].trend.append((week, round(points / customers)))


def _newest(rows: Iterable[tuple[date, int, int]]) -> Sequence[tuple[date, int, int]]:
    from itertools import islice

    return [row for row in islice(rows, WEEKS) if row[1]][::-1]
