"""My tasks, and one task: given, changed, done, handed on."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kedang.access.door import can, check_right
from kedang.access.http import SignedInRequest
from kedang.access.opening import find_record
from kedang.core.errors import Invalid
from kedang.core.numbers import number_of
from kedang.customers.models import Customer
from kedang.customers.views.finding import customer_of
from kedang.ui.toast import toast, trigger
from kedang.workflow import lists
from kedang.workflow.actions import tasks as deeds
from kedang.workflow.forms import TaskForm
from kedang.workflow.models import Task


@require_GET
def tasks(request: SignedInRequest) -> HttpResponse:
    """`whose` mine, given or all; `section` with `after` asks for more of one, `done` for what is over."""
    whose = _whose(request)
    name = request.GET.get("section", "")
    if name in lists.SECTIONS or name == lists.DONE:
        section = lists.section_of(request.actor, whose, name, after=request.GET.get("after", ""))
        if "after" in request.GET:
            return render(request, "workflow/rows.html", {"section": section, "whose": whose})
        sections = [section]
    else:
        sections = lists.sections_of(request.actor, whose)
    return render(
        request, "workflow/tasks.html", {"sections": sections, "whose": whose, "section_name": name}
        | {"may_add": can(request.actor, "create", Task)},
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def task_new(request: SignedInRequest) -> HttpResponse:
    """`?customer=` for one; in a dialog."""
    customer = _customer(request)
    where: Customer | type[Task] = customer or Task
    check_right(request.actor, "create", where, resource="task")
    form = TaskForm(request.POST or None)
    if form.does(lambda: deeds.add_task(where, form.facts(), assignee=form.person(), actor=request.actor)):
        return _done(request, _("已安排任务"))
    return _form(request, {"form": form, "customer": customer, "title": _("安排任务")})


@require_http_methods(["GET", "POST"])
def task(request: SignedInRequest, task_id: int) -> HttpResponse:
    """GET: the task, as a page or in the dialog; POST: changed."""
    found = _find(request, task_id)
    may_edit = can(request.actor, "edit", found)
    form = TaskForm.of(found, request.POST or None)
    if request.method == "POST":
        expected = number_of(request.POST.get("revision"))
        if form.does(lambda: _change(request, found, form, expected)):
            return _done(request, _("已保存任务"))
    (row,) = lists.shown([found], request.actor, notes=True)
    context = {"form": form, "row": row, "task": found, "customer": row.customer, "may_edit": may_edit}
    if request.headers.get("HX-Request"):
        return _form(request, context | {"title": found.title})
    return render(request, "workflow/task.html", context)


@require_POST
def task_done(request: SignedInRequest, task_id: int) -> HttpResponse:
    found = _find(request, task_id)
    deeds.complete_task(found, outcome=request.POST.get("outcome", ""), actor=request.actor)
    undo = reverse("workflow:task_reopen", args=[found.pk])
    toast(request, _("已完成：%(title)s") % {"title": found.title}, undo_url=undo)
    return _answer(request)


@require_POST
def task_reopen(request: SignedInRequest, task_id: int) -> HttpResponse:
    deeds.reopen_task(_find(request, task_id), actor=request.actor)
    return _answer(request)


@require_POST
def task_drop(request: SignedInRequest, task_id: int) -> HttpResponse:
    found = _find(request, task_id)
    deeds.drop_task(found, actor=request.actor)
    undo = reverse("workflow:task_reopen", args=[found.pk])
    toast(request, _("已取消：%(title)s") % {"title": found.title}, "note", undo_url=undo)
    return _answer(request)


@require_GET
def my_tasks(request: SignedInRequest) -> HttpResponse:
    """The card on the work desk."""
    context = {"rows": lists.next_of(request.actor), "may_add": can(request.actor, "create", Task)}
    return render(request, "workflow/mine.html", context)


@require_GET
def customer_tasks(request: SignedInRequest, customer_id: int) -> HttpResponse:
    """The card on the customer's page."""
    customer = customer_of(request, customer_id)
    context = {
        "customer": customer,
        "rows": lists.of_customer(customer, request.actor),
        "may_add": can(request.actor, "create", customer, resource="task"),
    }
    return render(request, "workflow/customer.html", context)


def _change(request: SignedInRequest, found: Task, form: TaskForm, expected: int | None) -> None:
    """The facts, and whom it is handed to when somebody else was chosen."""
    person = form.person()
    before = deeds.state_of(found)
    facts = form.facts()
    same = (facts.title, facts.note, facts.priority) == (before["title"], before["note"], before["priority"])
    if not same or facts.due_on != found.due_on:
        facts.remind_at = found.remind_at
        deeds.change_task(found, facts, expected=expected, actor=request.actor)
    elif person is None or person.pk == found.assignee_id:
        raise Invalid(_("没有改动"))
    if person is not None and person.pk != found.assignee_id:
        deeds.reassign_task(found, person, actor=request.actor)


def _find(request: SignedInRequest, task_id: int) -> Task:
    rows = Task.objects.select_related("customer", "assignee", "created_by", "done_by")
    return find_record(request.actor, rows, task_id)


def _customer(request: SignedInRequest) -> Customer | None:
    pk = number_of(request.POST.get("customer") or request.GET.get("customer"))
    return find_record(request.actor, Customer.objects.all(), pk) if pk is not None else None


def _whose(request: SignedInRequest) -> str:
    asked = request.GET.get("whose", lists.MINE)
    return asked if asked in {lists.MINE, lists.GIVEN, lists.ALL} else lists.MINE


def _form(request: SignedInRequest, context: dict[str, Any]) -> HttpResponse:
    response = render(request, "workflow/task_form.html", context)
    response.headers["HX-Retarget"] = "#dialog"
    response.headers["HX-Reswap"] = "innerHTML"
    return response


def _done(request: SignedInRequest, words: str) -> HttpResponse:
    toast(request, words)
    return _answer(request)


def _answer(request: SignedInRequest) -> HttpResponse:
    """Parts that show tasks load themselves again; a plain form goes back to the list."""
    if not request.headers.get("HX-Request") and "application/json" not in request.headers.get("Accept", ""):
        return redirect("workflow:tasks")
    response = HttpResponse(status=204)
    for name in ("kd:tasks", "kd:timeline", "kd:close"):
        trigger(response, name, True)
    return response
