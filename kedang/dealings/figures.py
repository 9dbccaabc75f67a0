"""What is kept of each customer's dealings, worked out again from the rows whenever one of them changes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from django.db.models import Count, Max, Sum
from django.db.models.functions import ExtractYear

from kedang.dealings.models import Currency, CustomerFigures, CustomerTotal, Interaction, Purchase

MAIN = Currency.CNY
_BATCH = 500


def refresh(customer_ids: Collection[int]) -> None:
    """In the transaction of the change; five statements however many customers."""
    ids = sorted(set(customer_ids))
    for start in range(0, len(ids), _BATCH):
        _refresh(ids[start : start + _BATCH])


def _refresh(ids: list[int]) -> None:
    rows = {pk: CustomerFigures(customer_id=pk) for pk in ids}
    totals = _totals(ids)
    for total in totals:
        kept = rows[total.customer_id]
        kept.purchases += total.purchases
        kept.bought += total.amount if total.currency == MAIN else 0
    for pk, day in _standing(Purchase, ids).annotate(day=Max("bought_on")).values_list("customer", "day"):
        rows[pk].last_purchase_on = day
    talks = _standing(Interaction, ids).annotate(latest=Max("at"), count=Count("pk"))
    for pk, latest, count in talks.values_list("customer", "latest", "count"):
        rows[pk].last_contact_at, rows[pk].interactions = latest, count
    CustomerTotal.objects.filter(customer_id__in=ids).delete()
    CustomerTotal.objects.bulk_create(totals, batch_size=500)
    CustomerFigures.objects.bulk_create(
        rows.values(),
        update_conflicts=True,
        unique_fields=["customer"],
        update_fields=["bought", "purchases", "last_purchase_on", "interactions", "last_contact_at"],
        batch_size=150,
    )


def _totals(ids: list[int]) -> list[CustomerTotal]:
    years = (
        Purchase.objects.filter(customer_id__in=ids, withdrawn_at=None)
        .order_by()
        .annotate(year=ExtractYear("bought_on"))
        .values("customer", "currency", "year")
        .annotate(sum=Sum("amount"), count=Count("pk"))
    )
    found: defaultdict[tuple[int, str, int], CustomerTotal] = defaultdict()
    for one in years:
        key = (one["customer"], one["currency"], one["year"])
        found[key] = CustomerTotal(
            customer_id=key[0], currency=key[1], year=key[2], amount=one["sum"], purchases=one["count"]
        )
    return list(found.values())


def _standing(model: type[Any], ids: list[int]) -> Any:
    return model.objects.filter(customer_id__in=ids, withdrawn_at=None).order_by().values("customer")
