"""The history of a record: list, two moments side by side, back to a moment."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from kedang.access.door import check_right
from kedang.access.http import SignedInRequest
from kedang.core.actor import Actor
from kedang.core.clock import now
from kedang.core.errors import Conflict, DomainError, Invalid, NotFound
from kedang.core.numbers import number_of
from kedang.customers import history
from kedang.customers.actions.restore import restore_as_on, restore_field
from kedang.customers.changing import Change, fingerprint
from kedang.customers.events import REGISTERED
from kedang.customers.history import Revision
from kedang.customers.models import Customer
from kedang.customers.record import State, label_of, load_state
from kedang.customers.record_page import ShownChange, may, shown_by, shown_revisions
from kedang.customers.views.finding import customer_of, part
from kedang.ledger.models import Event
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
    """Field by field between two moments, the second is now unless given; `whole`: what did not change too."""
    return _compare(request, customer_of(request, customer_id))


@require_http_methods(["GET", "POST"])
def restore(request: SignedInRequest, customer_id: int) -> HttpResponse:
    """GET: one field as it is and as it would be. POST: that field, or all (or the chosen fields) to a moment."""
    customer = customer_of(request, customer_id)
    check_right(request.actor, "edit", customer)
    given = request.GET if request.method == "GET" else request.POST
    if given.get("event") or request.method == "GET":
        return _restore_one(
            request, customer, _event_of(customer, given.get("event", "")), given.get("field", "")
        )
    moment, only = moment_of(request.POST.get("moment", "")), request.POST.getlist("fields") or None
    names = [name for name in request.POST if name.startswith("seen:")]
    seen = {name.removeprefix("seen:"): request.POST[name] for name in names}
    try:
        restore_as_on(customer, moment, only=only, seen=seen, actor=request.actor)
    except Conflict as error:
        if request.POST.get("back") != "compare":
            raise
        return _compare(request, customer, moment.isoformat(), error)
    return _restored(request, customer)


def _restore_one(request: SignedInRequest, customer: Customer, event: Event, key: str) -> HttpResponse:
    seen = request.POST.get("seen", "")
    error: DomainError | None = None
    if request.method == "POST":
        try:
            restore_field(customer, key, event, seen=seen, actor=request.actor)
            return _restored(request, customer)
        except Conflict as conflict:
            error = conflict
    present = load_state(customer)
    change = {"field": key, "label": label_of(key), "old": present.get(key)}
    change["new"] = history.state_after(customer, event).get(key)
    shown = shown_by(history.Words([change], plain=False, actor=request.actor), Revision(event, [change], ""))
    context = {
        "customer": customer, "event": event, "change": shown.changes[0], "error": error,
        "seen": fingerprint(key, present.get(key)),
    }  # fmt: skip
    return part(request, "restore_form", context)


def _restored(request: SignedInRequest, customer: Customer) -> HttpResponse:
    toast(request, _("已恢复"))
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": customer_url(customer)})
    return redirect(customer_url(customer))


def _event_of(customer: Customer, pk: str) -> Event:
    event = history.events_of(customer).filter(pk=number_of(pk) or 0).first()
    if event is None:
        raise NotFound(_("没有找到这条记录"))
    return event


def _compare(
    request: SignedInRequest, customer: Customer, since: str = "", error: DomainError | None = None
) -> HttpResponse:
    since, until = since or request.GET.get("since", ""), request.GET.get("until", "")
    whole, flags = bool(request.GET.get("whole")), may(request.actor, customer)
    context: dict[str, Any] = {
        "customer": customer, "since": since[:19], "until": until[:19], "whole": whole, "may": flags, "error": error,
        "can_restore": flags["edit"] and not until, "moments": _moments(customer),
    }  # fmt: skip
    if since:
        first, second = moment_of(since), moment_of(until) if until else now()
        first, second = min(first, second), max(first, second)
        context |= {"changes": _between(customer, first, second, request.actor, whole=whole)}
        context |= {"moment": first, "later": second}
    status = error.status if error else 200
    return render(request, "customers/compare.html", context, status=status)


def _moments(customer: Customer) -> list[tuple[datetime, str]]:
    """Right before each of the newest changes: moments worth comparing with."""
    base = reverse("customer_compare", args=[customer.pk])
    rows = history.events_of(customer).exclude(kind=REGISTERED.name).values_list("at", flat=True)[:6]
    moments = [at - timedelta(milliseconds=1) for at in rows if at > customer.created_at]
    return [(one, f"{base}?{urlencode({'since': localtime(one).isoformat()})}") for one in moments]


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
    return reverse("customer", args=[customer.pk])


def _between(
    customer: Customer, first: datetime, second: datetime, actor: Actor, *, whole: bool
) -> list[tuple[ShownChange, str]]:
    """Each with the fingerprint of what it is now, so that a restore notices who was faster."""
    present = load_state(customer)
    old = history.state_on(customer, first)
    new = history.state_on(customer, second) if second < now() else present
    changes = _all(old, new) if whole else history.differences(old, new)
    words = history.Words(changes, plain=False, actor=actor)
    return [
        (
            ShownChange(
                one["field"], words.label(one), words.of(one["field"], one["old"]), words.of(one["field"], one["new"]),
                (one["old"] or None) != (one["new"] or None),
            ),
            fingerprint(one["field"], present.get(one["field"])),
        )
        for one in changes
    ]  # fmt: skip


def _all(old: State, new: State) -> list[Change]:
    """Also what stayed; what was empty at both moments does not count."""
    return [
        {"field": key, "label": label_of(key), "old": old.get(key), "new": new.get(key)}
        for key in dict.fromkeys([*old, *new])
        if old.get(key) or new.get(key)
    ]
