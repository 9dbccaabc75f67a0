"""Document types: the list and one of them with its fields."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kedang.access.door import check_right
from kedang.access.http import SignedInRequest
from kedang.access.opening import find_record
from kedang.access.rights import rights_of
from kedang.filing.actions.types import (
    create_document_type,
    edit_document_type,
    retire_document_type,
    return_document_type,
)
from kedang.filing.fields import KINDS, MOST_FIELDS
from kedang.filing.forms import DocumentTypeForm
from kedang.filing.models import DocumentType, FolderTemplate
from kedang.ui.toast import toast


@require_GET
def types(request: SignedInRequest) -> HttpResponse:
    check_right(request.actor, "view", DocumentType)
    context = {
        "types": DocumentType.objects.visible_to(request.actor).offered(),
        "retired": DocumentType.objects.visible_to(request.actor).exclude(retired_at=None),
        "folders": dict(_empty_form().fields["folder"].choices),  # type: ignore[attr-defined]  # a ChoiceField
        "may_manage": rights_of(request.actor).has("template", "manage"),
    }
    return render(request, "filing/types.html", context)


@require_http_methods(["GET", "POST"])
def new_type(request: SignedInRequest) -> HttpResponse:
    check_right(request.actor, "manage", DocumentType)
    fields = _read_fields(request.POST) if request.method == "POST" else []
    form = DocumentTypeForm(request.POST or None, templates=_templates())
    if not _is_saved(request):
        blank = DocumentTypeForm(initial=request.POST.dict(), templates=_templates())
        return _page(request, blank, fields, None)
    if form.does(lambda: create_document_type(DocumentType, **_sent(form, fields), actor=request.actor)):
        toast(request, _("已新建文档类型"))
        return redirect("filing:types")
    return _page(request, form, fields, None)


@require_http_methods(["GET", "POST"])
def document_type(request: SignedInRequest, type_id: int) -> HttpResponse:
    found = find_record(request.actor, DocumentType.objects.all(), type_id)
    if not _is_saved(request):
        fields = _read_fields(request.POST) if request.method == "POST" else found.fields
        initial = request.POST.dict() if request.method == "POST" else _initial(found)
        return _page(request, DocumentTypeForm(initial=initial, templates=_templates()), fields, found)
    form, fields = DocumentTypeForm(request.POST, templates=_templates()), _read_fields(request.POST)
    if form.does(lambda: _edit(request, found, form, fields)):
        toast(request, _("已保存“%(name)s”") % {"name": found.name})
        return redirect("filing:types")
    return _page(request, form, fields, found)


@require_POST
def retire_type(request: SignedInRequest, type_id: int) -> HttpResponse:
    found = find_record(request.actor, DocumentType.objects.all(), type_id)
    verb = return_document_type if found.retired_at else retire_document_type
    verb(found, actor=request.actor)
    toast(
        request,
        _("已停用“%(name)s”") % {"name": found.name}
        if found.retired_at
        else _("已重新启用“%(name)s”") % {"name": found.name},
    )
    return redirect("filing:types")


def _edit(
    request: SignedInRequest,
    document_type: DocumentType,
    form: DocumentTypeForm,
    fields: list[dict[str, Any]],
) -> None:
    revision = form.cleaned_data["revision"]
    edit_document_type(document_type, revision=revision, **_sent(form, fields), actor=request.actor)


def _sent(form: DocumentTypeForm, fields: list[dict[str, Any]]) -> dict[str, Any]:
    facts = {name: value for name, value in form.cleaned_data.items() if name != "revision"}
    return {**facts, "fields": [field for field in fields if field["label"]]}


def _is_saved(request: SignedInRequest) -> bool:
    return request.method == "POST" and request.POST.get("op", "save") == "save"


def _initial(found: DocumentType) -> dict[str, Any]:
    own = {
        name: getattr(found, name) for name in ("name", "folder", "classification", "naming_rule", "revision")
    }
    return {**own, "aliases": "，".join(found.aliases), "formats": ", ".join(found.formats)}


def _read_fields(sent: QueryDict) -> list[dict[str, Any]]:
    """The rows of fields; tick boxes carry the number of their row."""
    columns = [
        sent.getlist(name)[:MOST_FIELDS]
        for name in ("field_key", "field_label", "field_type", "field_choices")
    ]
    flags = {flag: set(sent.getlist(f"field_{flag}")) for flag in ("required", "personal")}
    rows: list[dict[str, Any]] = []
    for place, (key, label, kind, choices) in enumerate(zip(*columns, strict=False)):
        row: dict[str, Any] = {"key": key, "label": label.strip(), "type": kind if kind in KINDS else "text"}
        row.update({flag: True for flag, ticked in flags.items() if str(place) in ticked})
        if kind == "choice":
            row["choices"] = [
                choice for choice in choices.replace("，", ",").replace("、", ",").split(",") if choice
            ]
        rows.append(row)
    return rows


def _change_fields(fields: list[dict[str, Any]], deed: str) -> list[dict[str, Any]]:
    verb, _colon, place = deed.partition(":")
    at = int(place) if place.isascii() and place.isdigit() else -1
    if verb == "add":
        return [*fields, {"key": "", "label": "", "type": "text"}]
    if verb == "remove" and 0 <= at < len(fields):
        return fields[:at] + fields[at + 1 :]
    if verb == "up" and 0 < at < len(fields):
        return [*fields[: at - 1], fields[at], fields[at - 1], *fields[at + 1 :]]
    return fields


def _page(
    request: SignedInRequest, form: DocumentTypeForm, fields: list[dict[str, Any]], found: DocumentType | None
) -> HttpResponse:
    context = {
        "form": form,
        "type": found,
        "fields": _change_fields(fields, request.POST.get("op", "")),
        "kinds": KINDS.items(),
        "may_manage": rights_of(request.actor).has("template", "manage"),
    }
    return render(request, "filing/type.html", context)


def _templates() -> list[FolderTemplate]:
    return list(FolderTemplate.objects.in_force().order_by("pk"))


def _empty_form() -> DocumentTypeForm:
    return DocumentTypeForm(templates=_templates())
