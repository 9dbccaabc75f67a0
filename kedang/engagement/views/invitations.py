"""Asking one customer: link, QR, mail; and what the customer's page shows of feedback."""

from __future__ import annotations

from typing import Any

import segno
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kedang.access.door import can_each, check_right
from kedang.access.http import SignedInRequest
from kedang.access.opening import find_record
from kedang.core.errors import Invalid
from kedang.core.numbers import number_of
from kedang.customers.contacts import open_points
from kedang.customers.models import Customer
from kedang.customers.views.finding import customer_of, point_of
from kedang.engagement.actions.surveys import invite, renew_link, withdraw_invitation
from kedang.engagement.linking import origin_of
from kedang.engagement.mailing import mail_points
from kedang.engagement.models import Complaint, Invitation, Survey
from kedang.engagement.views.answering import done
from kedang.notify import outbox
from kedang.ui.toast import toast

SHOWN = 6


@require_GET
def customer_feedback(request: SignedInRequest, customer_id: int) -> HttpResponse:
    """The card on the customer's page: open complaints first, then what was asked."""
    customer = customer_of(request, customer_id)
    own = Complaint.objects.visible_to(request.actor).filter(customer=customer).select_related("owner")
    sent = Invitation.objects.visible_to(request.actor).filter(customer=customer).select_related("survey")
    context = {
        "customer": customer,
        "complaints": list(own.open().order_by("due_at", "pk")[:SHOWN]),
        "invitations": list(sent.order_by("-pk")[:SHOWN]),
        "may": can_each(
            request.actor, customer, {"create": ("create", "feedback"), "share": ("share", "feedback")}
        ),
    }
    return render(request, "engagement/customer.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
def invitation_new(request: SignedInRequest, customer_id: int) -> HttpResponse:
    """GET: which survey and how; POST: the link, shown this once."""
    customer = customer_of(request, customer_id)
    check_right(request.actor, "share", customer, resource="feedback")
    if request.method == "POST":
        return _invite(request, customer)
    context = {
        "customer": customer,
        "surveys": list(Survey.objects.visible_to(request.actor).open().order_by("-pk")[:50]),
        "points": open_points(mail_points(customer)),
        "has_mail": outbox.is_configured(),
    }
    return render(request, "engagement/invite.html", context)


@never_cache
@require_POST
def invitation_link(request: SignedInRequest, invitation_id: int) -> HttpResponse:
    """A new link in place of the one that was lost."""
    found = _find(request, invitation_id)
    return _show(request, found, renew_link(found, actor=request.actor))


@require_POST
def invitation_withdraw(request: SignedInRequest, invitation_id: int) -> HttpResponse:
    withdraw_invitation(_find(request, invitation_id), actor=request.actor)
    toast(request, _("已撤回邀请，链接不再有效"), "note")
    return done()


def qr_of(url: str) -> SafeString:
    """As inline SVG: no style, no script, no foreign image."""
    drawn = segno.make(url, error="m").svg_inline(scale=4, border=2, dark="#000", light="#fff")
    return mark_safe(drawn)  # noqa: S308 (segno escapes nothing because it draws only modules)


def _invite(request: SignedInRequest, customer: Customer) -> HttpResponse:
    pk = number_of(request.POST.get("survey"))
    if pk is None:
        raise Invalid(_("请选择调查"), field="survey")
    survey = find_record(request.actor, Survey.objects.all(), pk)
    chosen = number_of(request.POST.get("point"))
    point = point_of(request, chosen) if chosen is not None else None
    made, token = invite(customer, survey, point=point, origin=origin_of(request), actor=request.actor)
    return _show(request, made, token)


def _show(request: SignedInRequest, invitation: Invitation, token: str) -> HttpResponse:
    url = invitation.origin + reverse("engagement:survey_public", args=[token])
    context: dict[str, Any] = {"invitation": invitation, "url": url, "qr": qr_of(url)}
    response = render(request, "engagement/invited.html", context)
    response.headers["HX-Trigger"] = "kd:feedback"
    return response


def _find(request: SignedInRequest, invitation_id: int) -> Invitation:
    rows = Invitation.objects.filter(customer__trashed_at=None).select_related("customer", "survey", "point")
    return find_record(request.actor, rows, invitation_id)
