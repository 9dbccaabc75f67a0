"""The history of a record: list, two moments side by side, back to a moment."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from kedang.access.http import SignedInRequest
from kedang.core.clock import now
from kedang.core.errors import Invalid, NotFound
from kedang.core.numbers import number_of
from kedang.customers import history
from kedang.customers.actions.restore import restore_as_on, restore_field
from kedang.customers.models import Customer
from kedang.customers.record import load_state
from kedang.customers.record_page import ShownChange, may, shown_revisions
from kedang.customers.views.finding import customer_of, part
from kedang.ui.toast import toast

ROWS = 20


@require_GET
def revisions(request: SignedInRequest, customer_id: int) -> HttpResponse:
    """A page of the history; `?before=` goes on."""
    customer = customer_of(request, customer_id)
    before = request.GET.get("before", "")
    shown = shown_revisions(customer, before=number_of(before), limit=ROWS)
    context = {"customer": customer, "revisions": shown, "may": may(request.actor, customer), "limit": ROWS}
    return part(request, "revisions", context)


@require_GET
def compare(request: SignedInRequest, customer_id: int) -> HttpResponse:
    """Field by field between two moments; the second is now unless given."""
    customer = customer_of(request, customer_id)
    since, until = request.GET.get("since", ""), request.GET.get("until", "")
    context: dict[str, Any] = {
        "customer": customer,
        "since": since,
        "until": until,
        "may": may(request.actor, customer),
    }
    if since:
        first, second = moment_of(since), moment_of(until) if until else now()
        context["changes"] = _between(customer, min(first, second), max(first, second))
        context["moment"] = min(first, second)
    return render(request, "customers/compare.html", context)


@require_POST
def restore(request: SignedInRequest, customer_id: int) -> HttpResponse:
    """One field to what it was after an event, or all (or the chosen fields) to a moment."""
    customer = customer_of(request, customer_id)
    event_id, moment = request.POST.get("event", ""), request.POST.get("moment", "")
    if event_id:
        event = history.events_of(customer).filter(pk=number_of(event_id) or 0).first()
        if event is None:
            raise NotFound(_("没有找到这条记录"))
        restore_field(customer, request.POST.get("field", ""), event, actor=request.actor)
    else:
        only = request.POST.getlist("fields") or None
        restore_as_on(customer, moment_of(moment), only=only, actor=request.actor)
    toast(request, _("已恢复"))
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": customer_url(customer)})
    return redirect(customer_url(customer))


def moment_of(typed: str) -> datetime:
    """A date means its end. Raises Invalid."""
    try:
        moment, day = parse_datetime(typed), parse_date(typed)
    except ValueError:
        moment = day = None
    if day and "T" not in typed and ":" not in typed:
        return timezone.make_aware(datetime.combine(day, time.max))
    if moment is None:
        raise Invalid(_("“%(raw)s”不是有效的时间") % {"raw": typed}, field="since", value=typed)
    return moment if timezone.is_aware(moment) else timezone.make_aware(moment)


def customer_url(customer: Customer) -> str:
    from django.urls import reverse

    return reverse("customer", args=[customer.pk])


def _between(customer: Customer, first: datetime, second: datetime) -> list[ShownChange]:
    old = history.state_on(customer, first)
    new = history.state_on(customer, second) if second < now() else load_state(customer)
    changes = history.differences(old, new)
    words = history.Words(changes, plain=False)
    return [
        ShownChange(
            one["field"],
            one["label"],
            words.of(one["field"], one["old"]),
            words.of(one["field"], one["new"]),
            True,
        )
        for one in changes
    ]
