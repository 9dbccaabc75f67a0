"""The page a one-time link opens."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from kedang.accounts import passwords, profiles
from kedang.accounts.actions.passwords import use_link
from kedang.accounts.adapter import page_actor
from kedang.accounts.forms.entry import say
from kedang.accounts.forms.profile import NewPasswordForm
from kedang.accounts.links import find_link


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def link(request: HttpRequest, token: str) -> HttpResponse:
    """Set a password once. Opening it changes nothing: mail scanners open links too."""
    found = find_link(token)
    if found is None:
        return render(request, "accounts/link_gone.html", status=404)
    form = NewPasswordForm(request.POST or None)
    if form.does(lambda: use_link(found, password=form.cleaned_data["new"], actor=page_actor(request))):
        say(request, _("密码已设置，请登录"))
        return redirect("account_login")
    rules = passwords.rules_text(profiles.current_profile())
    return render(request, "accounts/link.html", {"form": form, "person": found.person, "rules": rules})
