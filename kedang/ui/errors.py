"""A domain error as a page, a part of one, or JSON: what happened, where, how to go on."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from kedang.core.errors import DomainError, StepUpNeeded
from kedang.ui.toast import trigger


def error_response(request: HttpRequest, error: DomainError) -> HttpResponse:
    if wants_json(request):
        return JsonResponse(
            {"error": in_words(error)}, status=error.status, json_dumps_params={"ensure_ascii": False}
        )
    if request.headers.get("HX-Request") == "true":
        return _part(error)
    if isinstance(error, StepUpNeeded) and request.method == "POST":
        return _step_up_page(request, error)
    return render(request, "ui/error.html", {"error": error, "status": error.status}, status=error.status)


def wants_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "").startswith("application/json")


def in_words(error: DomainError) -> dict[str, Any]:
    return {
        "message": str(error.message),
        "field": error.field,
        "row": error.row,
        "value": error.value,
        "remedy": str(error.remedy),
    }


def _part(error: DomainError) -> HttpResponse:
    """htmx swaps nothing; the script shows the words at the field or as a toast, or asks for what is missing."""
    response = HttpResponse(status=error.status)
    response.headers["HX-Reswap"] = "none"
    trigger(response, "kd:step-up" if isinstance(error, StepUpNeeded) else "kd:error", in_words(error))
    return response


def _step_up_page(request: HttpRequest, error: StepUpNeeded) -> HttpResponse:
    """Asks for the reason or the factor and sends the same form again. Files cannot be sent again: the page says so."""
    kept = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name not in {"csrfmiddlewaretoken", "reason"}
    ]
    back = urlsplit(request.headers.get("Referer", "/")).path or "/"
    context = {"back": back, "error": error, "kept": kept, "had_files": bool(request.FILES)}
    return render(request, "ui/step_up.html", context, status=error.status)
