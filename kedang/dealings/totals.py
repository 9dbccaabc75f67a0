"""What customers bought, by period and currency (A3); what grading and pages ask."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Max, Sum

from kedang.core.clock import today
from kedang.dealings.figures import MAIN
from kedang.dealings.models import CustomerFigures, CustomerTotal, Purchase

ZERO = Decimal(0)


@dataclass
class CurrencyTotals:
    """One currency's sums of a customer."""

    currency: str
    this_year: Decimal = ZERO
    last_year: Decimal = ZERO
    all: Decimal = ZERO
    purchases: int = 0


@dataclass(frozen=True)
class Revenue:
    """What one customer bought in a period: for ABC, RFM and the like."""

    customer_id: int
    amount: Decimal
    purchases: int
    last_on: date


def of_customer(customer_id: int) -> list[CurrencyTotals]:
    """By currency, the main one first; empty when nothing was bought."""
    found: dict[str, CurrencyTotals] = {}
    year = today().year
    for one in CustomerTotal.objects.filter(customer_id=customer_id):
        sums = found.setdefault(one.currency, CurrencyTotals(one.currency))
        sums.all += one.amount
        sums.purchases += one.purchases
        if one.year == year:
            sums.this_year += one.amount
        elif one.year == year - 1:
            sums.last_year += one.amount
    return sorted(found.values(), key=lambda sums: (sums.currency != MAIN, sums.currency))


def figures_of(customer_id: int) -> CustomerFigures:
    """Zeros when nothing is kept yet."""
    kept = CustomerFigures.objects.filter(customer_id=customer_id).first()
    return kept or CustomerFigures(customer_id=customer_id)


def figures_of_many(customer_ids: Iterable[int]) -> dict[int, CustomerFigures]:
    return CustomerFigures.objects.in_bulk(list(customer_ids))


def revenue(
    since: date, until: date, *, currency: str = MAIN, customer_ids: Iterable[int] | None = None
) -> list[Revenue]:
    """Each customer's purchases from `since` to before `until`, in one statement; no rights applied."""
    rows = Purchase.objects.filter(
        bought_on__gte=since,
        bought_on__lt=until,
        currency=currency,
        withdrawn_at=None,
        customer__trashed_at=None,
    )
    if customer_ids is not None:
        rows = rows.filter(customer_id__in=list(customer_ids))
    sums = (
        rows.order_by().values("customer").annotate(sum=Sum("amount"), n=Count("pk"), last=Max("bought_on"))
    )
    return [
        Revenue(pk, amount, count, last)
        for pk, amount, count, last in sums.values_list("customer", "sum", "n", "last")
    ]
