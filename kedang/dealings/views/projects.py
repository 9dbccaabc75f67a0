"""Projects and opportunities: board, list, one project."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kedang.access.door import can, check_right
from kedang.access.http import SignedInRequest
from kedang.access.opening import find_record, open_record
from kedang.access.rights import rights_of
from kedang.core.actor import Actor
from kedang.core.errors import Invalid
from kedang.core.numbers import number_of
from kedang.core.text import tidy
from kedang.customers.models import Customer, Project
from kedang.customers.models.project import Closed, Progress
from kedang.customers.views.finding import customer_of
from kedang.dealings import board
from kedang.dealings.actions.opportunities import (
    OpportunityFacts,
    add_opportunity,
    change_opportunity,
    close_opportunity,
    move_opportunity,
)
from kedang.dealings.models import Currency, Interaction, Purchase
from kedang.dealings.reading import read_amount, read_currency, read_day_of
from kedang.dealings.timeline import shown_interactions
from kedang.dealings.views.finding import answer
from kedang.documents.models import Document
from kedang.ui.toast import toast, trigger

SHOWN = 30


@require_GET
def projects(request: SignedInRequest) -> HttpResponse:
    """`face` board or list; `whose` mine; `q`; `progress` and `after` for the list."""
    asked = request.GET
    mine, words = asked.get("whose") == "mine", tidy(asked.get("q", ""))[:60]
    face = "list" if asked.get("face") == "list" else "board"
    context: dict[str, Any] = {
        "face": face, "mine": mine, "q": words, "progress": asked.get("progress", ""), "progresses": Progress.choices,
        "may_edit": rights_of(request.actor).has("dealing", "edit"),
        "may_add": rights_of(request.actor).has("dealing", "create"),
    }  # fmt: skip
    if face == "board":
        context["columns"] = board.columns_of(request.actor, mine=mine, words=words)
        context["is_bare"] = not any(column.cards for column in context["columns"])
        return render(request, "dealings/projects.html", context)
    found = board.list_of(
        request.actor, mine=mine, words=words, progress=context["progress"], after=asked.get("after", "")
    )
    context |= {"listing": found, "is_bare": not found.rows}
    is_more = "after" in asked
    return render(request, "dealings/project_rows.html" if is_more else "dealings/projects.html", context)


@require_http_methods(["GET", "POST"])
def project_new(request: SignedInRequest) -> HttpResponse:
    """`?customer=` where it is known; in a dialog."""
    pk = number_of(request.POST.get("customer") or request.GET.get("customer"))
    customer = find_record(request.actor, Customer.objects.all(), pk) if pk is not None else None
    if request.method == "POST":
        if customer is None:
            raise Invalid(_("请选择客户"), field="customer")
        made = add_opportunity(
            customer,
            _facts(request),
            progress=request.POST.get("progress") or Progress.CONTACT,
            actor=request.actor,
        )
        toast(request, _("已添加项目“%(name)s”") % {"name": made.name})
        return _moved()
    if customer is not None:
        check_right(request.actor, "create", customer, resource="dealing")
    return render(request, "dealings/project_form.html", _form(customer=customer))


@require_GET
def project(request: SignedInRequest, project_id: int) -> HttpResponse:
    found = open_record(request.actor, _projects(request.actor), project_id)
    return render(request, "dealings/project.html", _page(request, found))


@require_http_methods(["GET", "POST"])
def project_edit(request: SignedInRequest, project_id: int) -> HttpResponse:
    """In a dialog."""
    found = _find(request, project_id)
    if request.method == "POST":
        expected = number_of(request.POST.get("revision"))
        change_opportunity(found, _facts(request), expected=expected, actor=request.actor)
        toast(request, _("已保存项目"))
        return _moved()
    check_right(request.actor, "edit", found, resource="dealing")
    return render(request, "dealings/project_form.html", _form(project=found, customer=found.customer))


@require_POST
def project_move(request: SignedInRequest, project_id: int) -> HttpResponse:
    """`column`: where it was dropped. The last one asks how it ended."""
    found = _find(request, project_id)
    wanted = request.POST.get("column", "")
    if wanted == Progress.CLOSED:
        check_right(request.actor, "edit", found, resource="dealing")
        response = render(request, "dealings/project_close.html", {"project": found, "ways": Closed.choices})
        response.headers["HX-Retarget"] = "#dialog"
        response.headers["HX-Reswap"] = "innerHTML"
        return response
    move_opportunity(found, wanted, actor=request.actor)
    words = _("“%(name)s”已到%(progress)s") % {"name": found.name, "progress": found.get_progress_display()}
    toast(request, words)
    return _moved()


@require_http_methods(["GET", "POST"])
def project_close(request: SignedInRequest, project_id: int) -> HttpResponse:
    found = _find(request, project_id)
    if request.method == "GET":
        check_right(request.actor, "edit", found, resource="dealing")
        return render(request, "dealings/project_close.html", {"project": found, "ways": Closed.choices})
    given = request.POST
    close_opportunity(found, given.get("closed_as", ""), given.get("closed_reason", ""), actor=request.actor)
    toast(request, _("已结束项目“%(name)s”") % {"name": found.name})
    return _moved()


@require_GET
def customer_projects(request: SignedInRequest, customer_id: int) -> HttpResponse:
    """The card on the customer's page."""
    customer = customer_of(request, customer_id)
    rows = customer.projects.filter(trashed_at=None).order_by("-starts_on", "-id")[:100]
    may = {"create": can(request.actor, "create", customer, resource="dealing")}
    return render(
        request, "dealings/customer_projects.html", {"customer": customer, "projects": rows, "deal": may}
    )


def _page(request: SignedInRequest, found: Project) -> dict[str, Any]:
    actor = request.actor
    talks = Interaction.objects.visible_to(actor).filter(project=found, withdrawn_at=None).for_timeline()
    bought = Purchase.objects.visible_to(actor).filter(project=found, withdrawn_at=None)
    filed = Document.objects.visible_to(actor).available().filter(project=found)
    return {
        "project": found,
        "customer": found.customer,
        "progresses": Progress.choices,
        "is_overdue": board.is_overdue(found),
        "documents": list(filed.select_related("type").order_by("-pk")[:SHOWN]),
        "moments": shown_interactions(list(talks.order_by("-at", "-pk")[:SHOWN]), actor),
        "purchases": list(bought.order_by("-bought_on", "-pk")[:SHOWN]),
        "may_edit": can(actor, "edit", found, resource="dealing"),
    }


def _facts(request: SignedInRequest) -> OpportunityFacts:
    given = request.POST
    return OpportunityFacts(
        name=given.get("name", ""),
        amount=read_amount(given["amount"]) if given.get("amount", "").strip() else None,
        currency=read_currency(given.get("currency", "")),
        expected_on=_day(given.get("expected_on", ""), "expected_on"),
        starts_on=_day(given.get("starts_on", ""), "starts_on"),
        ends_on=_day(given.get("ends_on", ""), "ends_on"),
        owner_id=number_of(given.get("owner")),
    )


def _day(typed: str, name: str) -> date | None:
    return read_day_of(typed, name) if typed.strip() else None


def _form(**context: Any) -> dict[str, Any]:
    return {"currencies": Currency.choices, "progresses": Progress.choices[:-1], "project": None, **context}


def _projects(actor: Actor) -> Any:
    rows = Project.objects.visible_to(actor).filter(trashed_at=None, customer__trashed_at=None)
    return rows.select_related("customer", "owner")


def _find(request: SignedInRequest, project_id: int) -> Project:
    found: Project = find_record(request.actor, _projects(request.actor), project_id)
    return found


def _moved() -> HttpResponse:
    response = answer()
    trigger(response, "kd:board", True)
    return response
