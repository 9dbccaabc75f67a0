"""The set-up wizard: code → organisation → founder → security (and second factor) → preset → start."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from kedang.access.http import SignedInRequest
from kedang.accounts import factors, passwords, profiles, reading, setup
from kedang.accounts.actions.founding import (
    FounderEntry,
    OrganisationEntry,
    choose_preset,
    choose_security,
    finish_set_up,
    found_organisation,
)
from kedang.accounts.actions.posts import let_sales_edit
from kedang.accounts.adapter import page_actor
from kedang.accounts.addresses import is_on_this_machine
from kedang.accounts.forms.setup import CodeForm, FounderForm, OrganisationForm, PresetForm, SecurityForm
from kedang.accounts.views.sign_in import AddFactor, RecoveryCodes
from kedang.core.errors import Conflict
from kedang.people.models import Organisation, Person

STEPS = (
    ("organisation", gettext_lazy("单位")),
    ("founder", gettext_lazy("创建者")),
    ("security", gettext_lazy("安全")),
    ("preset", gettext_lazy("行业预设")),
    ("start", gettext_lazy("开始")),
)
ENTRIES = "setup"
View = Callable[[HttpRequest], HttpResponse]


def before_founding(view: View) -> View:
    """Only while there is no organisation, and from another machine only with the set-up code."""

    def guarded(request: HttpRequest) -> HttpResponse:
        if organisation_of(request) is not None:
            return redirect("accounts:setup")
        if not (is_on_this_machine(request) or request.session.get("setup_code_shown")):
            return redirect("accounts:setup_code")
        return view(request)

    guarded.__name__ = view.__name__
    return login_not_required(guarded)


def while_setting_up(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Only for who is signed in, after the founding and before the end."""

    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        organisation = organisation_of(request)
        if organisation is None or organisation.set_up_at is not None:
            return redirect("accounts:setup")
        if not request.user.is_authenticated:
            return redirect(f"{reverse('account_login')}?next={request.path}")
        return view(request, *args, **kwargs)

    guarded.__name__ = getattr(view, "__name__", "step")
    return login_not_required(guarded)


@login_not_required
@require_GET
def begin(request: HttpRequest) -> HttpResponse:
    """The first step that is not done."""
    organisation = organisation_of(request)
    if organisation is None:
        done = bool(request.session.get(ENTRIES, {}).get("name"))
        return redirect("accounts:setup_founder" if done else "accounts:setup_organisation")
    if organisation.set_up_at is not None:
        return redirect("/")
    if not isinstance(request.user, Person):
        return redirect(f"{reverse('account_login')}?next={reverse('accounts:setup')}")
    return redirect(_next_step(organisation, request.user))


@login_not_required
@require_http_methods(["GET", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """Asked of a visitor from another machine: the code stands in the server's log and data folder."""
    if organisation_of(request) is not None:
        return redirect("accounts:setup")
    setup.setup_code()
    form = CodeForm(request.POST or None)
    if form.is_valid():
        if setup.is_right_code(form.cleaned_data["code"]):
            request.session["setup_code_shown"] = True
            return redirect("accounts:setup")
        form.add_error("code", _("设置码不对。连续 5 次不对会锁定 15 分钟。"))
    return render(request, "accounts/setup/code.html", {"form": form, "file": setup.SETUP_CODE_FILE})


@before_founding
def organisation(request: HttpRequest) -> HttpResponse:
    kept = request.session.get(ENTRIES, {})
    form = OrganisationForm(request.POST or None, initial={"language": request.LANGUAGE_CODE, **kept})
    if form.is_valid():
        request.session[ENTRIES] = {**kept, **form.cleaned_data}
        return redirect("accounts:setup_founder")
    return _page(request, "organisation", form=form)


@before_founding
def founder(request: HttpRequest) -> HttpResponse:
    kept = request.session.get(ENTRIES, {})
    if not kept.get("name"):
        return redirect("accounts:setup_organisation")
    form = FounderForm(request.POST or None, initial=kept)
    if form.data:
        request.session[ENTRIES] = {
            **kept,
            **{name: form.data.get(name, "") for name in ("founder_name", "email")},
        }
    made: list[Person] = []
    if form.does(lambda: made.append(_found(kept, form.cleaned_data, request))):
        return _sign_in(request, made[0])
    return _page(request, "founder", form=form, rules=passwords.rules_text(profiles.MLPS3), kept=kept)


@while_setting_up
def security(request: SignedInRequest) -> HttpResponse:
    organisation = _organisation(request)
    profile = profiles.profile_of(organisation)
    initial = {
        "profile": profile.code,
        "second_factor": profile.second_factor,
        "idle_minutes": profile.idle_minutes,
    }
    form = SecurityForm(request.POST or None, initial=initial)
    if form.does(lambda: choose_security(organisation, **_chosen(form), actor=request.actor)):
        wants = request.POST.get("then") == "factor"
        demanded = factors.is_demanded(request.user, profiles.profile_of(organisation))
        if (wants or demanded) and not factors.has_factor(request.user):
            return redirect("accounts:setup_factor")
        return redirect("accounts:setup_preset")
    has_factor = factors.has_factor(request.user)
    return _page(request, "security", form=form, profiles=profiles.PROFILES.values(), has_factor=has_factor)


class SetUpFactor(AddFactor):
    template_name = "accounts/setup/factor.html"
    extra_context = {"steps": STEPS, "step": "security", "at": 3}

    def get_success_url(self) -> str:
        return reverse("accounts:setup_recovery_codes")


class SetUpRecoveryCodes(RecoveryCodes):
    template_name = "accounts/setup/recovery_codes.html"
    extra_context = {"steps": STEPS, "step": "security", "at": 3}


factor = while_setting_up(SetUpFactor.as_view())
recovery_codes = while_setting_up(SetUpRecoveryCodes.as_view())


@while_setting_up
def preset(request: SignedInRequest) -> HttpResponse:
    organisation = _organisation(request)
    if duty := _factor_duty(organisation, request.user):
        return duty
    switch = reading.sales_switch(request.actor)
    initial = {"industry": organisation.industry or "general", "sales_edit": switch["is_on"]}
    form = PresetForm(request.POST or None, initial=initial)
    if form.does(lambda: _choose_preset(organisation, form, request)):
        return redirect("accounts:setup_start")
    chosen = form["industry"].value()
    return _page(
        request,
        "preset",
        form=form,
        industries=setup.INDUSTRIES,
        chosen=chosen,
        summary=setup.preset_summary(chosen),
    )


@while_setting_up
def preset_preview(request: SignedInRequest) -> HttpResponse:
    chosen = request.GET.get("industry", "general")
    return render(request, "accounts/setup/preset_summary.html", {"summary": setup.preset_summary(chosen)})


@while_setting_up
def start(request: SignedInRequest) -> HttpResponse:
    organisation = _organisation(request)
    if duty := _factor_duty(organisation, request.user):
        return duty
    chosen = setup.start_of(request.POST.get("start", "")) if request.method == "POST" else None
    if chosen is None:
        return _page(request, "start", starts=setup.starts(), industry=organisation.industry)
    finish_set_up(organisation, actor=request.actor)
    if chosen.deed:
        chosen.deed(request.actor)
    return redirect(chosen.url_name or "/")


def organisation_of(request: HttpRequest) -> Organisation | None:
    found: Organisation | None = getattr(request, "organisation", None)
    return found


def _organisation(request: HttpRequest) -> Organisation:
    organisation = organisation_of(request)
    if organisation is None:
        raise Conflict(_("还没有建立单位"))
    return organisation


def _found(kept: dict[str, Any], entered: dict[str, Any], request: HttpRequest) -> Person:
    entry = OrganisationEntry(
        **{name: kept.get(name, "") for name in ("name", "short_name", "code", "language")}
    )
    founder = FounderEntry(entered["founder_name"], entered["email"], entered["password"])
    person = found_organisation(None, entry, founder, actor=page_actor(request))
    setup.discard_code()
    return person


def _sign_in(request: HttpRequest, person: Person) -> HttpResponse:
    for name in (ENTRIES, "setup_code_shown"):
        request.session.pop(name, None)
    login = Login(user=person, email=person.email, redirect_url=reverse("accounts:setup"))
    response: HttpResponse = perform_password_login(request, {"email": person.email}, login)
    request.session.set_expiry(0)
    return response


def _next_step(organisation: Organisation, person: Person) -> str:
    if "security" not in organisation.options:
        return "accounts:setup_security"
    if _factor_duty(organisation, person):
        return "accounts:setup_security"
    return "accounts:setup_start" if organisation.industry else "accounts:setup_preset"


def _factor_duty(organisation: Organisation, person: Person) -> HttpResponse | None:
    """Back to the second factor while the profile demands one that is not there."""
    if factors.is_demanded(person, profiles.profile_of(organisation)) and not factors.has_factor(person):
        return redirect("accounts:setup_security")
    return None


def _chosen(form: SecurityForm) -> dict[str, Any]:
    entered = form.cleaned_data
    return {**entered, "idle_minutes": entered["idle_minutes"] or 0}


def _choose_preset(organisation: Organisation, form: PresetForm, request: SignedInRequest) -> None:
    choose_preset(organisation, industry=form.cleaned_data["industry"], actor=request.actor)
    allowed = form.cleaned_data["sales_edit"]
    if allowed != reading.sales_switch(request.actor)["is_on"]:
        let_sales_edit(reading.sales_post(), allowed, actor=request.actor)


def _page(request: HttpRequest, step: str, **context: Any) -> HttpResponse:
    at = [code for code, _words in STEPS].index(step) + 1
    return render(request, f"accounts/setup/{step}.html", {"steps": STEPS, "step": step, "at": at, **context})
