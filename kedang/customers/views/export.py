"""The list of customers as a file: the present query, within the right to export."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from kedang.access.http import SignedInRequest
from kedang.access.rights import rights_of
from kedang.core.clock import today
from kedang.core.errors import Refused
from kedang.customers.export import begin_export, check_size, export_rows
from kedang.customers.export_files import write_list
from kedang.customers.forms import ExportForm

_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


@never_cache
@require_http_methods(["GET", "POST"])
def export(request: SignedInRequest) -> HttpResponse:
    """GET: the dialog; POST: the file, or the dialog as a page of its own with what is wrong."""
    rights = rights_of(request.actor)
    if not rights.has("customer", "export"):
        raise Refused(_("您没有导出客户的权限"), remedy=_("如需办理，请联系部门主管或安全管理员。"))
    may_unmask = rights.has("contact_point", "unmask")
    form = ExportForm(request.POST or None, initial={"q": request.GET.get("q", "").strip()})
    made: list[HttpResponse] = []
    if form.does(lambda: made.append(_file(request, form))):
        return made[0]
    name = "export_page" if request.method == "POST" else "export"
    return render(request, f"customers/{name}.html", {"form": form, "may_unmask": may_unmask})


def _file(request: SignedInRequest, form: ExportForm) -> HttpResponse:
    """The whole file before the first byte leaves: what fails halfway is no file."""
    query, in_clear = form.cleaned_data["q"], form.cleaned_data["in_clear"]
    check_size(query, request.actor)
    begin_export(None, query=query, in_clear=in_clear, actor=request.actor)
    suffix = form.cleaned_data["format"]
    with TemporaryDirectory(prefix="kedang-export-") as folder:
        path = Path(folder) / f"list.{suffix}"
        write_list(path, export_rows(query, in_clear=in_clear, actor=request.actor))
        response = HttpResponse(path.read_bytes(), content_type=_TYPES[suffix])
    response.headers["Content-Disposition"] = f'attachment; filename="customers-{today():%Y%m%d}.{suffix}"'
    return response
