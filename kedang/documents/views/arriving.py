"""Where files are brought in: for which customer, as what; the name they will get is shown first."""

from __future__ import annotations

from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from kedang.access.http import SignedInRequest
from kedang.access.opening import find_record
from kedang.core.clock import today
from kedang.core.numbers import number_of
from kedang.customers.models import Customer, Project
from kedang.documents.lists import type_choices, types_offered
from kedang.documents.naming import Naming, Rules, ruled_name
from kedang.filing.folders import standard_path

_EXAMPLE = "扫描件001.pdf"  # i18n: a file name as scanners give it


@require_GET
def upload(request: SignedInRequest) -> HttpResponse:
    """The page, with a customer already chosen when it was opened from one."""
    asked = number_of(request.GET.get("customer"))
    customer = None if asked is None else find_record(request.actor, Customer.objects.all(), asked)
    context = {
        "customer": customer,
        "types": type_choices(),
        "today": today(),
        "path": request.GET.get("path", ""),
    }
    template = (
        "documents/upload_dialog.html"
        if request.headers.get("HX-Request") == "true"
        else "documents/upload.html"
    )
    return render(request, template, context)


@require_GET
def name_preview(request: SignedInRequest) -> HttpResponse:
    """What the rule will call a file with these facts, and where it will lie."""
    asked = number_of(request.GET.get("customer"))
    if asked is None:
        return render(request, "documents/name_preview.html", {})
    customer = find_record(request.actor, Customer.objects.select_related("department", "owner"), asked)
    naming = _naming(request, customer)
    path = request.GET.get("path", "") or standard_path(
        customer,
        naming.type.code if naming.type else "",
        project=naming.project.name if naming.project else "",
    )
    context = {"name": ruled_name(naming, Rules()), "path": path, "customer": customer}
    return render(request, "documents/name_preview.html", context)


def _naming(request: SignedInRequest, customer: Customer) -> Naming:
    types = types_offered()
    projects = Project.objects.visible_to(request.actor).filter(customer=customer)
    chosen, project, day = (request.GET.get(key, "") for key in ("type", "project", "date"))
    return Naming(
        customer=customer,
        original_name=request.GET.get("filename", "") or _EXAMPLE,
        type=types.filter(pk=number_of(chosen) or 0).first(),
        project=projects.filter(pk=number_of(project) or 0).first(),
        document_date=_day(day) or today(),
        title=request.GET.get("title", ""),
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
