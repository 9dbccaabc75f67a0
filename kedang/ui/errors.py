"""A domain error as a page, a part of one, or JSON: what happened, where, how to go on."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode, urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render

from kedang.core.errors import DomainError, StepUpNeeded
from kedang.ui.toast import trigger


def error_response(request: HttpRequest, error: DomainError) -> HttpResponse:
    if wants_json(request):
        return JsonResponse(
            {"error": in_words(error)}, status=error.status, json_dumps_params={"ensure_ascii": False}
        )
    if isinstance(error, StepUpNeeded) and error.ask_at and _shows_pages(request):
        return _go_and_ask(request, error.ask_at)
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


def _shows_pages(request: HttpRequest) -> bool:
    """A person who looks at pages; not an image on one, and no program."""
    return request.headers.get("HX-Request") == "true" or "text/html" in request.headers.get("Accept", "")


def _go_and_ask(request: HttpRequest, ask_at: str) -> HttpResponse:
    """To the page that asks, and from there back to the page one is on."""
    if request.headers.get("HX-Request") == "true":
        url = f"{ask_at}?{urlencode({'next': _path(request.headers.get('HX-Current-URL', '/'))})}"
        return HttpResponse(status=204, headers={"HX-Redirect": url})
    here = request.get_full_path() if request.method == "GET" else _path(request.headers.get("Referer", "/"))
    return HttpResponseRedirect(f"{ask_at}?{urlencode({'next': here})}")


def _path(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"


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
