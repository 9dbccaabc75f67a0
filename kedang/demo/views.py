"""The page of the demo company: load it, watch it, remove it."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kedang.access.door import check_right
from kedang.access.http import SignedInRequest
from kedang.demo.company import is_own_organisation
from kedang.demo.loading import loaded, may_load, removal_under_way, start_load, start_removal
from kedang.ui.toast import toast


@require_http_methods(["GET", "POST"])
def demo(request: SignedInRequest) -> HttpResponse:
    check_right(request.actor, "manage", None, resource="settings")
    if request.method == "POST":
        start_load(actor=request.actor)
        toast(request, _("正在载入演示公司"), "note")
        return redirect("demo:demo")
    return render(request, "demo/demo.html", _state(request))


@require_POST
def removal(request: SignedInRequest) -> HttpResponse:
    start_removal(actor=request.actor)
    toast(request, _("正在移除演示公司"), "note")
    return redirect("demo:demo")


@require_GET
def progress(request: SignedInRequest) -> HttpResponse:
    """Polled while something moves; tells the page to load anew when it is over."""
    check_right(request.actor, "manage", None, resource="settings")
    state = _state(request)
    response = render(request, "demo/progress.html", state)
    if state["moving"] is None:
        response.headers["HX-Refresh"] = "true"
    return response


def _state(request: SignedInRequest) -> dict[str, Any]:
    there, going = loaded(), removal_under_way()
    return {
        "there": there,
        "moving": going or (there if there and not there.is_over else None),
        "is_going": going is not None,
        "may_load": may_load(request.actor),
        "is_own": is_own_organisation(),
    }
