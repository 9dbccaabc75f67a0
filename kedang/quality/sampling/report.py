"""What a check brought: how often a field is wrong, and between which bounds it may be in the population."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from kedang.core.actor import Actor
from kedang.customers.completeness import labels_of
from kedang.people.models import Person
from kedang.quality.models import SampleAnswer, SampleCheck, SampleItem, Verdict
from kedang.quality.sampling.wilson import interval

_WRONG = Q(final=Verdict.WRONG)
_JUDGED = Q(final__in=(Verdict.WRONG, Verdict.CORRECT))
_UNKNOWN = Q(final=Verdict.UNKNOWN)
_COUNTED = {
    "judged": Count("pk", filter=_JUDGED),
    "wrong": Count("pk", filter=_WRONG),
    "unknown": Count("pk", filter=_UNKNOWN),
}


@dataclass(frozen=True)
class Rate:
    """`judged` leaves out what could not be told."""

    label: str
    judged: int
    wrong: int
    unknown: int

    @property
    def percent(self) -> str:
        return f"{100 * self.wrong / self.judged:.1f}%" if self.judged else ""

    @property
    def bounds(self) -> str:
        found = interval(self.wrong, self.judged)
        return f"{100 * found[0]:.1f}%–{100 * found[1]:.1f}%" if found else ""


@dataclass(frozen=True)
class Progress:
    items: int
    first: int
    second: int
    both: int
    settled: int

    @property
    def disputed(self) -> int:
        """Both have answered, and somebody has to say what holds."""
        return self.both - self.settled

    @property
    def is_through(self) -> bool:
        return self.settled == self.items


@dataclass(frozen=True)
class Report:
    whole: Rate
    fields: list[Rate]
    owners: list[Rate]
    agreed: str  # share of fields on which the two did not differ, in per cent


def progress_of(check: SampleCheck) -> Progress:
    """Of customers still in use: one in the trash waits for nobody."""
    rows = SampleItem.objects.filter(check_of=check, customer__trashed_at=None)
    return Progress(
        **rows.aggregate(
            items=Count("pk"),
            first=Count("pk", filter=Q(first_at__isnull=False)),
            second=Count("pk", filter=Q(second_at__isnull=False)),
            both=Count("pk", filter=Q(first_at__isnull=False, second_at__isnull=False)),
            settled=Count("pk", filter=Q(settled_at__isnull=False)),
        )
    )


def report_of(check: SampleCheck) -> Report:
    rows = SampleAnswer.objects.filter(item__check_of=check).exclude(final="")
    labels = labels_of(check.fields)
    by_field = {one["key"]: one for one in rows.values("key").annotate(**_COUNTED).order_by()}
    fields = [_rate(labels.get(key, key), by_field[key]) for key in check.fields if key in by_field]
    by_owner = list(rows.values("item__owner").annotate(**_COUNTED).order_by())
    names = dict(
        Person.objects.filter(pk__in=[one["item__owner"] for one in by_owner]).values_list("pk", "name")
    )
    owners = [_rate(names.get(one["item__owner"], ""), one) for one in by_owner]
    both = SampleAnswer.objects.filter(item__check_of=check).exclude(first="").exclude(second="")
    same, of = both.filter(is_disputed=False).count(), both.count()
    return Report(
        Rate("", *(sum(getattr(one, name) for one in fields) for name in ("judged", "wrong", "unknown"))),
        fields,
        sorted(owners, key=lambda one: (-one.wrong / one.judged if one.judged else 0, one.label)),
        f"{100 * same / of:.0f}%" if of else "",
    )


def wrong_items(check: SampleCheck, actor: Actor, limit: int = 200) -> Iterable[SampleItem]:
    """Customers with something wrong that the reader may see, in the order they were drawn."""
    wrong = SampleAnswer.objects.filter(item__check_of=check, final=Verdict.WRONG)
    rows = SampleItem.objects.visible_to(actor).filter(pk__in=wrong.values("item_id"))
    rows = rows.filter(customer__trashed_at=None).select_related("customer", "owner")
    return rows.prefetch_related("answers").in_order()[:limit]


def _rate(label: str, row: Any) -> Rate:
    return Rate(label, row["judged"], row["wrong"], row["unknown"])
