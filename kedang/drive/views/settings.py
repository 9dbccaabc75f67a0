"""The drive of the whole house: on or off, and whose programs have passwords."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kedang.access.http import SignedInRequest
from kedang.accounts.forms.entry import say
from kedang.accounts.reading import demand, may, organisation
from kedang.drive import switch
from kedang.drive.actions.passwords import end_app_password_of, switch_drive
from kedang.drive.passwords import owner_of, standing
from kedang.people.models import Person


@require_http_methods(["GET", "POST"])
def drive(request: SignedInRequest) -> HttpResponse:
    demand(request.actor, "settings")
    office = organisation()
    if request.method == "POST":
        switch_drive(office, on=request.POST.get("on") == "1", actor=request.actor)
        say(request, _("已保存，立即生效"))
        return redirect("drive:settings")
    sees_people = may(request.actor, "person", "view")
    rows, count = standing() if sees_people else ([], "")
    context = {
        "is_on": switch.is_on(office),
        "can_edit": may(request.actor, "settings", "manage"),
        "can_end": may(request.actor, "person", "manage"),
        "sees_people": sees_people,
        "rows": rows,
        "count": count,
    }
    return render(request, "drive/settings.html", context)


@require_POST
def end(request: SignedInRequest, password_id: int) -> HttpResponse:
    demand(request.actor, "person", "manage")
    person = get_object_or_404(Person, pk=owner_of(password_id))
    end_app_password_of(person, password_id=password_id, actor=request.actor)
    say(request, _("应用密码已停用"))
    return redirect("drive:settings")
