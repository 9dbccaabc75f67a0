"""Folder templates: the list, the designer with its living example, re-applying."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kedang.access.door import check_right
from kedang.access.http import SignedInRequest
from kedang.access.opening import find_record
from kedang.access.rights import rights_of
from kedang.access.words import Clearance
from kedang.core.errors import DomainError
from kedang.filing.actions.reapply import preview, reapply_template
from kedang.filing.actions.templates import CONDITIONS, create_template, edit_template, retire_template
from kedang.filing.drafts import Row, change_rows, nodes_of, read_rows, rows_of
from kedang.filing.forms import TemplateForm
from kedang.filing.models import FolderTemplate
from kedang.filing.naming import EXAMPLE
from kedang.filing.nodes import TOKENS, checked_nodes, layout_of
from kedang.filing.tree import Branch, merge
from kedang.ui.toast import toast


@require_GET
def templates(request: SignedInRequest) -> HttpResponse:
    found = FolderTemplate.objects.visible_to(request.actor).order_by("retired_at", "pk")
    check_right(request.actor, "view", FolderTemplate)
    rows = [(template, len(layout_of(template.nodes).nodes), _conditions(template)) for template in found]
    context = {"rows": rows, "may_manage": rights_of(request.actor).has("template", "manage")}
    return render(request, "filing/templates.html", context)


@require_http_methods(["GET", "POST"])
def new_template(request: SignedInRequest) -> HttpResponse:
    check_right(request.actor, "manage", FolderTemplate)
    start = FolderTemplate.objects.in_force().order_by("pk").first()
    rows = read_rows(request.POST) if request.method == "POST" else rows_of(start.nodes if start else [])
    form = TemplateForm(request.POST or None)
    if not _is_saved(request):
        return _designer(request, TemplateForm(initial=request.POST.dict()), rows, None)
    if form.does(lambda: create_template(FolderTemplate, **_sent(form, rows), actor=request.actor)):
        toast(request, _("已新建文件夹模板"))
        return redirect("filing:templates")
    return _designer(request, form, rows, None)


@require_http_methods(["GET", "POST"])
def template(request: SignedInRequest, template_id: int) -> HttpResponse:
    found = find_record(request.actor, FolderTemplate.objects.all(), template_id)
    if not _is_saved(request):
        rows = read_rows(request.POST) if request.method == "POST" else rows_of(found.nodes)
        initial = request.POST.dict() if request.method == "POST" else _initial(found)
        return _designer(request, TemplateForm(initial=initial), rows, found)
    form, rows = TemplateForm(request.POST), read_rows(request.POST)
    if form.does(lambda: _edit(request, found, form, rows)):
        toast(request, _("模板已保存为第 %(version)s 版") % {"version": found.version})
        return redirect("filing:apply", found.pk)
    return _designer(request, form, rows, found)


@require_POST
def example(request: SignedInRequest) -> HttpResponse:
    """The living example for the rows as they are typed."""
    check_right(request.actor, "view", FolderTemplate)
    return render(request, "filing/example_tree.html", _example(read_rows(request.POST)))


@require_http_methods(["GET", "POST"])
def apply(request: SignedInRequest, template_id: int) -> HttpResponse:
    """What re-applying would do to folders in use; POST does it."""
    found = find_record(request.actor, FolderTemplate.objects.all(), template_id, verb="manage")
    if request.method == "POST":
        run = reapply_template(found, actor=request.actor)
        toast(request, _("正在重新排列 %(count)s 位客户的文件夹") % {"count": run.total}, "note")
        return redirect("filing:templates")
    plan = preview(found, actor=request.actor)
    return render(request, "filing/apply.html", {"template": found, "plan": plan})


@require_http_methods(["GET", "POST"])
def retire(request: SignedInRequest, template_id: int) -> HttpResponse:
    found = find_record(request.actor, FolderTemplate.objects.all(), template_id, verb="manage")
    if request.method == "POST":
        retire_template(found, actor=request.actor)
        toast(request, _("已停用“%(name)s”") % {"name": found.name})
        return redirect("filing:templates")
    return render(request, "filing/retire.html", {"template": found})


def _edit(request: SignedInRequest, template: FolderTemplate, form: TemplateForm, rows: list[Row]) -> None:
    details = {"note": form.cleaned_data["note"], "revision": form.cleaned_data["revision"]}
    edit_template(template, **_sent(form, rows), **details, actor=request.actor)


def _sent(form: TemplateForm, rows: list[Row]) -> dict[str, Any]:
    conditions = {name: form.cleaned_data[name] for name in CONDITIONS}
    return {"name": form.cleaned_data["title"], "nodes": nodes_of(rows), **conditions}


def _is_saved(request: SignedInRequest) -> bool:
    return request.method == "POST" and request.POST.get("op", "save") == "save"


def _initial(template: FolderTemplate) -> dict[str, Any]:
    conditions = {name: getattr(template, name) for name in CONDITIONS}
    return {"title": template.name, "revision": template.revision, **conditions}


def _conditions(template: FolderTemplate) -> str:
    form = TemplateForm()
    words = [
        str(dict(form.fields[name].choices)[value])  # type: ignore[attr-defined]  # ChoiceFields
        for name in CONDITIONS
        if (value := getattr(template, name))
    ]
    return "、".join(words) or _("所有客户")


def _designer(
    request: SignedInRequest, form: TemplateForm, rows: list[Row], template: FolderTemplate | None
) -> HttpResponse:
    rows = change_rows(rows, request.POST.get("op", ""))
    context = {
        "form": form,
        "template": template,
        "rows": rows,
        "levels": [(Clearance.PUBLIC, _("随客户")), *Clearance.choices[1:]],
        "tokens": TOKENS,
        "may_manage": rights_of(request.actor).has("template", "manage"),
        "versions": template.versions.select_related("author").order_by("-number")[:20] if template else (),
        **_example(rows),
    }
    return render(request, "filing/template.html", context)


def _example(rows: list[Row]) -> dict[str, Any]:
    """The tree of an imagined customer, or what is wrong with the rows."""
    try:
        nodes = checked_nodes(nodes_of(rows))
    except DomainError as error:
        return {"error": str(error), "example": []}
    return {"example": [_shown(branch) for branch in merge(layout_of(nodes), [], set(), [EXAMPLE.project])]}


def _shown(branch: Branch) -> dict[str, Any]:
    return {"branch": branch, "url": "#", "children": [_shown(child) for child in branch.children]}
