"""Segments: the list, one with its members, statistics, joins and leaves; saving, sharing, removing."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kedang.access.door import check_right
from kedang.access.http import SignedInRequest
from kedang.access.rights import rights_of
from kedang.core.errors import Invalid
from kedang.core.numbers import numbers_of
from kedang.customers.listing import COLUMNS, list_customers
from kedang.customers.views.showing import written
from kedang.people.models import Department
from kedang.search.models import SavedView
from kedang.segments import pages
from kedang.segments.actions.segments import (
    change_segment,
    retire_segment,
    save_segment,
    share_segment,
)
from kedang.segments.models import Segment
from kedang.segments.tasks import count_segment, refresh_segment
from kedang.ui.toast import toast

_SHARING = SavedView.Sharing.choices
SHOWN = ("number", "stage", "grade", "tags", "industry", "mobile", "owner", "updated")


@require_GET
def segments(request: SignedInRequest) -> HttpResponse:
    check_right(request.actor, "view", Segment)
    words = request.GET.get("q", "").strip()[:60]
    listing = pages.list_of(request.actor, words=words, after=request.GET.get("after", ""))
    context = {
        "listing": listing,
        "q": words,
        "may_save": rights_of(request.actor).has("saved_view", "create"),
    }
    is_more = "after" in request.GET
    return render(request, "segments/rows.html" if is_more else "segments/segments.html", context)


@require_http_methods(["GET", "POST"])
def segment_new(request: SignedInRequest) -> HttpResponse:
    """In a dialog; `?q=` is what the list was asked for."""
    check_right(request.actor, "create", Segment)
    if request.method == "POST":
        given = request.POST
        made = save_segment(
            Segment,
            given.get("name", ""),
            given.get("query", ""),
            note=given.get("note", ""),
            actor=request.actor,
        )
        toast(request, _("已保存客群“%(name)s”") % {"name": made.name})
        return _go(reverse("segments:segment", args=[made.pk]))
    return render(request, "segments/form.html", {"query": request.GET.get("q", "").strip()[:500]})


@require_GET
def segment(request: SignedInRequest, segment_id: int) -> HttpResponse:
    """The members the reader may see, newest first."""
    found = segment_of(request, segment_id)
    listing = list_customers(
        request.actor, query=found.query, cursor=request.GET.get("after", ""), columns=SHOWN
    )
    context: dict[str, Any] = {
        "listing": listing,
        "rows": written(listing.rows, SHOWN, request.actor),
        "width": len(SHOWN) + 2,
        "columns": [COLUMNS[name] for name in SHOWN],
    }
    if "after" in request.GET:
        return render(request, "customers/rows.html", context)
    return render(request, "segments/segment.html", context | head(request, found, "members"))


@require_http_methods(["GET", "POST"])
def segment_edit(request: SignedInRequest, segment_id: int) -> HttpResponse:
    found = segment_of(request, segment_id)
    if request.method == "POST":
        given = request.POST
        change_segment(
            found,
            name=given.get("name"),
            query=given.get("query"),
            note=given.get("note"),
            actor=request.actor,
        )
        toast(request, _("已保存客群"))
        return _go(reverse("segments:segment", args=[found.pk]))
    return render(request, "segments/form.html", {"segment": found, "query": found.query})


@require_http_methods(["GET", "POST"])
def segment_share(request: SignedInRequest, segment_id: int) -> HttpResponse:
    found = segment_of(request, segment_id)
    check_right(request.actor, "share", Segment)
    if request.method == "POST":
        chosen = Department.objects.filter(pk__in=numbers_of(request.POST.getlist("departments")))
        share_segment(found, request.POST.get("shared_with", ""), list(chosen), actor=request.actor)
        toast(request, _("已更新分享范围"))
        return _go(reverse("segments:segment", args=[found.pk]))
    context = {
        "segment": found,
        "choices": [(value, _("指定部门") if value == "department" else label) for value, label in _SHARING],
        "chosen": list(found.departments.values_list("pk", "name")),
    }
    return render(request, "segments/share.html", context)


@require_POST
def segment_retire(request: SignedInRequest, segment_id: int) -> HttpResponse:
    found = segment_of(request, segment_id)
    retire_segment(found, actor=request.actor)
    toast(request, _("已删除客群“%(name)s”") % {"name": found.name})
    return _go(reverse("segments:segments"))


@require_POST
def segment_count(request: SignedInRequest, segment_id: int) -> HttpResponse:
    """Exactly, by a job; the owner's also brings the members up to date."""
    found = segment_of(request, segment_id)
    if found.owner_id == request.actor.id:
        refresh_segment.enqueue(found.pk, key=f"segment:{found.pk}")
    else:
        count_segment.enqueue(found.pk, request.actor.id, key=f"segment:{found.pk}:{request.actor.id}")
    toast(request, _("正在逐一计数，稍后刷新即可看到"), "note")
    face = "statistics" if request.POST.get("next") == "statistics" else "segment"
    return redirect(f"segments:{face}", found.pk)


@require_GET
def statistics(request: SignedInRequest, segment_id: int) -> HttpResponse:
    found = segment_of(request, segment_id)
    context = head(request, found, "statistics")
    try:
        context["statistics"] = pages.statistics_of(found, request.actor)
    except Invalid as error:
        context["error"] = error
    return render(request, "segments/statistics.html", context)


@require_GET
def changes(request: SignedInRequest, segment_id: int) -> HttpResponse:
    """`kind=left` for those who went."""
    found = segment_of(request, segment_id)
    has_left = request.GET.get("kind") == "left"
    context: dict[str, Any] = {
        "has_left": has_left,
        "movement": pages.movement_of(
            found, request.actor, has_left=has_left, after=request.GET.get("after", "")
        ),
    }
    if "after" in request.GET:
        return render(request, "segments/movement.html", context)
    context |= head(request, found, "changes") | {"trend": pages.trend_of(found, request.actor)}
    return render(request, "segments/changes.html", context)


def segment_of(request: SignedInRequest, segment_id: int) -> Segment:
    rows = Segment.objects.visible_to(request.actor).select_related("owner")
    return get_object_or_404(rows, pk=segment_id)


def head(request: SignedInRequest, found: Segment, face: str) -> dict[str, Any]:
    return {
        "segment": found,
        "face": face,
        "head": pages.head_of(found, request.actor),
        "may": pages.may(request.actor, found),
        "asked": pages.query_for(found, request.actor),
        "sharing": pages.sharing_of(found),
    }


def _go(address: str) -> HttpResponse:
    return HttpResponse(status=204, headers={"HX-Redirect": address})
