"""Leave to download: asking on the document's page, and the list of those who decide."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kedang.access.door import check_right
from kedang.access.http import SignedInRequest
from kedang.access.opening import find_record
from kedang.core.actor import Actor
from kedang.core.numbers import number_of
from kedang.documents import permits
from kedang.documents.actions.permits import approve_permit, ask_permit, reject_permit
from kedang.documents.levels import level_of
from kedang.documents.models import Document, Permit
from kedang.ui.toast import toast

PAGE = 30


@require_http_methods(["GET", "POST"])
def permit_new(request: SignedInRequest, document_id: int) -> HttpResponse:
    row = find_record(request.actor, Document.objects.with_places(), document_id)
    if request.method == "POST":
        ask_permit(row, reason=request.POST.get("reason", ""), actor=request.actor)
        toast(request, _("已申请，批准后会通知您"))
        return redirect("documents:document", row.pk)
    check_right(request.actor, "download", row)
    waiting = Permit.objects.filter(document=row, state=Permit.State.WAITING).of(request.actor.id).exists()
    context = {"document": row, "level": level_of(row).label, "is_waiting": waiting}
    return render(request, "documents/permit_new.html", context)


@require_GET
def permits_asked(request: SignedInRequest) -> HttpResponse:
    """What waits for me, oldest first; below it what I asked for."""
    check_right(request.actor, "view", None, resource="document")
    after = number_of(request.GET.get("after", "")) or 0
    waiting, more = _waiting(request.actor, after)
    mine = list(
        Permit.objects.visible_to(request.actor).of(request.actor.id).with_places().order_by("-pk")[:PAGE]
    )
    words = permits.words_of([*waiting, *mine])
    context = {
        "waiting": [(one, *words[one.pk]) for one in waiting],
        "mine": [(one, *words[one.pk]) for one in mine],
        "cursor": waiting[-1].pk if more else None,
        "me": request.actor.id,
        "most_days": permits.MOST_DAYS,
        "most_uses": permits.MOST_USES,
    }
    return render(request, "documents/permits.html", context)


@require_POST
def permit_approve(request: SignedInRequest, permit_id: int) -> HttpResponse:
    days, uses = (number_of(request.POST.get(name, "")) or 0 for name in ("days", "uses"))
    approve_permit(_permit(request, permit_id), days=days, uses=uses, actor=request.actor)
    toast(request, _("已批准下载"))
    return redirect("documents:permits")


@require_POST
def permit_reject(request: SignedInRequest, permit_id: int) -> HttpResponse:
    answer = request.POST.get("answer", "")
    reject_permit(_permit(request, permit_id), answer=answer, actor=request.actor)
    toast(request, _("没有批准，申请人会看到原因"), "note")
    return redirect("documents:permits")


def _waiting(actor: Actor, after: int) -> tuple[list[Permit], bool]:
    rows = Permit.objects.permitted(actor, "approve").waiting().with_places().filter(pk__gt=after)
    found = list(rows.order_by("pk")[: PAGE + 1])
    return found[:PAGE], len(found) > PAGE


def _permit(request: SignedInRequest, permit_id: int) -> Permit:
    return find_record(request.actor, Permit.objects.with_places(), permit_id)
