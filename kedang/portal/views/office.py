"""The office's side: links of a customer, and the inbox of what customers asked for."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kedang.access.door import can, check_right
from kedang.access.http import SignedInRequest
from kedang.access.opening import find_record
from kedang.core.errors import Invalid, NotFound
from kedang.core.numbers import number_of
from kedang.customers.contacts import open_points
from kedang.customers.models import ContactPoint
from kedang.customers.views.finding import customer_of, point_of
from kedang.documents.downloads import disposition
from kedang.engagement.linking import origin_of
from kedang.engagement.views.invitations import qr_of
from kedang.ledger.record import record
from kedang.notify import outbox
from kedang.portal import inbox
from kedang.portal.actions.deciding import NEEDS, approve, reject
from kedang.portal.actions.links import REACHED_BY, make_code, make_link, withdraw_link
from kedang.portal.events import FILE_READ
from kedang.portal.keeping import chunks_of
from kedang.portal.models import ChangeRequest, PortalLink
from kedang.portal.sealing import wanted_of
from kedang.ui.toast import toast, trigger

SHOWN = 5


@require_GET
def customer_links(request: SignedInRequest, customer_id: int) -> HttpResponse:
    """The card on the customer's page."""
    customer = customer_of(request, customer_id)
    links = PortalLink.objects.visible_to(request.actor).filter(customer=customer).select_related("made_by")
    waiting = ChangeRequest.objects.visible_to(request.actor).waiting().filter(customer=customer)
    context = {
        "customer": customer,
        "links": list(links.order_by("-pk")[:SHOWN]),
        "waiting": waiting[:100].count(),
        "may_share": can(request.actor, "share", customer, resource="feedback"),
    }
    return render(request, "portal/customer.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
def link_new(request: SignedInRequest, customer_id: int) -> HttpResponse:
    """GET: for whom; POST: the link, shown this once."""
    customer = customer_of(request, customer_id)
    check_right(request.actor, "share", customer, resource="feedback")
    if request.method == "POST":
        return _make(request, customer_id)
    rows = (
        ContactPoint.objects.visible_to(request.actor).in_use().filter(customer=customer, kind__in=REACHED_BY)
    )
    points = open_points(rows.filter(is_absent=False).select_related("contact_person").order_by("pk")[:50])
    context = {"customer": customer, "points": points, "has_mail": outbox.is_configured()}
    return render(request, "portal/link_new.html", context)


@never_cache
@require_POST
def link_code(request: SignedInRequest, link_id: int) -> HttpResponse:
    """The code to read out, shown this once."""
    found = _link(request, link_id)
    code = make_code(found, actor=request.actor)
    opened = open_points([found.point])[0]
    return render(request, "portal/code_made.html", {"link": found, "code": code, "masked": opened.masked})


@require_POST
def link_withdraw(request: SignedInRequest, link_id: int) -> HttpResponse:
    withdraw_link(_link(request, link_id), actor=request.actor)
    toast(request, _("已撤回自助链接"), "note")
    response = HttpResponse(status=204)
    trigger(response, "kd:portal", True)
    return response


@require_GET
def requests(request: SignedInRequest) -> HttpResponse:
    """What waits, oldest first, with what one may do about it."""
    check_right(request.actor, "view", None, resource="feedback")
    page = inbox.page_of(request.actor, after=number_of(request.GET.get("after", "")))
    return render(request, "portal/requests.html", {"page": page})


@require_POST
def request_approve(request: SignedInRequest, request_id: int) -> HttpResponse:
    approve(_request(request, request_id), actor=request.actor)
    toast(request, _("已采纳并更新"))
    return redirect("portal:requests")


@require_POST
def request_reject(request: SignedInRequest, request_id: int) -> HttpResponse:
    reject(_request(request, request_id), answer=request.POST.get("answer", ""), actor=request.actor)
    toast(request, _("未采纳，客户会看到原因"), "note")
    return redirect("portal:requests")


@require_GET
def request_file(request: SignedInRequest, request_id: int) -> HttpResponse | StreamingHttpResponse:
    """To look at before approving: by whoever may file it; in the ledger before the first byte."""
    found = _request(request, request_id)
    verb, resource = NEEDS[ChangeRequest.Kind.FILE.value]
    check_right(request.actor, verb, found, resource=resource)
    if found.kind != ChangeRequest.Kind.FILE or found.state != ChangeRequest.State.WAITING:
        raise NotFound(_("没有找到，或您无权查看"))
    with transaction.atomic():
        record(FILE_READ, found, actor=request.actor, customer_id=found.customer_id)
    response = StreamingHttpResponse(chunks_of(found), content_type="application/octet-stream")
    response["Content-Length"] = str(found.size)
    response["Content-Disposition"] = disposition(wanted_of([found])[found.pk]["new"])
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


def _make(request: SignedInRequest, customer_id: int) -> HttpResponse:
    pk = number_of(request.POST.get("point"))
    if pk is None:
        raise Invalid(_("请选择验证码发到哪里"), field="point")
    days = number_of(request.POST.get("days", ""))
    point = point_of(request, pk)
    if point.customer_id != customer_id:
        raise Invalid(_("请选择这位客户的邮箱或电话"), field="point")
    link, token = make_link(
        point.customer, point, days=7 if days is None else days, asked_for=request.POST.get("asked_for", ""),
        by_mail=bool(request.POST.get("by_mail")), origin=origin_of(request), actor=request.actor,
    )  # fmt: skip
    url = link.origin + reverse("portal:door", args=[token])
    context: dict[str, Any] = {"link": link, "url": url, "qr": qr_of(url)}
    response = render(request, "portal/link_made.html", context)
    response.headers["HX-Trigger"] = "kd:portal"
    return response


def _link(request: SignedInRequest, link_id: int) -> PortalLink:
    rows = PortalLink.objects.filter(customer__trashed_at=None).select_related("customer", "point")
    return find_record(request.actor, rows, link_id)


def _request(request: SignedInRequest, request_id: int) -> ChangeRequest:
    rows = ChangeRequest.objects.filter(customer__trashed_at=None).select_related("customer")
    return find_record(request.actor, rows, request_id)
