"""Projects and opportunities as a board by progress and as a list; sums are capped, so a page costs the same at any size."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Q, QuerySet, Sum

from kedang.core.actor import Actor
from kedang.core.clock import now, today
from kedang.core.numbers import number_of
from kedang.customers.models import Project
from kedang.customers.models.project import Closed, Progress

CARDS = 30
SUMMED = 1000
ROWS = 50
# What was closed longer ago is in the list.
CLOSED_FOR = timedelta(days=30)


@dataclass
class Column:
    """One stage of progress: its newest cards, and what they are worth. `is_capped`: there are more than were summed."""

    name: str
    label: str
    cards: list[Project] = field(default_factory=list)
    sums: list[tuple[str, Decimal]] = field(default_factory=list)
    count: int = 0
    is_capped: bool = False
    more: bool = False

    @property
    def count_label(self) -> str:
        return f"{self.count}+" if self.is_capped else str(self.count)


@dataclass
class ProjectList:
    rows: list[Project]
    cursor: str = ""


def columns_of(actor: Actor, *, mine: bool = False, words: str = "") -> list[Column]:
    """Three statements a column, whatever the number of projects."""
    rows = _rows(actor, mine, words)
    return [_column(rows, value, str(label)) for value, label in Progress.choices]


def list_of(
    actor: Actor, *, mine: bool = False, words: str = "", progress: str = "", after: str = ""
) -> ProjectList:
    """Newest movement first, by keyset."""
    rows = _rows(actor, mine, words)
    if progress in Progress.values:
        rows = rows.filter(progress=progress)
    last = Project.objects.filter(pk=number_of(after) or 0).first() if after else None
    if last is not None:
        rows = rows.filter(
            Q(progress_at__lt=last.progress_at) | Q(progress_at=last.progress_at, pk__lt=last.pk)
        )
    page = list(rows.select_related("customer", "owner").order_by("-progress_at", "-pk")[: ROWS + 1])
    return ProjectList(page[:ROWS], str(page[ROWS - 1].pk) if len(page) > ROWS else "")


def is_overdue(project: Project, day: date | None = None) -> bool:
    due = project.expected_on
    return bool(
        due and project.progress not in {Progress.CLOSED, Progress.DELIVERY} and due < (day or today())
    )


def _rows(actor: Actor, mine: bool, words: str) -> QuerySet[Project]:
    rows: QuerySet[Project] = Project.objects.visible_to(actor).filter(
        trashed_at=None, customer__trashed_at=None
    )
    if mine:
        rows = rows.filter(owner_id=actor.id)
    for word in words.split()[:5]:
        rows = rows.filter(Q(name__icontains=word) | Q(customer__name__icontains=word))
    return rows


def _column(rows: QuerySet[Project], name: str, label: str) -> Column:
    own = rows.filter(progress=name)
    if name == Progress.CLOSED:
        own = own.filter(progress_at__gte=now() - CLOSED_FOR)
    own = own.order_by("-progress_at", "-pk")
    cards = list(own.select_related("customer", "owner")[: CARDS + 1])
    column = Column(name, label, cards[:CARDS], count=len(cards), more=len(cards) > CARDS)
    if column.more:
        column.count = own.order_by().values("pk")[: SUMMED + 1].count()
        column.is_capped = column.count > SUMMED
        column.count = min(column.count, SUMMED)
    column.sums = _sums(own, cards, column.more)
    return column


def _sums(own: QuerySet[Project], cards: list[Project], more: bool) -> list[tuple[str, Decimal]]:
    """By currency; a lost one is worth nothing."""
    if not more:
        found: dict[str, Decimal] = {}
        for card in cards:
            if card.amount and card.closed_as != Closed.LOST:
                found[card.currency] = found.get(card.currency, Decimal(0)) + card.amount
        return sorted(found.items())
    newest = own.exclude(closed_as=Closed.LOST).values("pk")[:SUMMED]
    sums = Project.objects.filter(pk__in=newest, amount__isnull=False).order_by().values("currency")
    return sorted(sums.annotate(sum=Sum("amount")).values_list("currency", "sum"))
