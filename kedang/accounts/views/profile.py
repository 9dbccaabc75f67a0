"""One's own account: name, language, password, second factor, sessions."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kedang.access.http import SignedInRequest
from kedang.accounts import factors, hub, passwords, profiles, sessions
from kedang.accounts.actions.passwords import change_own_password
from kedang.accounts.actions.people import change_own_profile
from kedang.accounts.actions.sessions import revoke_session, sign_out_elsewhere
from kedang.accounts.agents import device_of
from kedang.accounts.forms.entry import say
from kedang.accounts.forms.profile import OwnPasswordForm, OwnProfileForm
from kedang.accounts.reading import my_posts


@require_http_methods(["GET", "POST"])
def profile(request: SignedInRequest) -> HttpResponse:
    person = request.user
    initial = {
        "name": person.name,
        "phone": person.phone,
        "language": person.language,
        "expected": person.revision,
    }
    form = OwnProfileForm(request.POST or None, initial=initial)
    if form.does(lambda: change_own_profile(person, **form.cleaned_data, actor=request.actor)):
        say(request, _("已保存"))
        return redirect("accounts:profile")
    rules = profiles.current_profile()
    context = {
        "form": form,
        "posts": my_posts(request.actor),
        "password_days_left": profiles.days_left(person, rules),
        "password_expires": profiles.password_expires_at(person, rules),
        "has_factor": factors.has_factor(person),
        "factor_demanded": factors.is_demanded(person, rules),
        "codes_left": _codes_left(request),
        "sessions": _my_sessions(request),
        "links": hub.own_links(),
    }
    return render(request, "accounts/profile.html", context)


@require_http_methods(["GET", "POST"])
def password(request: SignedInRequest) -> HttpResponse:
    form = OwnPasswordForm(request.POST or None)
    if form.does(lambda: _change(request, form)):
        say(request, _("密码已修改，其他设备已退出登录"))
        return redirect("accounts:profile")
    rules = profiles.current_profile()
    context = {
        "form": form,
        "rules": passwords.rules_text(rules),
        "has_expired": profiles.has_expired(request.user, rules),
    }
    return render(request, "accounts/password.html", context)


@require_POST
def session(request: SignedInRequest, session_id: int) -> HttpResponse:
    revoke_session(request.user, session_id=session_id, actor=request.actor)
    say(request, _("会话已结束"))
    return redirect("accounts:profile")


@require_POST
def other_sessions(request: SignedInRequest) -> HttpResponse:
    count = sign_out_elsewhere(request.user, actor=request.actor)
    say(request, _("已在其他 %(count)d 处退出登录") % {"count": count})
    return redirect("accounts:profile")


def _change(request: SignedInRequest, form: OwnPasswordForm) -> None:
    entered = form.cleaned_data
    change_own_password(request.user, current=entered["current"], new=entered["new"], actor=request.actor)
    sessions.carry_over(request, request.user)


def _codes_left(request: SignedInRequest) -> int | None:
    found = Authenticator.objects.filter(user=request.user, type=Authenticator.Type.RECOVERY_CODES).first()
    return len(found.wrap().get_unused_codes()) if found else None


def _my_sessions(request: SignedInRequest) -> list[dict[str, object]]:
    rows = UserSession.objects.filter(user_id=request.user.pk).order_by("-last_seen_at")[:50]
    current = request.actor.session
    return [
        {"row": row, "device": device_of(row.user_agent), "is_current": row.session_key == current}
        for row in rows
    ]
