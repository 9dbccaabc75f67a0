"""Bulk fixes: what there is to do, before and after side by side, and the run."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from kedang.access.door import check_right
from kedang.access.http import SignedInRequest
from kedang.customers.models import Customer
from kedang.quality import fixing
from kedang.quality.fixes import FIXES
from kedang.ui.toast import toast


@never_cache
@require_GET
def fixes(request: SignedInRequest) -> HttpResponse:
    check_right(request.actor, "view", Customer)
    return render(request, "quality/fixes.html", {"offers": fixing.offers(request.actor)})


@never_cache
@require_http_methods(["GET", "POST"])
def fix(request: SignedInRequest, code: str) -> HttpResponse:
    """GET: the preview; POST: bulk work with progress, which can be undone."""
    if code not in FIXES:
        raise Http404
    chosen = FIXES[code]
    check_right(request.actor, chosen.verb, None, resource=chosen.resource)
    if request.method == "POST":
        fixing.start(chosen, request.actor)
        toast(request, _("正在整理，进度在右上角；完成后可以撤销"), "note")
        return redirect("quality:fixes")
    return render(request, "quality/fix.html", {"preview": fixing.preview_of(chosen, request.actor)})
