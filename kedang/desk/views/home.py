"""The work desk (工作台): the first page after signing in."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kedang.access.http import SignedInRequest
from kedang.core.clock import today
from kedang.desk import home as parts


@require_safe
def home(request: SignedInRequest) -> HttpResponse:
    actor = request.actor
    context = {
        "today": today(),
        "waiting": parts.waiting_for(actor),
        "opened": parts.lately_opened(actor),
        "newest": parts.newest_documents(actor),
        "has_records": parts.has_records(actor),
        "steps": parts.first_steps(actor),
    }
    return render(request, "desk/home.html", context)
