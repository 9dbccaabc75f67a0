"""How to grade, with a living example; service levels."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kedang.access.door import check_right
from kedang.access.http import SignedInRequest
from kedang.access.rights import rights_of
from kedang.core.errors import Invalid
from kedang.grading import levels as service_levels
from kedang.grading import settings as grading_settings
from kedang.grading.actions.settings import set_levels, set_settings
from kedang.grading.examples import examples_of
from kedang.grading.forms import LevelsForm, SettingsForm
from kedang.ui.toast import toast


@require_http_methods(["GET", "POST"])
def settings(request: SignedInRequest) -> HttpResponse:
    check_right(request.actor, "view", None, resource="template")
    kept = grading_settings.present()
    form = SettingsForm(request.POST or None, initial=SettingsForm.of(kept))
    if form.does(lambda: set_settings(None, form.settings(), actor=request.actor)):
        toast(request, _("已保存，下次计算起生效"))
        return redirect("grading:settings")
    context = {"form": form, "examples": examples_of(kept), "may_manage": _may_manage(request)}
    return render(request, "grading/settings.html", context, status=422 if form.errors else 200)


@require_POST
def example(request: SignedInRequest) -> HttpResponse:
    """What is typed, applied to five customers."""
    check_right(request.actor, "view", None, resource="template")
    form = SettingsForm(request.POST)
    if not form.is_valid():
        return render(request, "grading/example.html", {"error": _("请把左边填完整。")})
    try:
        examples = examples_of(grading_settings.check(form.settings()))
    except Invalid as error:
        return render(request, "grading/example.html", {"error": error})
    return render(request, "grading/example.html", {"examples": examples})


@require_http_methods(["GET", "POST"])
def levels(request: SignedInRequest) -> HttpResponse:
    check_right(request.actor, "view", None, resource="template")
    form = LevelsForm(request.POST or None, kept=service_levels.present())
    if form.does(lambda: set_levels(None, form.levels(), actor=request.actor)):
        toast(request, _("已保存服务级别"))
        return redirect("grading:levels")
    context = {"form": form, "may_manage": _may_manage(request)}
    return render(request, "grading/levels.html", context, status=422 if form.errors else 200)


def _may_manage(request: SignedInRequest) -> bool:
    return rights_of(request.actor).has("template", "manage")
