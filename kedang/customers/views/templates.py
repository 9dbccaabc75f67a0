"""The designer of record templates: list, arrangement of fields, preview with what a change means."""

from __future__ import annotations

from typing import Any

from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kedang.access.door import check_right
from kedang.access.http import SignedInRequest
from kedang.access.opening import find_record
from kedang.access.rights import rights_of
from kedang.core import industries
from kedang.core.errors import DomainError
from kedang.core.numbers import number_of
from kedang.core.preset_names import shown
from kedang.customers import design
from kedang.customers.actions import settings as deeds
from kedang.customers.completeness import labels_of
from kedang.customers.forms import CustomerForm
from kedang.customers.models import GapPolicy, Kind, RecordTemplate
from kedang.ui.toast import toast


@require_http_methods(["GET", "POST"])
def record_templates(request: SignedInRequest) -> HttpResponse:
    """The list; POST makes one, like another (`like`) or empty."""
    check_right(request.actor, "view", RecordTemplate)
    if request.method == "POST":
        like = RecordTemplate.objects.filter(pk=number_of(request.POST.get("like")) or 0).first()
        made = deeds.create_template(
            RecordTemplate, request.POST.get("name", ""), request.POST.get("kind", "") or (like.kind if like else ""),
            industry=request.POST.get("industry", ""), like=like, actor=request.actor,
        )  # fmt: skip
        toast(request, _("已新建模板“%(name)s”") % {"name": made.name})
        return redirect("record_template", made.pk)
    rows = RecordTemplate.objects.visible_to(request.actor).annotate(field_count=Count("fields"))
    context = {
        "templates": [one for one in rows if one.retired_at is None],
        "retired": [one for one in rows if one.retired_at is not None],
        "may": may(request),
        "kinds": Kind.choices,
        "industries": [(one.code, one.title) for one in industries.sections()],
    }
    return render(request, "customers/record_templates.html", context)


@require_http_methods(["GET", "POST"])
def record_template(request: SignedInRequest, template_id: int) -> HttpResponse:
    """What stands where; POST stores `layout` as the page sent it."""
    template: RecordTemplate = find_record(request.actor, RecordTemplate.objects.offered(), template_id)
    if request.method == "GET":
        return render(request, "customers/record_template.html", _context(request, template))
    try:
        deeds.change_template(
            template, fields=design.read_layout(request.POST.get("layout", "")),
            gap_policy=request.POST.get("gap_policy", ""), name=_name(request, template),
            revision=number_of(request.POST.get("revision")), actor=request.actor,
        )  # fmt: skip
    except DomainError as error:
        check_right(request.actor, "edit", template)
        context = _context(request, template) | {"error": error}
        return render(request, "customers/record_template.html", context, status=error.status)
    toast(request, _("已保存模板“%(name)s”") % {"name": template.name})
    return redirect("record_template", template.pk)


@require_POST
def record_template_preview(request: SignedInRequest, template_id: int) -> HttpResponse:
    """The form as it would be, and what it means for the records that are there. Stores nothing."""
    template: RecordTemplate = find_record(request.actor, RecordTemplate.objects.offered(), template_id)
    placed = design.read_layout(request.POST.get("layout", ""))
    labels = labels_of([one.key for one in placed])
    known = [one for one in placed if one.key in labels]
    form = CustomerForm(
        None, kind=template.kind, template=None, places=design.places_of(known), auto_id="preview_%s"
    )
    impact = [(one.kind, design.shown_impact(one)) for one in design.impact_of(template, known)]
    context = {
        "form": form, "impact": impact, "words_facts": _("资料"),
        "blocks": request.POST.get("gap_policy") == GapPolicy.BLOCK,
    }  # fmt: skip
    return render(request, "customers/template_preview.html", context)


@require_POST
def record_template_retire(request: SignedInRequest, template_id: int) -> HttpResponse:
    template: RecordTemplate = find_record(request.actor, RecordTemplate.objects.offered(), template_id)
    deeds.retire_template(template, actor=request.actor)
    toast(request, _("已停用模板“%(name)s”") % {"name": template.name})
    return redirect("record_templates")


@require_POST
def record_template_resume(request: SignedInRequest, template_id: int) -> HttpResponse:
    template: RecordTemplate = find_record(request.actor, RecordTemplate.objects.all(), template_id)
    deeds.resume_template(template, actor=request.actor)
    toast(request, _("已恢复模板“%(name)s”") % {"name": template.name})
    return redirect("record_template", template.pk)


def may(request: SignedInRequest) -> dict[str, bool]:
    rights = rights_of(request.actor)
    return {verb: rights.has("template", verb) for verb in ("create", "edit", "delete")}


def _name(request: SignedInRequest, template: RecordTemplate) -> str:
    """A shipped name in the reader's language stays as it is stored."""
    typed = request.POST.get("name", "").strip()
    return template.name if typed == shown(template.name) else typed


def _context(request: SignedInRequest, template: RecordTemplate) -> dict[str, Any]:
    items = design.items_of(template)
    groups = design.groups_of(template, items)
    placed = {item.key for group in groups for item in group.items}
    typed = request.POST
    return {
        "template": template,
        "name": typed.get("name", shown(template.name)),
        "gap_policy": typed.get("gap_policy", template.gap_policy),
        "groups": groups,
        "layout": design.layout_of(groups),
        "unused": [item for key, item in items.items() if key not in placed],
        "policies": GapPolicy.choices,
        "may": may(request),
        "industry": industries.shown(template.industry) if template.industry else _("全部行业"),
    }
