"""The wizard for folders of files: received, customers checked, filed, the rest sorted."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kedang.access.door import check_right
from kedang.access.http import SignedInRequest
from kedang.access.opening import find_record
from kedang.core.errors import DomainError, NotFound
from kedang.core.numbers import number_of
from kedang.customers.models import Customer
from kedang.intake.actions.folders import (
    allowed_directories,
    decide_label,
    discard_folder,
    file_label,
    place_folder,
    receive_directory,
    receive_uploads,
    start_folder,
)
from kedang.intake.models import FolderImport, FolderItem, FolderLabel
from kedang.ui.toast import toast

PAGE = 100
State = FolderImport.State


@require_http_methods(["GET", "POST"])
def new(request: SignedInRequest) -> HttpResponse:
    check_right(request.actor, "create", FolderImport)
    if request.method == "POST":
        made = receive_uploads(_("拖入的文件"), actor=request.actor)
        return redirect("intake:folder", made.pk)
    context = {
        "recent": FolderImport.objects.of(request.actor).recent(),
        "directories": allowed_directories(),
        "steps": steps(),
    }
    return render(request, "intake/folders_new.html", context)


@require_POST
def directory(request: SignedInRequest) -> HttpResponse:
    made = receive_directory(request.POST.get("directory", ""), actor=request.actor)
    return redirect("intake:folder", made.pk)


@require_GET
def one(request: SignedInRequest, import_id: int) -> HttpResponse:
    """The step the import is at."""
    folder_import = _find(request, import_id)
    if folder_import.state == State.RECEIVING:
        return render(request, "intake/folders_receive.html", {"import": folder_import, "steps": steps()})
    if folder_import.state == State.DRAFT:
        return _labels_page(request, folder_import)
    context = {
        "import": folder_import,
        "run": folder_import.run,
        "steps": steps(),
        "triage": _triage(folder_import) if folder_import.is_over else [],
        "states": FolderItem.State.choices,
    }
    return render(request, "intake/folders_result.html", context)


@require_POST
def place(request: SignedInRequest, import_id: int) -> HttpResponse:
    """Everything has arrived, or another pattern is to be tried."""
    folder_import = _find(request, import_id)
    try:
        place_folder(folder_import, request.POST.get("pattern", ""), actor=request.actor)
    except DomainError as error:
        if folder_import.state != State.DRAFT:
            raise
        return _labels_page(request, folder_import, error=str(error))
    return redirect("intake:folder", import_id)


@require_POST
def label(request: SignedInRequest, import_id: int, label_id: int) -> HttpResponse:
    """Decide whose files a folder's are; after the import they are filed at once."""
    folder_import = _find(request, import_id)
    chosen = folder_import.labels.filter(pk=label_id).first()
    if chosen is None:
        raise NotFound(_("没有找到这个文件夹"))
    customer = _customer(request)
    decision = request.POST.get("decision", FolderLabel.Decision.MATCHED)
    decide_label(folder_import, chosen, decision, customer, actor=request.actor)
    if folder_import.state != State.DRAFT and chosen.customer_id:
        file_label(folder_import, chosen, actor=request.actor)
        toast(request, _("正在归档“%(label)s”的文件") % {"label": chosen.label})
    context = {"import": folder_import, "label": chosen}
    return render(request, "intake/parts/label.html", context)


@require_POST
def start(request: SignedInRequest, import_id: int) -> HttpResponse:
    start_folder(_find(request, import_id), actor=request.actor)
    return redirect("intake:folder", import_id)


@require_POST
def discard(request: SignedInRequest, import_id: int) -> HttpResponse:
    discard_folder(_find(request, import_id), actor=request.actor)
    return redirect("intake:folders_new")


@require_GET
def progress(request: SignedInRequest, import_id: int) -> HttpResponse:
    folder_import = _find(request, import_id)
    context = {"import": folder_import, "run": folder_import.run}
    response = render(request, "intake/parts/folder_progress.html", context)
    if folder_import.is_over:
        response.headers["HX-Refresh"] = "true"
    return response


@require_GET
def files(request: SignedInRequest, import_id: int) -> HttpResponse:
    """What became of each file, in pages by keyset."""
    folder_import = _find(request, import_id)
    state, after = request.GET.get("state", ""), request.GET.get("after", "0")
    rows = folder_import.items.select_related("document", "label__customer").order_by("pk")
    rows = rows.filter(pk__gt=number_of(after) or 0)
    if state in FolderItem.State.values:
        rows = rows.filter(state=state)
    items = list(rows[: PAGE + 1])
    context = {"import": folder_import, "items": items[:PAGE], "more": len(items) > PAGE, "state": state}
    return render(request, "intake/parts/files.html", context)


def steps() -> list[str]:
    return [_("选择文件"), _("核对客户"), _("归档"), _("结果")]


def _labels_page(request: SignedInRequest, folder_import: FolderImport, *, error: str = "") -> HttpResponse:
    labels = folder_import.labels.select_related("customer").order_by("-decision", "label")
    loose = folder_import.items.filter(label=None)
    context: dict[str, Any] = {
        "import": folder_import,
        "labels": labels[:500],
        "matched": labels.filter(customer__isnull=False).count(),
        "unmatched": labels.filter(customer=None).count(),
        "loose": loose[:5],
        "loose_count": loose.count(),
        "error": error,
        "steps": steps(),
    }
    return render(request, "intake/folders_labels.html", context, status=400 if error else 200)


def _triage(folder_import: FolderImport) -> list[FolderLabel]:
    waiting = folder_import.items.filter(state=FolderItem.State.TRIAGE, label__isnull=False)
    return list(folder_import.labels.filter(pk__in=waiting.values("label")).order_by("label")[:500])


def _customer(request: SignedInRequest) -> Customer | None:
    chosen = number_of(request.POST.get("customer"))
    return None if chosen is None else find_record(request.actor, Customer.objects.all(), chosen)


def _find(request: SignedInRequest, import_id: int) -> FolderImport:
    found = FolderImport.objects.of(request.actor).select_related("run").filter(pk=import_id).first()
    if found is None:
        raise NotFound(_("没有找到这次导入"))
    return found
