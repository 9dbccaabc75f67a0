"""Parts of the customer's page: figures, purchases, needs."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from kedang.access.door import can, check_right
from kedang.access.http import SignedInRequest
from kedang.core.numbers import number_of
from kedang.customers.models import Customer
from kedang.customers.views.finding import customer_of
from kedang.dealings import totals
from kedang.dealings.models import Need, Purchase
from kedang.dealings.sealing import Words, words_of

ROWS = 30
NEEDS = 30


@never_cache
@require_GET
def figures(request: SignedInRequest, customer_id: int) -> HttpResponse:
    """Totals by period and currency, last purchase, last contact."""
    customer = _customer(request, customer_id)
    context = {
        "customer": customer,
        "kept": totals.figures_of(customer.pk),
        "totals": totals.of_customer(customer.pk),
    }
    return render(request, "dealings/figures.html", context)


@never_cache
@require_GET
def purchases(request: SignedInRequest, customer_id: int) -> HttpResponse:
    """The tab; with `after` only the next rows."""
    customer = _customer(request, customer_id)
    rows = Purchase.objects.visible_to(request.actor).filter(customer=customer, withdrawn_at=None)
    rows = rows.select_related("document", "project", "author").filter(_below(request.GET.get("after", "")))
    page = list(rows.order_by("-bought_on", "-pk")[: ROWS + 1])
    last = page[ROWS - 1] if len(page) > ROWS else None
    context: dict[str, Any] = {
        "customer": customer,
        "purchases": page[:ROWS],
        "cursor": f"{last.bought_on}:{last.pk}" if last else "",
        "totals": totals.of_customer(customer.pk),
    }
    return render(
        request,
        "dealings/purchase_rows.html" if "after" in request.GET else "dealings/purchases.html",
        context,
    )


@never_cache
@require_GET
def needs(request: SignedInRequest, customer_id: int) -> HttpResponse:
    customer = _customer(request, customer_id)
    rows = Need.objects.visible_to(request.actor).filter(customer=customer, withdrawn_at=None)
    found = list(rows.order_by("met_on", "-noted_on", "-pk")[:NEEDS])
    said = words_of(found)
    shown = [(one, said.get((Need, one.pk), Words())) for one in found]
    context = {
        "customer": customer,
        "needs": shown,
        "may_edit": can(request.actor, "edit", customer, resource="dealing"),
    }
    return render(request, "dealings/needs.html", context)


def _customer(request: SignedInRequest, customer_id: int) -> Customer:
    customer = customer_of(request, customer_id)
    check_right(request.actor, "view", customer, resource="dealing")
    return customer


def _below(after: str) -> Q:
    written, _sep, pk = after.partition(":")
    try:
        day = date.fromisoformat(written)
    except ValueError:
        return Q()
    return Q(bought_on__lt=day) | Q(bought_on=day, pk__lt=number_of(pk) or 0)
