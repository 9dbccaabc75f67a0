"""The one report of a hand-over: on its page and as a file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Count, Sum
from django.utils.translation import gettext as _

from kedang.access.models import Run
from kedang.core.actor import Actor
from kedang.customers.models import Customer
from kedang.teamwork.models import HandOver, HandOverItem
from kedang.teamwork.querysets import HandOverItemQuerySet

ROWS = 50
_BATCH = 500


@dataclass(frozen=True)
class Row:
    """`customer` is None when the reader may not see it (any more)."""

    item: HandOverItem
    customer: Customer | None


@dataclass(frozen=True)
class Totals:
    moved: int
    skipped: int
    waiting: int
    returned: int
    tasks: int
    projects: int

    @property
    def all(self) -> int:
        return self.moved + self.skipped + self.waiting + self.returned


def run_of(hand_over: HandOver) -> Run | None:
    """The work that carries it out: its progress."""
    return Run.objects.filter(pk=hand_over.run_id).first() if hand_over.run_id else None


def totals_of(hand_over: HandOver, actor: Actor) -> Totals:
    items = _items(hand_over, actor).order_by()
    states = Counter(dict(items.values_list("state").annotate(n=Count("pk"))))
    sums = items.aggregate(tasks=Sum("tasks"), projects=Sum("projects"))
    return Totals(
        **{name: states[name] for name in ("moved", "skipped", "waiting", "returned")},
        tasks=sums["tasks"] or 0,
        projects=sums["projects"] or 0,
    )


def rows_of(hand_over: HandOver, actor: Actor, *, state: str = "", after: int | None = None) -> list[Row]:
    """What did not move first asked for by `state`; one more than a page shows."""
    rows = _items(hand_over, actor).select_related("giver", "heir")
    if state in HandOverItem.State.values:
        rows = rows.filter(state=state)
    if after is not None:
        rows = rows.filter(pk__gt=after)
    return _named(list(rows.order_by("pk")[: ROWS + 1]), actor)


def lines_of(hand_over: HandOver, actor: Actor) -> Iterator[Sequence[str]]:
    """Headings and every row, as a file says it."""
    yield (_("客户编号"), _("客户"), _("移交人"), _("接手人"), _("结果"), _("任务"), _("项目"), _("原因"))
    after = 0
    items = _items(hand_over, actor).select_related("giver", "heir").order_by("pk")
    while page := list(items.filter(pk__gt=after)[:_BATCH]):
        for row in _named(page, actor):
            item, customer = row.item, row.customer
            yield (
                customer.number if customer else "",
                customer.name if customer else _("已无权查看"),
                item.giver.name,
                item.heir.name,
                str(item.get_state_display()),
                str(item.tasks),
                str(item.projects),
                item.reason,
            )
        after = page[-1].pk


def _items(hand_over: HandOver, actor: Actor) -> HandOverItemQuerySet:
    return HandOverItem.objects.visible_to(actor).filter(hand_over=hand_over)


def _named(items: Sequence[HandOverItem], actor: Actor) -> list[Row]:
    ids = [one.customer_id for one in items]
    seen = Customer.objects.visible_to(actor).unsealed().in_bulk(ids)
    return [Row(one, seen.get(one.customer_id)) for one in items]
