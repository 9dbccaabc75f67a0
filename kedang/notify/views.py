"""One's own notices: the bell in the bar, the page, marking them as read."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from kedang.access.http import SignedInRequest
from kedang.core.numbers import number_of
from kedang.notify import reading
from kedang.notify.actions.reading import mark_read
from kedang.notify.models import Notice

_IN_THE_BELL = 8


@require_safe
def notices(request: SignedInRequest) -> HttpResponse:
    before = number_of(request.GET.get("before", ""))
    unread_only = request.GET.get("show") == "unread"
    rows = reading.page_of(request.actor, before=before, unread_only=unread_only)
    context = {"rows": rows, "unread_only": unread_only, "more": len(rows) == reading.PAGE}
    return render(request, "notify/rows.html" if before else "notify/notices.html", context)


@require_safe
def bell(request: SignedInRequest) -> HttpResponse:
    """Polled: the newest, and how many are unread."""
    rows = reading.page_of(request.actor, before=None, limit=_IN_THE_BELL)
    return render(request, "notify/bell.html", {"rows": rows, "unread": reading.unread_count(request.actor)})


@require_POST
def notices_read(request: SignedInRequest) -> HttpResponse:
    mark_read(None, up_to=number_of(request.POST.get("up_to", "")) or 0, actor=request.actor)
    return HttpResponseRedirect(reverse("notices"))


@require_safe
def notice(request: SignedInRequest, notice_id: int) -> HttpResponse:
    """The way to what a notice tells of; following it is having read it."""
    rows = list(Notice.objects.visible_to(request.actor).filter(pk=notice_id).select_related("actor"))
    words = reading.in_words(request.actor, rows)
    if rows and rows[0].read_at is None:
        mark_read(None, up_to=0, only=notice_id, actor=request.actor)
    return HttpResponseRedirect(words[0].url if words and words[0].url else reverse("notices"))
