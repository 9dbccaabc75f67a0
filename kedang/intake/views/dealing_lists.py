"""The wizard for lists of purchases and interactions: upload, columns, progress, result."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kedang.access.door import check_right
from kedang.access.http import SignedInRequest
from kedang.core.errors import DomainError, NotFound
from kedang.intake.actions.dealing_lists import (
    discard_dealings,
    download_dealing_problems,
    map_dealings,
    receive_dealings,
    start_dealings,
)
from kedang.intake.customers.preview import first_cells
from kedang.intake.customers.problems import first_problems
from kedang.intake.dealings.columns import targets_of
from kedang.intake.dealings.preview import preview
from kedang.intake.forms import UploadForm
from kedang.intake.models import DealingImport
from kedang.intake.sample import sample_of
from kedang.intake.views.customer_lists import download, steps


@require_http_methods(["GET", "POST"])
def new(request: SignedInRequest, kind: str) -> HttpResponse:
    check_right(request.actor, "import", DealingImport)
    label = _label(kind)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            made = receive_dealings(kind, file.name, file.chunks(), actor=request.actor)
            return redirect("intake:dealings", made.pk)
        except DomainError as error:
            form.add_error("file", str(error))
    context = {
        "form": form, "kind": kind, "label": label, "recent": DealingImport.objects.of(request.actor).recent(kind),
        "targets": targets_of(kind), "steps": steps(),
    }  # fmt: skip
    return render(request, "intake/dealings_new.html", context, status=400 if form.errors else 200)


@require_GET
def one(request: SignedInRequest, import_id: int) -> HttpResponse:
    """The step the import is at."""
    found = _find(request, import_id)
    if found.state == DealingImport.State.DRAFT:
        return _columns(request, found, forms.Form({}))
    context: dict[str, Any] = {"import": found, "run": found.run, "steps": steps()}
    if found.is_over:
        context["problems"] = first_problems(found)
    return render(request, "intake/dealings_result.html", context)


@require_POST
def choices(request: SignedInRequest, import_id: int) -> HttpResponse:
    """Keep the columns; with `start` begin the import, else show again what it would do."""
    found = _find(request, import_id)
    form = forms.Form({})
    form.full_clean()
    mapping = [request.POST.get(f"column-{at}", "") for at in range(len(found.headings))]
    try:
        if mapping != found.mapping:
            map_dealings(found, mapping, actor=request.actor)
        if "start" in request.POST:
            start_dealings(found, actor=request.actor)
            return redirect("intake:dealings", found.pk)
    except DomainError as error:
        form.add_error(None, str(error))
    return _columns(request, found, form)


@require_POST
def discard(request: SignedInRequest, import_id: int) -> HttpResponse:
    found = _find(request, import_id)
    discard_dealings(found, actor=request.actor)
    return redirect(f"intake:{found.kind}_new")


@require_GET
def progress(request: SignedInRequest, import_id: int) -> HttpResponse:
    """Polled while the import runs; tells the page to load the result when it is over."""
    found = _find(request, import_id)
    if found.run is None:
        return HttpResponse(status=204)
    response = render(request, "intake/parts/dealing_progress.html", {"import": found, "run": found.run})
    if found.is_over:
        response.headers["HX-Refresh"] = "true"
    return response


@require_GET
def problems(request: SignedInRequest, import_id: int) -> HttpResponse:
    found = _find(request, import_id)
    content = download_dealing_problems(found, actor=request.actor)
    return download(content, _("未导入的行-%(name)s.xlsx") % {"name": found.file_name.rsplit(".", 1)[0]})


@require_GET
def sample(request: SignedInRequest, kind: str) -> HttpResponse:
    label = _label(kind)
    return download(sample_of(targets_of(kind), label), _("%(kind)s导入样例.xlsx") % {"kind": label})


def _columns(request: SignedInRequest, found: DealingImport, form: forms.Form) -> HttpResponse:
    examples = first_cells(found)
    columns = [
        {"at": at, "heading": heading, "target": target, "examples": cells}
        for at, (heading, target, cells) in enumerate(
            zip(found.headings, found.mapping, examples, strict=True)
        )
    ]
    pairs = [(target.name, str(target.label)) for target in targets_of(found.kind)]
    context = {
        "import": found, "form": form, "columns": columns, "target_groups": [(found.get_kind_display(), pairs)],
        "preview": preview(found, request.actor), "steps": steps(),
    }  # fmt: skip
    is_part = request.headers.get("HX-Request") == "true"
    template = "intake/parts/dealing_preview.html" if is_part else "intake/dealings_columns.html"
    return render(request, template, context)


def _find(request: SignedInRequest, import_id: int) -> DealingImport:
    """One's own import: the file holds what others may not see."""
    found = DealingImport.objects.of(request.actor).select_related("run").filter(pk=import_id).first()
    if found is None or found.state == DealingImport.State.DISCARDED:
        raise NotFound(_("没有找到这次导入"))
    return found


def _label(kind: str) -> str:
    if kind not in DealingImport.Kind.values:
        raise NotFound(_("没有这种列表"))
    return str(DealingImport.Kind(kind).label)
