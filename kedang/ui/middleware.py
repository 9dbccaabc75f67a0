"""Headers, language and errors of every page."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers

from kedang.core.errors import DomainError
from kedang.ui.errors import error_response
from kedang.ui.parts import only_sent, within_page
from kedang.ui.toast import trigger, waiting_toasts

GetResponse = Callable[[HttpRequest], HttpResponse]

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "font-src 'self'",
        "media-src 'self' blob:",
        "connect-src 'self'",
        "manifest-src 'self'",
        "worker-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()",
    "X-Permitted-Cross-Domain-Policies": "none",
}


class SecurityHeaders:
    """What the browser may load and who may frame us: nothing foreign, nobody. A view may set its own, stricter policy."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        # Pages hold personal data: no proxy and no shared browser keeps them.
        if not response.has_header("Cache-Control"):
            response.headers["Cache-Control"] = "private, no-store"
        return response


class PersonLanguage:
    """The person's own language, else the cookie, else what the browser asks for, else Chinese."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = language_of(request)
        request.LANGUAGE_CODE = language
        with translation.override(language):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        patch_vary_headers(response, ("Accept-Language",))
        return response


def language_of(request: HttpRequest) -> str:
    known = dict(settings.LANGUAGES)
    own = getattr(getattr(request, "user", None), "language", "")
    return own if own in known else translation.get_language_from_request(request)


class WholePages:
    """Somebody who opens an address of the inside of pages in a browser gets a page all the same."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not _is_visit(request):
            return response
        if response.status_code == 405:
            return only_sent(request)
        return within_page(request, response) if _is_part(response) else response


class DomainErrors:
    """Says what went wrong the way it was asked: page, part or JSON; and hands toasts to htmx."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if _is_htmx(request) and not _navigates(response):
            toasts = waiting_toasts(request)
            if toasts:
                trigger(response, "kd:toasts", {"toasts": toasts})
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return error_response(request, exception) if isinstance(exception, DomainError) else None


def _is_visit(request: HttpRequest) -> bool:
    """By the address line, a bookmark, a link; not by a script, an image, a frame."""
    return (
        request.method == "GET"
        and "application/xhtml+xml" in request.headers.get("Accept", "")
        and request.headers.get("Sec-Fetch-Dest", "document") == "document"
        and "HX-Request" not in request.headers
    )


def _is_part(response: HttpResponse) -> bool:
    """HTML without a head. A view with a policy of its own shows what is no page of the house."""
    return (
        response.status_code == 200
        and not response.streaming
        and response.headers.get("Content-Type", "").startswith("text/html")
        and "Content-Security-Policy" not in response.headers
        and not response.content[:200].lstrip().lower().startswith(b"<!doctype")
    )


def _is_htmx(request: HttpRequest) -> bool:
    return bool(getattr(request, "htmx", False)) and not getattr(request.htmx, "boosted", False)  # type: ignore[attr-defined]  # by HtmxMiddleware


def _navigates(response: HttpResponse) -> bool:
    moves = ("HX-Redirect", "HX-Refresh", "HX-Location")
    return 300 <= response.status_code < 400 or any(response.has_header(name) for name in moves)
