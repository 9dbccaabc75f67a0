"""The tree of departments."""

from __future__ import annotations

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kedang.access.http import SignedInRequest
from kedang.accounts import reading
from kedang.accounts.actions import departments as deeds
from kedang.accounts.forms.entry import say
from kedang.accounts.forms.people import ChangeDepartmentForm, DepartmentForm, MoveForm


@require_http_methods(["GET", "POST"])
def departments(request: SignedInRequest) -> HttpResponse:
    form = DepartmentForm(request.POST or None, initial={"parent": request.GET.get("parent")})
    if form.does(lambda: deeds.add_department(None, **form.cleaned_data, actor=request.actor)):
        say(request, _("已添加部门"))
        return redirect("accounts:departments")
    context = {
        "tree": reading.tree(request.actor),
        "form": form,
        "parent": reading.department_of(form["parent"].value()),
        "can_create": reading.may(request.actor, "person", "create"),
    }
    return render(request, "accounts/departments.html", context)


@require_http_methods(["GET", "POST"])
def department(request: SignedInRequest, department_id: int) -> HttpResponse:
    unit = reading.department_visible_to(request.actor, department_id)
    form = ChangeDepartmentForm(request.POST or None, initial={"name": unit.name, "head": unit.head_id})
    if form.does(lambda: deeds.change_department(unit, **form.cleaned_data, actor=request.actor)):
        say(request, _("已保存"))
        return redirect("accounts:department", unit.pk)
    context = {
        "unit": unit,
        "above": deeds.names_above(unit.parent),
        "form": form,
        "people": reading.people_page(request.actor, department=unit),
        "can_edit": reading.may(request.actor, "person", "edit"),
        "can_manage": reading.may(request.actor, "person", "manage"),
    }
    return render(request, "accounts/department.html", context)


@require_http_methods(["GET", "POST"])
def move(request: SignedInRequest, department_id: int) -> HttpResponse:
    """Choose where to, see what moves along, then confirm."""
    unit = reading.department_visible_to(request.actor, department_id)
    reading.demand(request.actor, "person", "manage")
    form = MoveForm(request.POST or None, initial={"parent": unit.parent_id})
    preview = None
    if form.is_valid():
        parent = form.cleaned_data["parent"]
        if "confirmed" in request.POST:
            if form.does(lambda: deeds.move_department(unit, parent=parent, actor=request.actor)):
                say(request, _("已移动 %(name)s") % {"name": unit.name})
                return redirect("accounts:department", unit.pk)
        elif form.does(lambda: deeds.refuse_circle(unit, parent)):
            preview = deeds.preview_move(unit, parent)
    context = {
        "unit": unit,
        "form": form,
        "preview": preview,
        "parent": reading.department_of(form["parent"].value()),
    }
    return render(request, "accounts/department_move.html", context)


@require_POST
def close(request: SignedInRequest, department_id: int) -> HttpResponse:
    unit = reading.department_visible_to(request.actor, department_id)
    deeds.close_department(unit, actor=request.actor)
    say(request, _("已撤销 %(name)s") % {"name": unit.name})
    return redirect("accounts:departments")


@require_GET
def pick(request: SignedInRequest) -> JsonResponse:
    """Departments for comboboxes."""
    found = reading.departments_matching(request.GET.get("q", ""))
    rows = [
        {"value": one.pk, "label": one.name, "hint": one.parent.name if one.parent else ""} for one in found
    ]
    return JsonResponse({"results": rows})
