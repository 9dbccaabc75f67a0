"""A customer's folders: made, renamed, moved, classified, trashed. Each answers for a dialog or a page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from kedang.access.http import SignedInRequest
from kedang.access.opening import find_record
from kedang.accounts.forms.entry import EntryForm
from kedang.customers.models import Customer
from kedang.filing.actions import folders as deeds
from kedang.filing.forms import ClassifyFolderForm, FolderNameForm, MoveFolderForm, NewFolderForm
from kedang.filing.links import folder_url
from kedang.filing.models import Folder
from kedang.filing.tree import tree_of
from kedang.ui.toast import toast, trigger


@require_http_methods(["GET", "POST"])
def new_folder(request: SignedInRequest, customer_id: int) -> HttpResponse:
    customer = find_record(request.actor, Customer.objects.all(), customer_id)
    form = NewFolderForm(request.POST or None, initial={"below": request.GET.get("below", "")})
    if form.does(lambda: deeds.create_folder(customer, **form.cleaned_data, actor=request.actor)):
        path = f"{form.cleaned_data['below']}/{form.cleaned_data['name']}".strip("/")
        return _done(request, customer, path, _("已新建文件夹"))
    return _dialog(request, form, gettext_lazy("新建文件夹"), gettext_lazy("新建"))


@require_http_methods(["GET", "POST"])
def rename_folder(request: SignedInRequest, folder_id: int) -> HttpResponse:
    folder = _folder(request, folder_id)
    form = FolderNameForm(request.POST or None, initial={"name": folder.name})
    if form.does(lambda: deeds.rename_folder(folder, **form.cleaned_data, actor=request.actor)):
        return _done(request, folder.customer, folder.path, _("已重命名"))
    return _dialog(request, form, gettext_lazy("重命名文件夹"), gettext_lazy("重命名"))


@require_http_methods(["GET", "POST"])
def move_folder(request: SignedInRequest, folder_id: int) -> HttpResponse:
    folder = _folder(request, folder_id)
    tree = tree_of(folder.customer, actor=request.actor)
    places = [branch.path for top in tree for branch in top.walk()]
    outside = [path for path in places if not f"{path}/".startswith(f"{folder.path}/")]
    form = MoveFolderForm(request.POST or None, places=outside)
    if form.does(lambda: deeds.move_folder(folder, **form.cleaned_data, actor=request.actor)):
        return _done(request, folder.customer, folder.path, _("已移动"))
    return _dialog(request, form, gettext_lazy("移动文件夹"), gettext_lazy("移动"))


@require_http_methods(["GET", "POST"])
def classify_folder(request: SignedInRequest, folder_id: int) -> HttpResponse:
    folder = _folder(request, folder_id)
    form = ClassifyFolderForm(request.POST or None, initial={"level": folder.classification})
    if form.does(lambda: deeds.classify_folder(folder, **form.cleaned_data, actor=request.actor)):
        return _done(request, folder.customer, folder.path, _("已调整密级"))
    return _dialog(request, form, gettext_lazy("文件夹密级"), gettext_lazy("保存"))


@require_POST
def trash_folder(request: SignedInRequest, folder_id: int) -> HttpResponse:
    folder = _folder(request, folder_id)
    return _do(request, folder, deeds.trash_folder, _("已删除文件夹"), undo="filing:restore_folder")


@require_POST
def restore_folder(request: SignedInRequest, folder_id: int) -> HttpResponse:
    rows = Folder.objects.filter(customer__trashed_at=None).permitted(request.actor, "view")
    trashed = rows.filter(pk=folder_id).first()
    if trashed is None:
        trashed = _folder(request, folder_id)
    return _do(request, trashed, deeds.restore_folder, _("已恢复文件夹"))


def _folder(request: SignedInRequest, folder_id: int) -> Folder:
    return find_record(request.actor, Folder.objects.select_related("customer"), folder_id)


def _do(
    request: SignedInRequest, folder: Folder, deed: Callable[..., Any], words: str, *, undo: str = ""
) -> HttpResponse:
    deed(folder, actor=request.actor)
    above = folder.path.rpartition("/")[0]
    return _done(request, folder.customer, above, words, undo=reverse(undo, args=[folder.pk]) if undo else "")


def _done(
    request: SignedInRequest, customer: Customer, path: str, words: str, *, undo: str = ""
) -> HttpResponse:
    """With htmx the page stays, hears `kd:folders` and reloads its tree; otherwise on to the folder."""
    toast(request, words, undo_url=undo)
    if request.headers.get("HX-Request") != "true":
        return redirect(folder_url(customer, path))
    response = HttpResponse(status=204)
    trigger(response, "kd:close", True)
    trigger(response, "kd:folders", {"customer": customer.pk})
    return response


def _dialog(
    request: SignedInRequest, form: EntryForm | forms.Form, title: Promise, submit: Promise
) -> HttpResponse:
    page = (
        "filing/folder_dialog.html"
        if request.headers.get("HX-Request") == "true"
        else "filing/folder_page.html"
    )
    return render(request, page, {"form": form, "title": title, "submit": submit})
