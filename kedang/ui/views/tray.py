"""The tray: what runs in the background for this person; it lives on the server and survives navigation."""

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kedang.access.http import SignedInRequest
from kedang.ui import nav
from kedang.ui.tray import runs_of


@require_safe
def tray(request: SignedInRequest) -> HttpResponse:
    runs = runs_of(request.actor)
    return render(request, "ui/tray.html", {"runs": runs, "busy": sum(1 for run in runs if run.is_moving)})


@require_safe
def counts(request: SignedInRequest) -> HttpResponse:
    """What waits, for the rail: name of the address → number."""
    return JsonResponse(nav.counts_for(request.actor))
