"""Campaigns: the list, the letter with its preview, what became of it."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kedang.access.door import check_right
from kedang.access.http import SignedInRequest
from kedang.access.opening import find_record
from kedang.access.rights import rights_of
from kedang.core.errors import DomainError, Invalid
from kedang.core.numbers import number_of
from kedang.customers.models import Customer
from kedang.engagement import letters
from kedang.engagement.actions.campaigns import (
    CampaignDraft,
    add_campaign,
    change_campaign,
    offer_campaign,
    send_campaign,
    try_campaign,
)
from kedang.engagement.approving import addressed, approvers, needs_another
from kedang.engagement.letters import WHY
from kedang.engagement.linking import origin_of
from kedang.engagement.mailing import house
from kedang.engagement.models import Campaign, Recipient
from kedang.notify import outbox
from kedang.ui.toast import toast

ROWS, PREVIEWED = 30, 3
_NAMES = ("name", "query", "subject", "body")


@require_GET
def campaigns(request: SignedInRequest) -> HttpResponse:
    check_right(request.actor, "view", None, resource="campaign")
    rows = Campaign.objects.visible_to(request.actor).select_related("created_by").order_by("-pk")
    before = number_of(request.GET.get("before", ""))
    found = list((rows.filter(pk__lt=before) if before else rows)[:ROWS])
    context = {
        "rows": found,
        "more": found[-1].pk if len(found) == ROWS else None,
        "may_create": rights_of(request.actor).has("campaign", "create"),
    }
    return render(
        request, "engagement/campaign_rows.html" if before else "engagement/campaigns.html", context
    )


@require_http_methods(["GET", "POST"])
def campaign_new(request: SignedInRequest) -> HttpResponse:
    """`?query=` from a list or segment, `?from=` the text of another one."""
    check_right(request.actor, "create", None, resource="campaign")
    like = number_of(request.GET.get("from", ""))
    begin = _typed_of(find_record(request.actor, Campaign.objects.all(), like)) if like else {}
    begin = begin | ({"query": request.GET["query"][:500]} if "query" in request.GET else {})
    return _write(request, begin, lambda draft: add_campaign(Campaign, draft, actor=request.actor))


@require_http_methods(["GET", "POST"])
def campaign_edit(request: SignedInRequest, campaign_id: int) -> HttpResponse:
    found = find_record(request.actor, Campaign.objects.all(), campaign_id, verb="edit")

    def change(draft: CampaignDraft) -> Campaign:
        change_campaign(found, draft, actor=request.actor)
        return found

    return _write(request, _typed_of(found), change)


@require_GET
def campaign(request: SignedInRequest, campaign_id: int) -> HttpResponse:
    """A draft with the letter as three customers would get it; afterwards what became of it."""
    found = find_record(
        request.actor, Campaign.objects.select_related("created_by", "written_by"), campaign_id
    )
    rights = rights_of(request.actor)
    context: dict[str, Any] = {
        "campaign": found,
        "may_edit": rights.has("campaign", "edit"),
        "may_approve": rights.has("campaign", "approve"),
        "needs_another": needs_another(found, request.actor),
        "has_mail": outbox.is_configured(),
    }
    context |= _drafted(request, found) if found.state == Campaign.State.DRAFT else _sent(request, found)
    return render(request, "engagement/campaign.html", context)


@require_POST
def campaign_test(request: SignedInRequest, campaign_id: int) -> HttpResponse:
    found = find_record(
        request.actor, Campaign.objects.select_related("created_by", "written_by"), campaign_id
    )
    customer = _addressed(request, found).first()
    if customer is None:
        raise Invalid(_("没有符合条件的客户"), field="query")
    try_campaign(found, customer, actor=request.actor)
    toast(request, _("测试邮件已发给您自己"))
    return redirect("engagement:campaign", found.pk)


@require_POST
def campaign_offer(request: SignedInRequest, campaign_id: int) -> HttpResponse:
    found = find_record(
        request.actor, Campaign.objects.select_related("created_by", "written_by"), campaign_id
    )
    offer_campaign(found, actor=request.actor)
    toast(request, _("已请同事批准"))
    return redirect("engagement:campaign", found.pk)


@require_POST
def campaign_send(request: SignedInRequest, campaign_id: int) -> HttpResponse:
    found = find_record(
        request.actor, Campaign.objects.select_related("created_by", "written_by"), campaign_id
    )
    seen = number_of(request.POST.get("revision", ""))
    send_campaign(found, origin=origin_of(request), expected=seen, actor=request.actor)
    toast(request, _("已批准，正在发送"))
    return redirect("engagement:campaign", found.pk)


def _addressed(request: SignedInRequest, found: Campaign) -> QuerySet[Customer]:
    """Newest first, within the rights of who looks."""
    return addressed(found, request.actor).select_related("owner").order_by("-pk")


def _drafted(request: SignedInRequest, found: Campaign) -> dict[str, Any]:
    rows = _addressed(request, found)
    some = letters.targets(rows[:100])
    first = [one for one in some if not one.why][:PREVIEWED] or some[:PREVIEWED]
    counted = rows[:1001].count()
    return {
        "approvers": approvers(found),
        "count": "1000+" if counted > 1000 else str(counted),
        "previews": [(one, letters.write(found, one, house()), WHY.get(one.why, "")) for one in first],
    }


def _sent(request: SignedInRequest, found: Campaign) -> dict[str, Any]:
    own = Recipient.objects.visible_to(request.actor).filter(campaign=found)
    counts = dict(own.values_list("state").annotate(count=Count("pk")).order_by())
    state = request.GET.get("state", "")
    before = number_of(request.GET.get("before", ""))
    rows = own.filter(state=state) if state in Recipient.State.values else own
    page = list(
        (rows.filter(pk__lt=before) if before else rows).select_related("customer").order_by("-pk")[:ROWS]
    )
    return {
        "counts": [(value, label, counts.get(value, 0)) for value, label in Recipient.State.choices],
        "recipients": [(one, WHY.get(one.why, one.why)) for one in page],
        "shown": state,
        "more": page[-1].pk if len(page) == ROWS else None,
    }


def _write(request: SignedInRequest, begin: dict[str, str], keep: Any) -> HttpResponse:
    typed = {name: request.POST.get(name, "") for name in _NAMES} if request.method == "POST" else begin
    error: DomainError | None = None
    if request.method == "POST":
        try:
            found = keep(CampaignDraft(**typed))
        except DomainError as refused:
            error = refused
        else:
            toast(request, _("已保存草稿，请看预览"))
            return redirect("engagement:campaign", found.pk)
    context = {"typed": typed, "error": error, "offered": [f"{{{one}}}" for one in letters.OFFERED]}
    return render(request, "engagement/campaign_form.html", context, status=422 if error else 200)


def _typed_of(found: Campaign) -> dict[str, str]:
    return {name: getattr(found, name) for name in _NAMES}
