"""A dossier brought back: uploaded, checked, decided, restored."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from kedang.access.door import check_right
from kedang.access.http import SignedInRequest
from kedang.core.errors import DomainError, NotFound
from kedang.core.numbers import number_of
from kedang.customers.models import Customer
from kedang.dossier.actions.restore import choose_target, discard_restore, start_restore
from kedang.dossier.models import BagImport
from kedang.dossier.restoring.preview import findings_of, is_empty, is_number_free, twins_of

State = BagImport.State


@require_GET
def imports(request: SignedInRequest) -> HttpResponse:
    """Where a package is dropped, and the last ones; asked by htmx, the list alone."""
    check_right(request.actor, "import", Customer)
    rows = BagImport.objects.of(request.actor).exclude(state=State.DISCARDED)
    recent = list(rows.select_related("run", "customer").order_by("-pk")[:10])
    context = {"recent": recent, "steps": steps(), "busy": any(one.state == State.CHECKING for one in recent)}
    name = "parts/imports.html" if request.headers.get("HX-Request") else "imports.html"
    return render(request, f"dossier/{name}", context)


@require_GET
def one(request: SignedInRequest, import_id: int) -> HttpResponse:
    """The step the import is at."""
    return _page(request, _find(request, import_id))


@require_GET
def progress(request: SignedInRequest, import_id: int) -> HttpResponse:
    bag_import = _find(request, import_id)
    response = render(request, "dossier/parts/progress.html", {"import": bag_import, "run": bag_import.run})
    if bag_import.state not in (State.CHECKING, State.STARTED):
        response.headers["HX-Refresh"] = "true"
    return response


@require_POST
def start(request: SignedInRequest, import_id: int) -> HttpResponse:
    """Decide what becomes of the record, and begin."""
    bag_import = _find(request, import_id)
    target, _colon, chosen = request.POST.get("target", "").partition(":")
    rows = Customer.objects.visible_to(request.actor)
    customer = rows.filter(pk=number_of(chosen) or 0).first() if chosen else None
    try:
        choose_target(bag_import, target, customer, actor=request.actor)
    except DomainError as error:
        return _page(request, bag_import, error=error)
    start_restore(bag_import, actor=request.actor)
    return redirect("dossier:import", import_id)


@require_POST
def discard(request: SignedInRequest, import_id: int) -> HttpResponse:
    discard_restore(_find(request, import_id), actor=request.actor)
    return redirect("dossier:imports")


def steps() -> list[str]:
    return [_("上传"), _("核对"), _("恢复"), _("完成")]


def _page(
    request: SignedInRequest, bag_import: BagImport, *, error: DomainError | None = None
) -> HttpResponse:
    findings = findings_of(bag_import) if bag_import.state in (State.READY, State.REFUSED) else {}
    step = {State.CHECKING: 2, State.REFUSED: 2, State.READY: 2, State.STARTED: 3, State.DONE: 4}
    context: dict[str, Any] = {
        "import": bag_import,
        "run": bag_import.run,
        "findings": findings,
        "step": step.get(State(bag_import.state), 1),
        "steps": steps(),
        "error": error,
        "skipped": _skipped(bag_import),
    }
    if bag_import.state == State.READY:
        twins = twins_of(findings, request.actor)
        context["twins"] = [(twin, is_empty(twin)) for twin in twins]
        context["is_free"] = is_number_free(findings["number"])
    return render(request, "dossier/import.html", context, status=400 if error else 200)


def _skipped(bag_import: BagImport) -> list[str]:
    """Why parts were left out, each reason once."""
    if bag_import.run is None:
        return []
    outcomes = bag_import.run.chunks.exclude(outcomes=[]).values_list("outcomes", flat=True)[:50]
    return list(dict.fromkeys(str(why) for some in outcomes for _item, why in some))[:20]


def _find(request: SignedInRequest, import_id: int) -> BagImport:
    rows = BagImport.objects.of(request.actor).select_related("run", "customer")
    found = rows.filter(pk=import_id).first()
    if found is None:
        raise NotFound(_("没有找到这次导入"))
    return found
