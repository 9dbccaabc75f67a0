"""Call lists: begun from a segment, worked off one by one."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from kedang.access.http import SignedInRequest
from kedang.access.opening import note_opening
from kedang.core.numbers import number_of
from kedang.segments import calling
from kedang.segments.actions.calls import note_call, start_calls, to_call
from kedang.segments.models import CallEntry, CallList
from kedang.segments.views.segments import head, segment_of
from kedang.ui.toast import toast

SHOWN = 20


@require_http_methods(["GET", "POST"])
def calls(request: SignedInRequest, segment_id: int) -> HttpResponse:
    """GET: one's lists of this segment; POST: a new one."""
    found = segment_of(request, segment_id)
    if request.method == "POST":
        made = start_calls(found, to_call(found, request.actor), actor=request.actor)
        return redirect("segments:call_list", made.pk)
    lists = list(CallList.objects.visible_to(request.actor).filter(segment=found).order_by("-pk")[:SHOWN])
    progress = [(one, calling.progress_of(calling.entries_of(one, request.actor))) for one in lists[:5]]
    return render(request, "segments/calls.html", head(request, found, "calls") | {"lists": progress})


@require_GET
def call_list(request: SignedInRequest, list_id: int) -> HttpResponse:
    """`?entry=`: whom one is calling; without it the next one waiting."""
    rows = CallList.objects.visible_to(request.actor).select_related("segment")
    found = get_object_or_404(rows, pk=list_id)
    entries = calling.entries_of(found, request.actor)
    wanted = number_of(request.GET.get("entry"))
    entry = next((one for one in entries if one.pk == wanted), None) or calling.following(entries, None)
    context: dict[str, Any] = {
        "call_list": found,
        "entries": entries,
        "progress": calling.progress_of(entries),
        "next": calling.following(entries, entry),
    }
    if entry is not None:
        note_opening(request.actor, entry.customer)
        context["present"] = calling.present_of(entry, request.actor)
    return render(request, "segments/call_list.html", context)


@require_http_methods(["GET", "POST"])
def call_entry(request: SignedInRequest, entry_id: int) -> HttpResponse:
    """POST `outcome`, `text`: noted, and on to the next; GET: this one on its list."""
    rows = CallEntry.objects.visible_to(request.actor).select_related("customer", "call_list")
    entry = get_object_or_404(rows, pk=entry_id)
    address = reverse("segments:call_list", args=[entry.call_list_id])
    if request.method == "GET":
        return redirect(f"{address}?entry={entry.pk}")
    given = request.POST
    note_call(entry.customer, entry, given.get("outcome", ""), given.get("text", ""), actor=request.actor)
    toast(request, _("已记录与%(name)s的通话") % {"name": entry.customer.shown_name})
    entries = calling.entries_of(entry.call_list, request.actor)
    following = calling.following(entries, entry)
    return redirect(f"{address}?entry={following.pk}" if following else address)
