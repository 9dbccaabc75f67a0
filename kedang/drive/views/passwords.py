"""One's own app passwords, and how to connect."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kedang.access.http import SignedInRequest
from kedang.accounts.forms.entry import say
from kedang.drive import switch
from kedang.drive.actions.passwords import end_app_password, make_app_password
from kedang.drive.forms import PasswordForm
from kedang.drive.passwords import of_person


@require_http_methods(["GET", "POST"])
def passwords(request: SignedInRequest) -> HttpResponse:
    """The password is in the answer to the form and nowhere else."""
    form = PasswordForm(request.POST or None, initial={"days": 90})
    made: dict[str, Any] = {}
    if form.does(lambda: made.update(_make(request, form))):
        form = PasswordForm(initial={"days": 90})
    context = {
        "form": form,
        "rows": of_person(request.user),
        "is_on": switch.is_on(),
        **address(request),
        **made,
    }
    return render(request, "drive/passwords.html", context)


@require_POST
def end(request: SignedInRequest, password_id: int) -> HttpResponse:
    end_app_password(request.user, password_id=password_id, actor=request.actor)
    say(request, _("应用密码已停用"))
    return redirect("drive:passwords")


def address(request: HttpRequest) -> dict[str, str]:
    """Where programs connect, as each of them wants it written."""
    host, is_secure = request.get_host(), request.is_secure()
    name, _colon, port = host.partition(":")
    windows = f"\\\\{name}{'@SSL' if is_secure else ''}{f'@{port}' if port else ''}\\dav"
    return {"address": request.build_absolute_uri("/dav/"), "windows": windows}


def _make(request: SignedInRequest, form: PasswordForm) -> dict[str, Any]:
    made, secret = make_app_password(
        request.user, name=form.cleaned_data["name"], days=form.cleaned_data["days"], actor=request.actor
    )
    return {"made": made, "secret": secret}
