"""What the pages of a segment show, within the reader's rights."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Q
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from kedang.access.rights import rights_of
from kedang.core.actor import Actor
from kedang.core.clock import now, today
from kedang.core.errors import Invalid
from kedang.core.numbers import number_of
from kedang.customers.models import Customer
from kedang.search import find
from kedang.search.overview import FACETED, newest_of
from kedang.segments.figures import Chart, charts_of, count_figures
from kedang.segments.models import Membership, Segment, Tally
from kedang.segments.search import condition_of

ROWS = 50
DAYS = 30
COUNTED = 2000


@dataclass
class Entry:
    """A segment in the list. `count` is the reader's own, exact as of `counted_at`; empty: not counted yet."""

    segment: Segment
    count: int | None = None
    counted_at: datetime | None = None


@dataclass
class SegmentList:
    rows: list[Entry]
    cursor: str = ""


@dataclass
class Head:
    """What stands above each page of a segment. `error`: the query makes no sense any more."""

    count_label: str = ""
    tally: Tally | None = None
    error: Invalid | None = None


@dataclass
class Statistics:
    """`is_exact`: of all as of `counted_at`; otherwise of the newest two thousand, now."""

    charts: list[Chart]
    total: int
    is_exact: bool
    counted_at: datetime | None = None


@dataclass
class Movement:
    """Who came or who went, newest first."""

    rows: list[Membership]
    cursor: str = ""


@dataclass
class Day:
    day: date
    joined: int = 0
    left: int = 0
    joined_height: int = 0  # of 58, above and below the axis of the drawing at 60
    left_height: int = 0

    @property
    def joined_top(self) -> int:
        return 60 - self.joined_height


@dataclass
class Trend:
    days: list[Day] = field(default_factory=list)
    joined: int = 0
    left: int = 0
    is_capped: bool = False


def list_of(actor: Actor, *, words: str = "", after: str = "") -> SegmentList:
    rows = Segment.objects.visible_to(actor).select_related("owner").order_by("-pk")
    if words:
        rows = rows.filter(Q(name__icontains=words) | Q(query__icontains=words))
    if (below := number_of(after)) is not None:
        rows = rows.filter(pk__lt=below)
    found = list(rows[: ROWS + 1])
    page = found[:ROWS]
    mine = {one.segment_id: one for one in Tally.objects.owned_by(actor).filter(segment__in=page)}
    entries = [
        Entry(one, mine[one.pk].count, mine[one.pk].counted_at) if one.pk in mine else Entry(one)
        for one in page
    ]
    return SegmentList(entries, str(page[-1].pk) if len(found) > ROWS else "")


def query_for(segment: Segment, actor: Actor) -> str:
    """How to ask for the members: by name where it means this one, else by its own query."""
    named = Segment.objects.visible_to(actor).filter(name__iexact=segment.name)
    first = named.filter(owner_id=actor.id).first() or named.order_by("pk").first()
    return condition_of(segment.name) if first == segment else f"({segment.query})"


def head_of(segment: Segment, actor: Actor) -> Head:
    tally = Tally.objects.owned_by(actor).filter(segment=segment).first()
    try:
        page = find(Customer.objects.all(), segment.query, actor, limit=1)
    except Invalid as error:
        return Head(tally=tally, error=error)
    return Head(page.count_label, tally)


def statistics_of(segment: Segment, actor: Actor) -> Statistics:
    """Raises QueryError."""
    within = query_for(segment, actor)
    tally = Tally.objects.owned_by(actor).filter(segment=segment).first()
    if tally is not None:
        charts = charts_of(tally.figures, tally.count, within)
        return Statistics(charts, tally.count, is_exact=True, counted_at=tally.counted_at)
    rows, is_capped = newest_of("customer", segment.query, actor)
    total, figures = count_figures(rows.values_list("pk", flat=True)[:FACETED])
    return Statistics(charts_of(figures, total, within), total, is_exact=not is_capped)


def movement_of(segment: Segment, actor: Actor, *, has_left: bool, after: str = "") -> Movement:
    seen = Membership.objects.visible_to(actor).filter(segment=segment, customer__trashed_at=None)
    rows = (seen.left() if has_left else seen.joined()).select_related("customer")
    name = "until" if has_left else "since"
    last = rows.filter(pk=number_of(after) or 0).first() if after else None
    if last is not None:
        at = getattr(last, name)
        rows = rows.filter(Q(**{f"{name}__lt": at}) | Q(**{name: at, "pk__lt": last.pk}))
    found = list(rows[: ROWS + 1])
    return Movement(found[:ROWS], str(found[ROWS - 1].pk) if len(found) > ROWS else "")


def trend_of(segment: Segment, actor: Actor) -> Trend:
    """Thirty days of coming and going, of the newest two thousand moves."""
    since = now() - timedelta(days=DAYS)
    seen = Membership.objects.visible_to(actor).filter(segment=segment)
    came = list(seen.joined().filter(since__gte=since).values_list("since", flat=True)[: COUNTED + 1])
    went = list(seen.left().filter(until__gte=since).values_list("until", flat=True)[: COUNTED + 1])
    joined, left = _by_day(came[:COUNTED]), _by_day(went[:COUNTED])
    first = today() - timedelta(days=DAYS - 1)
    days = [first + timedelta(days=number) for number in range(DAYS)]
    highest = max([*joined.values(), *left.values(), 1])
    return Trend(
        [
            Day(day, joined[day], left[day], *(round(count[day] * 58 / highest) for count in (joined, left)))
            for day in days
        ],
        min(len(came), COUNTED),
        min(len(went), COUNTED),
        max(len(came), len(went)) > COUNTED,
    )


def may(actor: Actor, segment: Segment) -> dict[str, bool]:
    rights = rights_of(actor)
    is_own = segment.owner_id == actor.id
    return {
        "edit": is_own and rights.has("saved_view", "create"),
        "share": is_own and rights.has("saved_view", "share"),
        "export": rights.has("customer", "export"),
        "call": rights.has("dealing", "create"),
    }


def sharing_of(segment: Segment) -> str:
    if segment.shared_with == "department":
        return "、".join(segment.departments.values_list("name", flat=True)) or str(_("部门"))
    return str(segment.get_shared_with_display())


def _by_day(moments: Iterable[datetime | None]) -> Counter[date]:
    return Counter(localtime(moment).date() for moment in moments if moment)
