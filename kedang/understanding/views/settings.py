"""How far suggestions go by themselves, and how good they were here."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kedang.access.door import check_right
from kedang.access.http import SignedInRequest
from kedang.access.rights import rights_of
from kedang.core.preset_names import shown
from kedang.filing.models import DocumentType
from kedang.people.models import Organisation
from kedang.ui.toast import toast
from kedang.understanding import settings as understanding_settings
from kedang.understanding.actions import settings as deeds
from kedang.understanding.forms import SettingsForm
from kedang.understanding.models import Learnt, Reliability


@require_http_methods(["GET", "POST"])
def settings(request: SignedInRequest) -> HttpResponse:
    check_right(request.actor, "view", None, resource="template")
    form = SettingsForm(request.POST or None, initial=SettingsForm.of(understanding_settings.present()))
    if form.does(lambda: deeds.set_settings(None, form.settings(), actor=request.actor)):
        toast(request, _("已保存，从现在读到的文档起生效"))
        return redirect("understanding:settings")
    context = {
        "form": form,
        "lacking": [(shown(kind.name), [shown(f["label"]) for f in fields]) for kind, fields in _lacking()],
        "learnt": _learnt(),
        "reliabilities": list(Reliability.objects.order_by("-tenth")),  # reading: counts of the house
        "may_manage": rights_of(request.actor).has("template", "manage"),
    }
    return render(request, "understanding/settings.html", context, status=422 if form.errors else 200)


@require_POST
def presets(request: SignedInRequest) -> HttpResponse:
    names = deeds.complete_presets(None, actor=request.actor)
    toast(request, _("已补全：%(names)s") % {"names": "、".join(map(shown, names)) or _("没有要补的")})
    return redirect("understanding:settings")


@require_POST
def archive(request: SignedInRequest) -> HttpResponse:
    deeds.understand_archive(None, actor=request.actor)
    toast(request, _("已开始，建议会陆续出现在待确认建议里"), "note")
    return redirect("understanding:settings")


def _lacking() -> list[tuple[DocumentType, list[dict[str, str]]]]:
    organisation = Organisation.objects.filter(pk=1).first()
    return deeds.lacking(organisation.industry) if organisation else []


def _learnt() -> list[tuple[str, int]]:
    """Type and number of lessons, most first."""
    rows = Learnt.objects.filter(kind="type", documents__gt=0)  # reading: counts of the house
    counts = dict(rows.values_list("target", "documents"))
    names = dict(DocumentType.objects.filter(pk__in=counts).values_list("pk", "name"))
    lessons = [(shown(names[pk]), count) for pk, count in counts.items() if pk in names]
    return sorted(lessons, key=lambda row: -row[1])
