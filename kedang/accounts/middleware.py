"""What stands between sign-in and the pages: the set-up wizard and the security profile."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django_htmx.http import trigger_client_event

from kedang.accounts import factors, profiles, sessions
from kedang.core.prepared import Prepared
from kedang.people.models import Organisation, Person

GetResponse = Callable[[HttpRequest], HttpResponse]

# Always open: assets, and small services of the page itself (language, health, error reports).
_ALWAYS = (settings.STATIC_URL, "/-/", "/favicon.ico")
# What of it an idle session may still have; the tray and its deeds are work.
_HARMLESS = (settings.STATIC_URL, "/-/language/", "/favicon.ico")
_HOUSE = Prepared(lambda: Organisation.objects.filter(pk=1))
_SIGN_IN = ("/login/", "/logout/", "/account/", "/link/")


class SetUpFirst:
    """Until there is an organisation every page is the set-up wizard. Sets `request.organisation`."""

    def __init__(self, get_response: GetResponse) -> None:
        self._next = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        organisation = next(iter(_HOUSE()), None)
        request.organisation = organisation  # type: ignore[attr-defined]  # read by pages and the frame
        if _starts(request, *_ALWAYS, "/setup/"):
            return self._next(request)
        if organisation is None:
            return go(request, reverse("accounts:setup"))
        if (
            organisation.set_up_at is None
            and request.user.is_authenticated
            and not _starts(request, *_SIGN_IN)
        ):
            return go(request, reverse("accounts:setup"))
        return self._next(request)


class SecurityProfile:
    """Idle limit, password age and demanded second factors, looked at once a minute for each session."""

    # A page that asks by itself (notices, progress) is no sign of a person in front of the screen.
    passive_header: ClassVar = "Kedang-Passive"

    def __init__(self, get_response: GetResponse) -> None:
        self._next = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        person = request.user
        if not isinstance(person, Person) or _starts(request, *_HARMLESS):
            return self._next(request)
        profile = profiles.profile_of(getattr(request, "organisation", None))
        if sessions.is_idle(request, profile):
            sessions.end_idle(request)
            return go(request, _sign_in_url(request, idle="1"))
        if not _starts(request, *_SIGN_IN, "/setup/", "/-/tray/") and sessions.is_unchecked(request):
            if duty := self._duty(request, person, profile):
                return duty
            sessions.note_checked(request)
        if self.passive_header not in request.headers:
            sessions.touch(request)
        return self._next(request)

    def _duty(self, request: HttpRequest, person: Person, profile: profiles.Profile) -> HttpResponse | None:
        """Where the person must go before anything else."""
        if profiles.has_expired(person, profile):
            messages.warning(
                request, _("密码已超过 %(days)d 天，请先更换。") % {"days": profile.max_age_days}
            )
            return go(request, reverse("account_change_password"))
        if factors.is_demanded(person, profile) and not factors.has_factor(person):
            return go(request, reverse("mfa_activate_totp"))
        return None


class SignInRequired(LoginRequiredMiddleware):
    """Every page needs sign-in unless its view says `login_not_required`."""

    def handle_no_permission(  # type: ignore[override]  # htmx is answered without a redirect
        self, request: HttpRequest, view_func: object
    ) -> HttpResponse:
        if request.headers.get("Accept", "").startswith("application/json"):
            return JsonResponse({"error": {"message": _("请先登录")}}, status=401)
        url = _sign_in_url(request, **({"ended": "1"} if _had_session(request) else {}))
        return _say_signed_out(url) if request.headers.get("HX-Request") else HttpResponseRedirect(url)


def _say_signed_out(url: str) -> HttpResponse:
    """The page stays with what was typed into it, and asks to sign in again."""
    response = HttpResponse(status=401, headers={"HX-Reswap": "none"})
    return trigger_client_event(response, "kd:signed-out", {"url": url})


def _had_session(request: HttpRequest) -> bool:
    """The browser still shows the key of a session that was ended elsewhere."""
    return bool(request.COOKIES.get(settings.SESSION_COOKIE_NAME)) and request.session.session_key is None


def go(request: HttpRequest, url: str) -> HttpResponse:
    """A redirect that htmx follows as a whole page."""
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": url})
    return HttpResponseRedirect(url)


def _starts(request: HttpRequest, *prefixes: str) -> bool:
    return request.path.startswith(prefixes)


def _sign_in_url(request: HttpRequest, **more: str) -> str:
    return f"{reverse('account_login')}?{urlencode({'next': _return_to(request), **more})}"


def _return_to(request: HttpRequest) -> str:
    """The page to come back to after signing in again."""
    current: Any = request.headers.get("HX-Current-URL")
    if current:
        return "/" + str(current).split("/", 3)[-1] if "://" in str(current) else "/"
    if request.method == "GET":
        return request.get_full_path()
    came_from = urlsplit(request.headers.get("Referer", ""))
    return came_from.path if came_from.path and came_from.netloc == request.get_host() else "/"
