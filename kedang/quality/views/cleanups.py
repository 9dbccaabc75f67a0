"""Clean-ups: what is to be gone through, how far it is, and the signature."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from kedang.access.door import check_right
from kedang.access.http import SignedInRequest
from kedang.access.opening import find_record
from kedang.access.rights import rights_of
from kedang.core.numbers import number_of
from kedang.quality.actions.cleanups import sign_cleanup, start_cleanup
from kedang.quality.cleaning import lines_of
from kedang.quality.dust import DUST, preview_of, start
from kedang.quality.forms import SignForm
from kedang.quality.models import Cleanup, Cycle
from kedang.ui.toast import toast

SHOWN = 50


@never_cache
@require_http_methods(["GET", "POST"])
def cleanups(request: SignedInRequest) -> HttpResponse:
    """GET: one's own, newest first; POST: another one."""
    rights = rights_of(request.actor)
    if request.method == "POST" or not rights.has("ledger", "view"):
        check_right(request.actor, "create", None, resource="score")
    if request.method == "POST":
        made = start_cleanup(None, number_of(request.POST.get("cycle")) or 0, actor=request.actor)
        toast(request, _("已开始，期限 30 天，任务里会提醒"))
        return redirect("quality:cleanup", made.pk)
    rows = Cleanup.objects.visible_to(request.actor).select_related("person").order_by("-pk")
    context = {
        "cleanups": rows[:SHOWN],
        "cycles": Cycle.choices,
        "may_start": rights.has("score", "create")
        and not Cleanup.objects.visible_to(request.actor)
        .filter(person=request.actor.id, signed_at=None)
        .exists(),
    }
    return render(request, "quality/cleanups.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
def dust(request: SignedInRequest, code: str) -> HttpResponse:
    """GET: what would go into the trash; POST: bulk work with progress, which can be undone."""
    if code not in DUST:
        raise Http404
    found = DUST[code]
    check_right(request.actor, "create", None, resource="score")
    check_right(request.actor, "delete", None, resource=found.resource)
    if request.method == "POST":
        start(found, request.actor)
        toast(request, _("正在移入回收站，进度在右上角；完成后可以撤销"), "note")
        return redirect("quality:cleanups")
    return render(request, "quality/dust.html", {"preview": preview_of(found, request.actor)})


@never_cache
@require_http_methods(["GET", "POST"])
def cleanup(request: SignedInRequest, cleanup_id: int) -> HttpResponse:
    """GET: its sections; POST: signed."""
    rows = Cleanup.objects.select_related("person")
    found = find_record(request.actor, rows, cleanup_id)
    form = SignForm(request.POST if request.method == "POST" else None)
    if form.does(lambda: sign_cleanup(found, form.cleaned_data["note"], actor=request.actor)):
        toast(request, _("已签字，下次清理已列入任务"))
        return redirect("quality:cleanup", found.pk)
    is_mine = found.person_id == request.actor.id
    context = {
        "cleanup": found,
        # Who only reads the ledger sees what was signed, not what others' customers look like today.
        "lines": lines_of(found, request.actor) if is_mine or found.signed_at else [],
        "form": form,
        "may_sign": is_mine and found.signed_at is None,
    }
    return render(request, "quality/cleanup.html", context, status=422 if form.errors else 200)
