"""What a customer permits: a card on its page and the form behind it."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from kedang.access.door import can, check_right
from kedang.access.http import SignedInRequest
from kedang.core.numbers import number_of
from kedang.customers.contacts import open_points
from kedang.customers.models import ContactPoint, Customer
from kedang.customers.views.finding import customer_of, point_of
from kedang.engagement.actions.permissions import set_permission
from kedang.engagement.models import Channel, Permission
from kedang.engagement.views.answering import done
from kedang.ui.toast import toast


@require_GET
def permissions(request: SignedInRequest, customer_id: int) -> HttpResponse:
    """Channel by channel; what nobody said is unknown, and unknown is no."""
    customer = customer_of(request, customer_id)
    own = Permission.objects.visible_to(request.actor).filter(customer=customer)
    rows = list(own.select_related("recorded_by", "point").order_by("channel", "point_id"))
    whole = {row.channel: row for row in rows if row.point_id is None}
    masked = {one.point.pk: one.masked for one in open_points([row.point for row in rows if row.point])}
    context = {
        "customer": customer,
        "channels": [(value, label, whole.get(value)) for value, label in Channel.choices],
        "points": [(row, masked.get(row.point_id or 0, "")) for row in rows if row.point_id],
        "may_edit": can(request.actor, "edit", customer, resource="contact_point"),
    }
    return render(request, "engagement/permissions.html", context)


@require_http_methods(["GET", "POST"])
def permission_new(request: SignedInRequest, customer_id: int) -> HttpResponse:
    customer = customer_of(request, customer_id)
    check_right(request.actor, "edit", customer, resource="contact_point")
    if request.method == "POST":
        given = request.POST
        pk = number_of(given.get("point"))
        set_permission(
            customer, given.get("channel", ""), given.get("state", ""), means=given.get("means", ""),
            point=point_of(request, pk) if pk is not None else None, actor=request.actor,
        )  # fmt: skip
        toast(request, _("已登记联系许可"))
        return done()
    context = {
        "customer": customer, "points": open_points(_points(request, customer)), "channels": Channel.choices,
        "states": Permission.State.choices, "means": Permission.Means.choices,
        "channel": request.GET.get("channel", "email"),
    }  # fmt: skip
    return render(request, "engagement/permission_new.html", context)


def _points(request: SignedInRequest, customer: Customer) -> list[ContactPoint]:
    rows = ContactPoint.objects.visible_to(request.actor).in_use().filter(customer=customer, is_absent=False)
    return list(rows.order_by("pk")[:100])
