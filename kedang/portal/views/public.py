"""The customer's own page, by link and code. Who visits has no account; the session is the link's own."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from kedang.core.actor import Actor
from kedang.core.errors import DomainError, Invalid
from kedang.core.numbers import number_of
from kedang.customers.contacts import open_points
from kedang.customers.models import ContactKind
from kedang.engagement.knocks import knock
from kedang.engagement.linking import link_actor
from kedang.engagement.models import Complaint
from kedang.notify import outbox
from kedang.portal import own_data
from kedang.portal.actions.asking import ask_contact, ask_field, bring_file, complain, withdraw_permission
from kedang.portal.actions.links import SESSION_FOR, enter, leave, mail_code
from kedang.portal.finding import link_by, requests_of, session_of
from kedang.portal.keeping import keep
from kedang.portal.models import PortalLink, PortalSession
from kedang.portal.sealing import answers_of, asked_for, wanted_of

COOKIE = "kedang_portal"
FEEDBACK_SHOWN = 10
_ASK, _CONSENT = "feedback.create", "contact_point.edit"
Visit = Callable[..., HttpResponse]
Deed = Callable[..., HttpResponse | None]


def with_link(view: Visit) -> Visit:
    """Counts the visit, finds the link, tells no other site its address."""

    @login_not_required
    @never_cache
    @wraps(view)
    def visit(request: HttpRequest, token: str) -> HttpResponse:
        knock(request)
        link = link_by(token)
        if link is None:
            knock(request, missed=True)
            response = render(request, "engagement/public/gone.html", {"state": "unknown"}, status=404)
        else:
            response = view(request, token, link)
        # Not `no-referrer`: browsers then send forms with the origin `null`, and CSRF refuses them.
        response.headers["Referrer-Policy"] = "same-origin"
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return visit


def with_session(view: Deed) -> Visit:
    """Only behind the code; otherwise to the door."""

    @require_POST
    @with_link
    @wraps(view)
    def visit(request: HttpRequest, token: str, link: PortalLink) -> HttpResponse:
        session = _session(request, link)
        if session is None:
            return redirect("portal:door", token)
        try:
            said = view(request, link, _actor(request, session))
        except DomainError as error:
            return _home(request, link, error)
        return said if isinstance(said, HttpResponse) else redirect("portal:door", token)

    return visit


@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
@with_link
def door(request: HttpRequest, token: str, link: PortalLink) -> HttpResponse:
    """The page itself behind the code, before it the question for the code."""
    if _session(request, link) is not None:
        return _home(request, link)
    if request.method == "GET" or link.state == "locked":
        return _ask_code(request, link)
    try:
        opened = enter(link, request.POST.get("code", ""), actor=link_actor(request, _ASK))
    except DomainError as error:
        return _ask_code(request, link, error)
    if opened is None:
        return _ask_code(request, link, Invalid(_("验证码不正确或已过期"), field="code"))
    response = redirect("portal:door", token)
    response.set_cookie(
        COOKIE, opened, max_age=int(SESSION_FOR.total_seconds()), path="/p/", httponly=True, samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip
    return response


@require_POST
@with_link
def code(request: HttpRequest, token: str, link: PortalLink) -> HttpResponse:
    """Mails a code to the known address."""
    try:
        mail_code(link, actor=link_actor(request, _ASK))
    except DomainError as error:
        return _ask_code(request, link, error)
    return _ask_code(request, link, said=_("验证码已发出，请查收邮件。"))


@with_session
def field(request: HttpRequest, link: PortalLink, actor: Actor) -> None:
    ask_field(link, request.POST.get("key", ""), request.POST.get("value", ""), actor=actor)


@with_session
def contact(request: HttpRequest, link: PortalLink, actor: Actor) -> None:
    given = request.POST
    typed = "" if given.get("do") == "remove" else given.get("value", "")
    ask_contact(link, number_of(given.get("point", "")), given.get("kind", ""), typed, actor=actor)


@with_session
def file(request: HttpRequest, link: PortalLink, actor: Actor) -> None:
    sent = request.FILES.get("file")
    if sent is None:
        raise Invalid(_("请选择文件"), field="file")
    kept = keep(sent.name or "", sent.size or 0, sent.chunks())
    bring_file(link, kept, request.POST.get("what", ""), actor=actor)


@with_session
def feedback(request: HttpRequest, link: PortalLink, actor: Actor) -> None:
    given = request.POST
    complain(link, given.get("kind", ""), given.get("title", ""), given.get("content", ""), actor=actor)


@with_session
def permission(request: HttpRequest, link: PortalLink, actor: Actor) -> None:
    withdraw_permission(link, request.POST.get("channel", ""), actor=actor)


@with_session
def exit_(request: HttpRequest, link: PortalLink, actor: Actor) -> HttpResponse:
    session = _session(request, link)
    if session is not None:
        leave(session, actor=actor)
    response = render(request, "portal/public/left.html")
    response.delete_cookie(COOKIE, path="/p/")
    return response


def _home(request: HttpRequest, link: PortalLink, error: DomainError | None = None) -> HttpResponse:
    asked = requests_of(link)
    wanted, answers = wanted_of(asked), answers_of(asked)
    context = {
        "link": link,
        "token": request.resolver_match.kwargs["token"] if request.resolver_match else "",
        "customer": link.customer,
        "facts": own_data.facts(link.customer),
        "contacts": own_data.contacts(link),
        "kinds": [(kind.value, kind.label) for kind in own_data.CONTACTS],
        "permissions": own_data.permissions(link.customer),
        "asked_for": asked_for(link),
        "feedback": own_data.feedback(link.customer).order_by("-created_at", "-pk")[:FEEDBACK_SHOWN],
        "feedback_kinds": Complaint.Kind.choices,
        "requests": [(one, wanted[one.pk], answers.get(one.pk, "")) for one in asked if one.pk in wanted],
        "error": error,
        "expires_at": link.expires_at,
    }
    return render(request, "portal/public/home.html", context, status=422 if error else 200)


def _ask_code(
    request: HttpRequest, link: PortalLink, error: DomainError | None = None, said: str = ""
) -> HttpResponse:
    """Says where the code goes, masked, and nothing else of the customer."""
    context = {
        "token": request.resolver_match.kwargs["token"] if request.resolver_match else "",
        "is_locked": link.state == "locked",
        "by_mail": link.point.kind == ContactKind.EMAIL and outbox.is_configured(),
        "masked": open_points([link.point])[0].masked,
        "error": error,
        "said": said,
    }
    return render(request, "portal/public/code.html", context, status=422 if error else 200)


def _session(request: HttpRequest, link: PortalLink) -> PortalSession | None:
    return session_of(link, request.COOKIES.get(COOKIE, ""))


def _actor(request: HttpRequest, session: PortalSession) -> Actor:
    """The ledger knows the session by its row, not by its secret."""
    return link_actor(request, _ASK, _CONSENT, session=f"portal:{session.pk}")
