"""The trash of customers."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from kedang.access.http import SignedInRequest
from kedang.core.errors import NotFound
from kedang.customers.actions.trash import restore_customer, trash_customer
from kedang.customers.models import Customer
from kedang.customers.views.finding import customer_of
from kedang.ui.toast import toast

ROWS = 200


@require_GET
def trash(request: SignedInRequest) -> HttpResponse:
    """The newest two hundred: older ones are found by their name elsewhere or wait for disposal."""
    rows = (
        Customer.objects.in_trash()
        .permitted(request.actor, "delete")
        .for_lists()
        .select_related("trashed_by")
    )
    return render(request, "customers/trash.html", {"customers": rows.order_by("-trashed_at")[:ROWS]})


@require_POST
def customer_trash(request: SignedInRequest, customer_id: int) -> HttpResponse:
    customer = customer_of(request, customer_id)
    trash_customer(customer, actor=request.actor)
    from django.urls import reverse

    undo = reverse("customer_untrash", args=[customer.pk])
    toast(request, _("“%(name)s”已移入回收站，30 天内可恢复") % {"name": customer.name}, undo_url=undo)
    return redirect("customers")


@require_POST
def customer_untrash(request: SignedInRequest, customer_id: int) -> HttpResponse:
    rows = Customer.objects.in_trash().permitted(request.actor, "delete")
    customer = rows.filter(pk=customer_id).first()
    if customer is None:
        raise NotFound(_("回收站里没有这位客户"))
    restore_customer(customer, actor=request.actor)
    toast(request, _("已恢复“%(name)s”") % {"name": customer.name})
    return redirect("customer", customer.pk)
