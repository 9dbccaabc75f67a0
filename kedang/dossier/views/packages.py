"""Dossiers of many customers: asked for by a query, fetched one by one."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from kedang.access.http import SignedInRequest
from kedang.access.models import Run
from kedang.access.rights import rights_of
from kedang.core.actor import with_reason
from kedang.core.clock import now
from kedang.core.errors import DomainError, NotFound, Refused
from kedang.documents.downloads import disposition
from kedang.dossier.actions.export import take_package
from kedang.dossier.models import Package
from kedang.dossier.packages import MOST, chunks_of, start_packages

_SHOWN = 200


@never_cache
@require_http_methods(["GET", "POST"])
def many(request: SignedInRequest) -> HttpResponse:
    """GET: what the query would take; POST: the run that makes the packages."""
    rights = rights_of(request.actor)
    if not rights.has("customer", "export"):
        raise Refused(_("您没有导出客户的权限"), remedy=_("如需办理，请联系部门主管或安全管理员。"))
    sent = request.POST if request.method == "POST" else request.GET
    context: dict[str, Any] = {
        "query": sent.get("q", "").strip(),
        "reason": sent.get("reason", "").strip(),
        "in_clear": sent.get("in_clear") == "on",
        "may_unmask": rights.has("contact_point", "unmask"),
        "most": MOST,
    }
    if request.method == "POST":
        actor = with_reason(request.actor, context["reason"])
        try:
            run = start_packages(context["query"], in_clear=context["in_clear"], actor=actor)
        except DomainError as error:
            return render(request, "dossier/many.html", context | {"error": error}, status=400)
        return redirect("dossier:packages", run.pk)
    return render(request, "dossier/many.html", context)


@require_GET
def packages(request: SignedInRequest, run_id: int) -> HttpResponse:
    """What the run has made so far, for who asked for it."""
    runs = Run.objects.filter(pk=run_id, kind="dossier.packages")  # reading: one's own
    run = runs.filter(person_id=request.actor.id).first()
    if run is None:
        raise NotFound(_("没有找到，或您无权查看"))
    made = Package.objects.of(request.actor).filter(run=run, expires_at__gt=now())
    rows = made.select_related("customer").order_by("pk")
    outcomes = run.chunks.exclude(outcomes=[]).values_list("outcomes", flat=True)[:20]
    context = {
        "run": run,
        "packages": rows[:_SHOWN],
        "skipped": [str(why) for some in outcomes for _item, why in some][:20],
    }
    name = "parts/packages.html" if request.headers.get("HX-Request") else "packages.html"
    return render(request, f"dossier/{name}", context)


@never_cache
@require_GET
def fetch(request: SignedInRequest, package_id: int) -> HttpResponseBase:
    """The right is asked again: what was allowed when it was made may not be any more."""
    rows = Package.objects.of(request.actor).filter(expires_at__gt=now())
    package = rows.select_related("customer").filter(pk=package_id).first()
    if package is None:
        raise NotFound(_("没有找到，或您无权查看"))
    take_package(package.customer, actor=request.actor)
    response = StreamingHttpResponse(chunks_of(package), content_type="application/zip")
    response["Content-Length"] = str(package.size)
    response["Content-Disposition"] = disposition(package.name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
