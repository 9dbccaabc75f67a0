"""Whom the formulas look at, and the figures they get. Who refused automated grading is not in it at all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.utils import timezone

from kedang.core.actor import Actor
from kedang.customers.models import Customer
from kedang.dealings import totals
from kedang.dealings.figures import MAIN
from kedang.dealings.models import CustomerFigures, Purchase
from kedang.dealings.totals import Revenue
from kedang.grading.formulas.churn import Signs
from kedang.grading.models import OptOut

YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Period:
    """From `since` to before `until`."""

    since: date
    until: date


def period_of(as_of: date, months: int) -> Period:
    """The last `months` to the end of `as_of`; the 31st becomes the last day of a shorter month."""
    first = as_of.year * 12 + as_of.month - 1 - months
    year, month = divmod(first, 12)
    day = as_of.day
    while True:
        try:
            return Period(date(year, month + 1, day) + timedelta(days=1), as_of + timedelta(days=1))
        except ValueError:
            day -= 1


def revenue_in(period: Period) -> dict[int, Revenue]:
    """In the main currency, of everybody who bought and did not refuse."""
    refused = set(refusing())
    rows = totals.revenue(period.since, period.until)
    return {one.customer_id: one for one in rows if one.customer_id not in refused}


def buyers(after: int, limit: int) -> list[int]:
    """Customers in use who ever bought, by id."""
    rows = CustomerFigures.objects.filter(
        customer_id__gt=after, last_purchase_on__isnull=False, customer__trashed_at=None
    )
    return list(rows.order_by("customer_id").values_list("customer_id", flat=True)[:limit])


def count_buyers() -> int:
    return CustomerFigures.objects.filter(last_purchase_on__isnull=False, customer__trashed_at=None).count()


def refusing(customer_ids: Collection[int] | None = None) -> Iterable[int]:
    rows = OptOut.objects.filter(ended_at=None)
    if customer_ids is not None:
        rows = rows.filter(customer_id__in=customer_ids)
    return rows.values_list("customer_id", flat=True)


def signs_of(customer_ids: Collection[int], as_of: date) -> dict[int, Signs]:
    """For churn, three statements however many customers. Money given back is no purchase, but lowers the revenue."""
    days: dict[int, set[date]] = defaultdict(set)
    last: dict[int, Decimal] = defaultdict(Decimal)
    before: dict[int, Decimal] = defaultdict(Decimal)
    rows = Purchase.objects.filter(customer_id__in=customer_ids, withdrawn_at=None, bought_on__lte=as_of)
    for pk, day, amount, currency in rows.values_list("customer_id", "bought_on", "amount", "currency"):
        if amount > 0:
            days[pk].add(day)
        if currency == MAIN and day > as_of - YEAR:
            last[pk] += amount
        elif currency == MAIN and day > as_of - 2 * YEAR:
            before[pk] += amount
    kept = totals.figures_of_many(customer_ids)
    return {
        pk: Signs(tuple(sorted(days[pk])), as_of, last[pk], before[pk], _contacted(kept.get(pk)))
        for pk in customer_ids
    }


def _contacted(kept: CustomerFigures | None) -> date | None:
    return timezone.localtime(kept.last_contact_at).date() if kept and kept.last_contact_at else None


def is_refusing(customer: Customer, actor: Actor) -> bool:
    return OptOut.objects.visible_to(actor).filter(customer=customer, ended_at=None).exists()
