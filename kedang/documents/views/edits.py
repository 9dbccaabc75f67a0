"""Changing one document: dialogs that ask, and what they send."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kedang.access.http import SignedInRequest
from kedang.access.opening import find_record
from kedang.access.rights import rights_of
from kedang.access.words import Clearance
from kedang.core.errors import Invalid
from kedang.core.numbers import number_of
from kedang.core.preset_names import shown, shown_path
from kedang.customers.models import Project
from kedang.documents import lists
from kedang.documents.actions import checkout, edit, trash, versions
from kedang.documents.lists import type_choices, types_offered
from kedang.documents.models import Document
from kedang.documents.naming import rule_name_of
from kedang.documents.sitting import ensure_open
from kedang.documents.tagging import tags_named
from kedang.documents.values import read_fields
from kedang.documents.views.detail import facts_context
from kedang.documents.views.folders import folder_address
from kedang.ui.toast import toast, trigger


@require_http_methods(["GET", "POST"])
def facts(request: SignedInRequest, document_id: int) -> HttpResponse:
    """Type, project, date, title, classification and the type's own fields."""
    row = found(request, document_id)
    if request.method == "POST":
        changes, expected = changes_from(request.POST, row), request.POST.get("revision", "")
        edit.change_document(row, changes, actor=request.actor, expected=number_of(expected))
        return shown_again(request, row, _("已保存"))
    return render(request, "documents/edit.html", _form(request, row))


@require_http_methods(["GET"])
def fields(request: SignedInRequest, document_id: int) -> HttpResponse:
    """The inputs of the type just chosen."""
    return render(request, "documents/edit_fields.html", _form(request, found(request, document_id)))


@require_http_methods(["GET", "POST"])
def name(request: SignedInRequest, document_id: int) -> HttpResponse:
    row = found(request, document_id)
    if request.method == "POST":
        if request.POST.get("by") == "rule":
            edit.rename_by_rule(row, actor=request.actor)
        else:
            edit.rename_document(row, request.POST.get("name", ""), actor=request.actor)
        return shown_again(request, row, _("已重命名"))
    return render(request, "documents/rename.html", {"document": row, "ruled": rule_name_of(row)})


@require_http_methods(["GET", "POST"])
def place(request: SignedInRequest, document_id: int) -> HttpResponse:
    row = found(request, document_id)
    if request.method == "POST":
        edit.move_to_path(row, request.POST.get("folder", ""), actor=request.actor)
        return shown_again(request, row, _("已移动到 %(folder)s") % {"folder": shown_path(row.folder.path)})
    return render(request, "documents/move.html", {"document": row})


@require_http_methods(["GET", "POST"])
def tags(request: SignedInRequest, document_id: int) -> HttpResponse:
    row = found(request, document_id)
    if request.method == "POST":
        edit.set_tags(row, tags_named(request.POST.getlist("tags"), actor=request.actor), actor=request.actor)
        return shown_again(request, row, _("标签已更新"))
    chosen = [(tag.name, shown(tag.name)) for tag in lists.tags_of([row])[row.pk]]
    context = {"document": row, "chosen": chosen, "may_make": rights_of(request.actor).has("tag", "create")}
    return render(request, "documents/tags.html", context)


@require_http_methods(["GET"])
def new_version(request: SignedInRequest, document_id: int) -> HttpResponse:
    return render(request, "documents/new_version.html", {"document": found(request, document_id)})


@require_POST
def restored_version(request: SignedInRequest, document_id: int, number: int) -> HttpResponse:
    row = found(request, document_id)
    made = versions.restore_version(row, number, actor=request.actor)
    toast(request, _("已恢复为第 %(number)s 版") % {"number": made.number})
    return _go(reverse("documents:document", args=[row.pk]))


@require_http_methods(["POST", "DELETE"])
def check_out(request: SignedInRequest, document_id: int) -> HttpResponse:
    row = found(request, document_id)
    verb = checkout.check_out if request.method == "POST" else checkout.check_in
    verb(row, actor=request.actor)
    words = _("已签出，别人暂时不能修改") if request.method == "POST" else _("已签入")
    return shown_again(request, row, words)


@require_POST
def take_over(request: SignedInRequest, document_id: int) -> HttpResponse:
    row = found(request, document_id)
    checkout.take_over(row, actor=request.actor)
    return shown_again(request, row, _("已接管，由您签出"))


@require_http_methods(["POST", "DELETE"])
def trashed(request: SignedInRequest, document_id: int) -> HttpResponse:
    """POST: into the trash; DELETE: out of it."""
    row = found(request, document_id)
    if request.method == "POST":
        trash.trash_document(row, actor=request.actor)
        toast(request, _("已移入回收站，30 天内可以恢复"))
        return _go(folder_address(row.customer, row.folder.path))
    trash.restore_document(row, actor=request.actor)
    toast(request, _("已从回收站恢复"))
    return _go(reverse("documents:document", args=[row.pk]))


def changes_from(sent: QueryDict, row: Document | None = None) -> dict[str, Any]:
    """The facts a form sent, as `change_document` takes them; what it did not send is left alone."""
    readers: dict[str, Callable[[str], Any]] = {
        "type": _number,
        "project": _number,
        "classification": _number,
        "document_date": lambda text: text or None,
        "title": str.strip,
    }
    changes = {key: read(str(sent[key])) for key, read in readers.items() if key in sent}
    own = {key.removeprefix("field:"): value for key, value in sent.items() if key.startswith("field:")}
    if own:
        changes["fields"] = {key: str(value) for key, value in own.items()}
    return changes


def _form(request: SignedInRequest, row: Document) -> dict[str, Any]:
    types = types_offered()
    asked = request.GET.get("type", str(row.type_id or ""))
    chosen = types.filter(pk=number_of(asked) or 0).first()
    filled = read_fields(row, row.values.all())
    projects = Project.objects.visible_to(request.actor).filter(customer=row.customer_id, trashed_at=None)
    return {
        "document": row,
        "types": type_choices(),
        "projects": list(projects.order_by("name").values_list("pk", "name")[:200]),
        "levels": Clearance.choices,
        "type": chosen,
        "fields": [(field, filled.get(field["key"], "")) for field in (chosen.fields if chosen else [])],
    }


def found(request: SignedInRequest, document_id: int) -> Document:
    row = find_record(request.actor, Document.objects.with_places(), document_id)
    ensure_open(request.actor, row)
    return row


def shown_again(request: SignedInRequest, row: Document, words: str) -> HttpResponse:
    """The panel and the head of the page anew; the dialog closes."""
    toast(request, words)
    fresh = found(request, row.pk)
    context = facts_context(request, fresh) | {"oob": True}
    response = render(request, "documents/facts.html", context)
    trigger(response, "kd:close", True)
    return response


def _go(address: str) -> HttpResponse:
    response = redirect(address)
    response.headers["HX-Redirect"] = address
    response.status_code = 204
    return response


def _number(text: str) -> int | None:
    if not text.strip():
        return None
    try:
        return int(text)
    except ValueError:
        raise Invalid(_("“%(value)s”不是有效的选择。") % {"value": text}) from None
