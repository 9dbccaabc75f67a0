"""Taking along: a customer's dossier, a folder or chosen documents, each as a stream."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from kedang.access.door import check_right
from kedang.access.http import SignedInRequest
from kedang.access.opening import find_record
from kedang.core.actor import Actor, with_reason
from kedang.core.clock import today
from kedang.core.errors import DomainError, Invalid
from kedang.core.numbers import numbers_of
from kedang.customers.models import Customer
from kedang.documents.downloads import disposition
from kedang.documents.models import Document
from kedang.dossier.actions.export import below, export_dossier, take_documents
from kedang.dossier.foldering import files_of_documents, folder_title
from kedang.dossier.package import files_of
from kedang.dossier.plan import may_unmask, plan_of
from kedang.dossier.zipping import stream_zip
from kedang.search import select
from kedang.search.finding import UNCAPPED


@never_cache
@require_http_methods(["GET", "POST"])
def dossier(request: SignedInRequest, customer_id: int) -> HttpResponseBase:
    """GET: what would be in it; POST: the package, or the dialog as a page with what is wrong."""
    customer = find_record(request.actor, Customer.objects.all(), customer_id)
    check_right(request.actor, "export", customer)
    if request.method == "GET":
        return _dialog(request, customer)
    in_clear = request.POST.get("in_clear") == "on"
    actor = _with_reason(request)
    try:
        made = export_dossier(customer, in_clear=in_clear, actor=actor)
    except Invalid as error:
        return _dialog(request, customer, error=error)
    return _zip(stream_zip(files_of(made), made.name), made.name)


@never_cache
@require_GET
def folder(request: SignedInRequest, customer_id: int) -> HttpResponseBase:
    """A folder with all below it (`?path=`), or the whole tree."""
    customer = find_record(request.actor, Customer.objects.all(), customer_id)
    path = request.GET.get("path", "").strip("/ ")
    taken = take_documents(below(customer, path), path=path, actor=request.actor)
    title = folder_title(customer, path)
    return _zip(stream_zip(files_of_documents(taken, below=path), title), title)


@never_cache
@require_GET
def documents(request: SignedInRequest) -> HttpResponseBase:
    """Chosen documents (`ids`), or all that a query finds (`all=1&q=`)."""
    if request.GET.get("all"):
        rows, _stopped = select(
            Document.objects.visible_to(request.actor),
            request.GET.get("q", ""),
            request.actor,
            budget=UNCAPPED,
        )
        wanted = Document.objects.visible_to(request.actor).filter(pk__in=rows.order_by().values("pk"))
    else:
        ids = numbers_of(request.GET.getlist("ids"))
        wanted = Document.objects.visible_to(request.actor).filter(pk__in=ids)
    taken = take_documents(wanted, actor=request.actor)
    title = f"{_('文档')}_{today():%Y%m%d}"
    return _zip(stream_zip(files_of_documents(taken), title), title)


def _zip(pieces: Iterator[bytes], name: str) -> StreamingHttpResponse:
    response = StreamingHttpResponse(pieces, content_type="application/zip")
    response["Content-Disposition"] = disposition(f"{name}.zip")
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def _with_reason(request: SignedInRequest) -> Actor:
    reason = request.POST.get("reason", "").strip()
    return with_reason(request.actor, reason) if reason else request.actor


def _dialog(
    request: SignedInRequest, customer: Customer, *, error: DomainError | None = None
) -> HttpResponse:
    plan = plan_of(customer, actor=request.actor)
    context = {
        "customer": customer,
        "plan": plan,
        "counts": plan.counts(),
        "withheld": plan.withheld[:20],
        "more_withheld": max(0, len(plan.withheld) - 20),
        "may_unmask": may_unmask(customer, request.actor),
        "error": error,
        "reason": request.POST.get("reason", ""),
        "in_clear": request.POST.get("in_clear") == "on",
    }
    page = "dossier/export_page.html" if request.method == "POST" else "dossier/export.html"
    return render(request, page, context, status=400 if error else 200)
