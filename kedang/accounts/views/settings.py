"""The settings hub, the organisation's details and its security."""

from __future__ import annotations

from itertools import groupby

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kedang.access.http import SignedInRequest
from kedang.access.separation import POWERS, missing_powers
from kedang.accounts import hub, profiles
from kedang.accounts.actions.founding import change_organisation, choose_security
from kedang.accounts.actions.posts import declare_small
from kedang.accounts.forms.entry import say
from kedang.accounts.forms.people import OrganisationDetailsForm
from kedang.accounts.forms.setup import SecurityForm
from kedang.accounts.reading import demand, may, organisation, powers_held


@require_GET
def settings(request: SignedInRequest) -> HttpResponse:
    cards = hub.cards_for(request.actor)
    groups = [
        (group, list(members))
        for group, members in groupby(sorted(cards, key=_by_group), key=lambda c: str(c.group))
    ]
    return render(request, "accounts/settings.html", {"groups": groups})


@require_http_methods(["GET", "POST"])
def organisation_details(request: SignedInRequest) -> HttpResponse:
    demand(request.actor, "settings")
    office = organisation()
    initial = {
        "name": office.name,
        "short_name": office.short_name,
        "code": office.code,
        "expected": office.revision,
    }
    form = OrganisationDetailsForm(request.POST or None, initial=initial)
    if form.does(lambda: change_organisation(office, **form.cleaned_data, actor=request.actor)):
        say(request, _("已保存"))
        return redirect("accounts:organisation")
    context = {"form": form, "can_edit": may(request.actor, "settings", "edit")}
    return render(request, "accounts/organisation.html", context)


@require_http_methods(["GET", "POST"])
def security(request: SignedInRequest) -> HttpResponse:
    demand(request.actor, "settings")
    office = organisation()
    profile = profiles.profile_of(office)
    initial = {
        "profile": profile.code,
        "second_factor": profile.second_factor,
        "idle_minutes": profile.idle_minutes,
    }
    form = SecurityForm(request.POST or None, initial=initial)
    if form.does(lambda: _choose(form, request)):
        say(request, _("已保存，对所有人立即生效"))
        return redirect("accounts:security")
    context = {
        "form": form,
        "profiles": profiles.PROFILES.values(),
        "can_edit": may(request.actor, "settings", "manage"),
        "office": office,
        "powers": powers_held(POWERS),
        "missing": missing_powers(),
    }
    return render(request, "accounts/security.html", context)


@require_POST
def small(request: SignedInRequest) -> HttpResponse:
    declare_small(organisation(), actor=request.actor)
    say(request, _("已声明为小型单位，并记入台账"))
    return redirect("accounts:security")


def _choose(form: SecurityForm, request: SignedInRequest) -> None:
    entered = {**form.cleaned_data, "idle_minutes": form.cleaned_data["idle_minutes"] or 0}
    choose_security(organisation(), **entered, actor=request.actor)


def _by_group(card: hub.Card) -> tuple[int, str]:
    order = [str(hub.PEOPLE), str(hub.SECURITY), str(hub.ARCHIVE), str(hub.SYSTEM)]
    group = str(card.group)
    return (order.index(group) if group in order else len(order), group)
