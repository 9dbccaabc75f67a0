"""Following: the button on the customer's page, what one wants to hear, and all that one follows."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from kedang.access.http import SignedInRequest
from kedang.access.opening import find_record
from kedang.core.numbers import number_of
from kedang.customers.models import Customer
from kedang.teamwork.actions import follows as deeds
from kedang.teamwork.models import Follow
from kedang.teamwork.topics import TOPICS
from kedang.ui.toast import toast, trigger

ROWS = 30


@require_GET
def following(request: SignedInRequest) -> HttpResponse:
    """What one follows, newest first; with `after` only the next rows."""
    rows = Follow.objects.visible_to(request.actor).select_related("customer", "customer__owner")
    after = number_of(request.GET.get("after"))
    if after is not None:
        rows = rows.filter(pk__lt=after)
    page = list(rows.order_by("-pk")[: ROWS + 1])
    context = {
        "query": "关注:我",  # i18n: the query language
        "follows": [(one, _labels(one)) for one in page[:ROWS]],
        "more": page[ROWS - 1].pk if len(page) > ROWS else None,
    }
    return render(
        request, "teamwork/follow_rows.html" if after is not None else "teamwork/following.html", context
    )


@require_http_methods(["GET", "POST"])
def follow(request: SignedInRequest, customer_id: int) -> HttpResponse:
    """GET: what one wants to hear, for `#dialog`; POST: `deed` follow, keep, mute, unmute or end."""
    customer = find_record(request.actor, Customer.objects.all(), customer_id)
    mine = Follow.objects.visible_to(request.actor).filter(customer=customer).first()
    if request.method == "POST":
        return _do(request, customer, mine)
    context = {"customer": customer, "follow": mine, "topics": TOPICS}
    return render(request, "teamwork/follow_form.html", context)


def _do(request: SignedInRequest, customer: Customer, mine: Follow | None) -> HttpResponse:
    deed, actor = request.POST.get("deed", "follow"), request.actor
    if mine is None:
        mine = deeds.follow(customer, actor=actor)
        toast(request, _("已关注“%(name)s”，有变化时通知您") % {"name": customer.shown_name})
    elif deed == "end":
        deeds.unfollow(mine, actor=actor)
        mine = None
        undo = reverse("teamwork:follow", args=[customer.pk])
        toast(request, _("已取消关注"), "note", undo_url=undo)
    elif deed in {"mute", "unmute"}:
        deeds.change_follow(mine, mine.topics, is_muted=deed == "mute", actor=actor)
        toast(request, _("已设为免打扰") if mine.is_muted else _("已恢复通知"))
    else:
        topics = request.POST.getlist("topics")
        deeds.change_follow(mine, topics, is_muted="muted" in request.POST, actor=actor)
        toast(request, _("已保存"))
    return _answer(request, customer, mine)


def _answer(request: SignedInRequest, customer: Customer, mine: Follow | None) -> HttpResponse:
    response = render(request, "teamwork/follow_button.html", {"customer": customer, "follow": mine})
    response.headers["HX-Retarget"] = f"#follow-{customer.pk}"
    response.headers["HX-Reswap"] = "outerHTML"
    trigger(response, "kd:close", True)
    return response


def _labels(follow: Follow) -> list[str]:
    return [str(one.label) for one in TOPICS if one.name in follow.topics]
