"""Who acts in this request."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from kedang.core.actor import Actor

GetResponse = Callable[[HttpRequest], HttpResponse]


class ActorMiddleware:
    """Sets `request.actor` for a signed-in person: channel page, address, second factor of the session."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = SimpleLazyObject(lambda: actor_of(request))  # type: ignore[attr-defined]  # see SignedInRequest
        return self.get_response(request)


def actor_of(request: HttpRequest) -> Actor:
    return Actor(
        person=request.user,  # type: ignore[arg-type]  # a Person: every view but the listed public ones needs sign-in
        channel="page",
        address=address_of(request),
        session=stored_key_of(request),
        second_factor_at=second_factor_at(request),
        reason=request.POST.get("reason", "").strip() if request.method == "POST" else "",
    )


def stored_key_of(request: HttpRequest) -> str:
    """What the session is called in the database; the key itself stays in the cookie."""
    return str(getattr(request.session, "stored_key", ""))


def address_of(request: HttpRequest) -> str:
    """The peer's address; behind a declared proxy the last one it forwarded."""
    if getattr(settings, "BEHIND_PROXY", False):
        forwarded = request.headers.get("X-Forwarded-For", "").split(",")[-1].strip()
        if forwarded:
            return forwarded[:45]
    return str(request.META.get("REMOTE_ADDR", ""))[:45]


def second_factor_at(request: HttpRequest) -> datetime | None:
    """When the sign-in library last saw a second factor in this session."""
    shown = [
        record["at"]
        for record in request.session.get("account_authentication_methods", [])
        if record.get("method") == "mfa" and "at" in record
    ]
    return datetime.fromtimestamp(max(shown), UTC) if shown else None
