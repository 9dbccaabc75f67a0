"""The wizard for customer lists: upload, columns, progress, result."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kedang.access.door import can, check_right
from kedang.access.http import SignedInRequest
from kedang.core.errors import DomainError, NotFound
from kedang.intake.actions.customer_lists import (
    discard_list,
    file_headings,
    receive_list,
    set_choices,
    start_import,
)
from kedang.intake.actions.results import download_problems
from kedang.intake.columns import TARGETS
from kedang.intake.customers.preview import first_cells, preview
from kedang.intake.customers.problems import first_problems
from kedang.intake.forms import ChoicesForm, UploadForm
from kedang.intake.models import CustomerImport, DealingImport
from kedang.intake.sample import sample_file
from kedang.intake.targets import target_groups

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_http_methods(["GET", "POST"])
def new(request: SignedInRequest) -> HttpResponse:
    check_right(request.actor, "import", CustomerImport)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            made = receive_list(file.name, file.chunks(), actor=request.actor)
            return redirect("intake:customers", made.pk)
        except DomainError as error:
            form.add_error("file", str(error))
    recent = CustomerImport.objects.of(request.actor).recent()
    context = {
        "form": form, "recent": recent, "targets": TARGETS, "steps": steps(),
        "may_import_dealings": can(request.actor, "import", DealingImport),
    }  # fmt: skip
    return render(request, "intake/customers_new.html", context, status=400 if form.errors else 200)


@require_GET
def one(request: SignedInRequest, import_id: int) -> HttpResponse:
    """The step the import is at."""
    customer_import = _find(request, import_id)
    if customer_import.state == CustomerImport.State.DRAFT:
        return _columns(request, customer_import, ChoicesForm(customer_import))
    context: dict[str, Any] = {"import": customer_import, "run": customer_import.run, "steps": steps()}
    if customer_import.is_over:
        context["problems"] = first_problems(customer_import)
    return render(request, "intake/customers_result.html", context)


@require_POST
def choices(request: SignedInRequest, import_id: int) -> HttpResponse:
    """Keep the choices; with `start` begin the import, else show again what it would do."""
    customer_import = _find(request, import_id)
    form = ChoicesForm(customer_import, request.POST)
    if form.is_valid():
        try:
            set_choices(customer_import, form.choices(request.actor), actor=request.actor)
            if "start" in request.POST:
                start_import(customer_import, actor=request.actor)
                return redirect("intake:customers", customer_import.pk)
        except DomainError as error:
            form.add_error(None, str(error))
    return _columns(request, customer_import, form)


@require_POST
def discard(request: SignedInRequest, import_id: int) -> HttpResponse:
    discard_list(_find(request, import_id), actor=request.actor)
    return redirect("intake:customers_new")


@require_GET
def progress(request: SignedInRequest, import_id: int) -> HttpResponse:
    """Polled while the import runs; tells the page to load the result when it is over."""
    customer_import = _find(request, import_id)
    if customer_import.run is None:
        return HttpResponse(status=204)
    response = render(
        request, "intake/parts/progress.html", {"import": customer_import, "run": customer_import.run}
    )
    if customer_import.is_over:
        response.headers["HX-Refresh"] = "true"
    return response


@require_GET
def problems(request: SignedInRequest, import_id: int) -> HttpResponse:
    customer_import = _find(request, import_id)
    content = download_problems(customer_import, actor=request.actor)
    name = _("未导入的行-%(name)s.xlsx") % {"name": customer_import.file_name.rsplit(".", 1)[0]}
    return download(content, name)


@require_GET
def sample(request: SignedInRequest) -> HttpResponse:
    return download(sample_file(), _("客户导入样例.xlsx"))


def steps() -> list[str]:
    return [_("选择文件"), _("核对列"), _("导入"), _("结果")]


def _columns(request: SignedInRequest, customer_import: CustomerImport, form: ChoicesForm) -> HttpResponse:
    examples, files = first_cells(customer_import), file_headings()
    columns = [
        {
            "at": at,
            "heading": heading,
            "target": target,
            "examples": cells,
            "file": files.get(heading.strip()),
        }
        for at, (heading, target, cells) in enumerate(
            zip(customer_import.headings, customer_import.mapping, examples, strict=True)
        )
    ]
    context = {
        "import": customer_import,
        "form": form,
        "columns": columns,
        "target_groups": target_groups(),
        "preview": preview(customer_import, request.actor),
        "steps": steps(),
    }
    is_part = request.headers.get("HX-Request") == "true"
    template = "intake/parts/preview.html" if is_part else "intake/customers_columns.html"
    return render(request, template, context)


def _find(request: SignedInRequest, import_id: int) -> CustomerImport:
    """One's own import: the file holds what others may not see."""
    found = CustomerImport.objects.of(request.actor).select_related("run").filter(pk=import_id).first()
    if found is None or found.state == CustomerImport.State.DISCARDED:
        raise NotFound(_("没有找到这次导入"))
    return found


def download(content: bytes, name: str) -> HttpResponse:
    disposition = f"attachment; filename*=UTF-8''{quote(name)}"
    return HttpResponse(content, content_type=XLSX, headers={"Content-Disposition": disposition})
