"""What somebody without an account sees by a link: a survey, and the way out of mails."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from kedang.core.errors import Conflict, Invalid
from kedang.engagement.actions.campaigns import leave
from kedang.engagement.actions.surveys import answer
from kedang.engagement.finding import invitation_by, recipient_by
from kedang.engagement.knocks import knock
from kedang.engagement.linking import link_actor
from kedang.engagement.models import Invitation, Recipient
from kedang.engagement.questions import read_answers, shown

_SCOPES = ("feedback.create",)


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def survey(request: HttpRequest, token: str) -> HttpResponse:
    """Opening it changes nothing; answering it once closes it."""
    knock(request)
    found = invitation_by(token)
    if found is None:
        knock(request, missed=True)
        return _private(render(request, "engagement/public/gone.html", {"state": "unknown"}, status=404))
    if found.state != "waiting" or found.survey.state != "open":
        state = found.state if found.state != "waiting" else "closed"
        return _private(render(request, "engagement/public/gone.html", {"state": state}, status=410))
    if request.method == "POST":
        return _answer(request, found)
    return _private(_form(request, found))


@csrf_exempt  # RFC 8058: the mail program posts here in one click; the token says who
@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """GET asks, POST does it: mail scanners open links."""
    knock(request)
    found = recipient_by(token)
    if found is None:
        knock(request, missed=True)
        return _private(render(request, "engagement/public/gone.html", {"state": "unknown"}, status=404))
    is_out = found.state == Recipient.State.UNSUBSCRIBED
    if request.method == "POST" and not is_out:
        leave(found, actor=link_actor(request, "contact_point.edit"))
        is_out = True
    return _private(render(request, "engagement/public/unsubscribe.html", {"is_out": is_out}))


def _answer(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    try:
        answers = read_answers(invitation.survey.questions, request.POST.dict())
    except Invalid as error:
        return _private(_form(request, invitation, error))
    try:
        answer(invitation, answers, language=get_language() or "", actor=link_actor(request, *_SCOPES))
    except Conflict:  # somebody else was faster with the same link
        return _private(render(request, "engagement/public/gone.html", {"state": "answered"}, status=410))
    return _private(render(request, "engagement/public/thanks.html", {"survey": invitation.survey}))


def _form(request: HttpRequest, invitation: Invitation, error: Invalid | None = None) -> HttpResponse:
    language = get_language() or "zh"
    survey, is_english = invitation.survey, language.startswith("en")
    context = {
        "title": (survey.title_en if is_english else "") or survey.title,
        "intro": (survey.intro_en if is_english else "") or survey.intro,
        "questions": [
            shown(one, language) | {"given": request.POST.get(one["key"], "")} for one in survey.questions
        ],
        "error": error,
        "expires_at": invitation.expires_at,
    }
    return render(request, "engagement/public/survey.html", context, status=422 if error else 200)


def _private(response: HttpResponse) -> HttpResponse:
    """The address is the key: no other site is told it. Not `no-referrer`: browsers then hide the origin of forms too."""
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
