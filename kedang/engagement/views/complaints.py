"""Feedback: the worklist, one piece of it, and the house's deadlines."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kedang.access.door import can, check_right
from kedang.access.http import SignedInRequest
from kedang.access.opening import find_record, note_opening
from kedang.access.rights import rights_of
from kedang.accounts import reading
from kedang.core.errors import Invalid
from kedang.core.numbers import number_of
from kedang.customers.models.customer import Grade
from kedang.customers.views.finding import customer_of
from kedang.engagement import lists
from kedang.engagement.actions import complaints as deeds
from kedang.engagement.deadlines import days_in_force, due_at, read_days
from kedang.engagement.models import Complaint
from kedang.engagement.reading import ComplaintFacts
from kedang.engagement.sealing import words_of
from kedang.engagement.views.answering import done
from kedang.people.models import Organisation
from kedang.ui.toast import toast

_CHOICES = {"kinds": Complaint.Kind.choices, "sources": Complaint.Source.choices}


@require_GET
def complaints(request: SignedInRequest) -> HttpResponse:
    """`show` mine, late, all, closed; `kind`; `after` asks for more."""
    check_right(request.actor, "view", None, resource="feedback")
    asked = request.GET.get("show", lists.ALL)
    show = asked if asked in {lists.LATE, lists.MINE, lists.ALL, lists.CLOSED} else lists.ALL
    kind = request.GET.get("kind", "")
    page = lists.page_of(request.actor, show, kind=kind, after=request.GET.get("after", ""))
    context = _CHOICES | {"page": page, "show": show, "kind": kind}
    if "after" in request.GET:
        return render(request, "engagement/complaint_rows.html", context)
    context |= {
        "late": lists.late_count(request.actor),
        "may_manage": rights_of(request.actor).has("feedback", "manage"),
    }
    return render(request, "engagement/complaints.html", context)


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def complaint_new(request: SignedInRequest, customer_id: int) -> HttpResponse:
    """For `#dialog` of the customer's page."""
    customer = customer_of(request, customer_id)
    check_right(request.actor, "create", customer, resource="feedback")
    if request.method == "POST":
        owner = reading.colleague(request.POST.get("owner"))
        deeds.add_complaint(customer, _facts(request), owner=owner, actor=request.actor)
        toast(request, _("已登记，期限按客户等级计算"))
        return done()
    due = {kind: due_at(customer, kind) for kind in Complaint.Kind.values}
    return render(request, "engagement/complaint_new.html", _CHOICES | {"customer": customer, "due": due})


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def complaint(request: SignedInRequest, complaint_id: int) -> HttpResponse:
    found = _find(request, complaint_id)
    if request.method == "POST":
        owner = reading.colleague(request.POST.get("owner"))
        expected = number_of(request.POST.get("revision"))
        deeds.change_complaint(found, _facts(request), owner=owner, expected=expected, actor=request.actor)
        toast(request, _("已保存"))
        return redirect("engagement:complaint", found.pk)
    note_opening(request.actor, found.customer)
    content, outcome = words_of([found])[found.pk]
    context = _CHOICES | {
        "complaint": found, "customer": found.customer, "content": content, "outcome": outcome,
        "may_edit": can(request.actor, "edit", found),
    }  # fmt: skip
    return render(request, "engagement/complaint.html", context)


@require_POST
def complaint_take(request: SignedInRequest, complaint_id: int) -> HttpResponse:
    return _deed(request, complaint_id, deeds.take_complaint, _("已受理"))


@require_POST
def complaint_close(request: SignedInRequest, complaint_id: int) -> HttpResponse:
    outcome, declined = request.POST.get("outcome", ""), request.POST.get("how") == "declined"
    return _deed(
        request, complaint_id, deeds.close_complaint, _("已办结"), outcome=outcome, declined=declined
    )


@require_POST
def complaint_reopen(request: SignedInRequest, complaint_id: int) -> HttpResponse:
    return _deed(request, complaint_id, deeds.reopen_complaint, _("已重新打开"))


@require_http_methods(["GET", "POST"])
def deadlines(request: SignedInRequest) -> HttpResponse:
    """Days by kind and grade."""
    check_right(request.actor, "manage", None, resource="feedback")
    if request.method == "POST":
        organisation = Organisation.objects.get(pk=1)
        deeds.set_deadlines(organisation, read_days(request.POST.dict()), actor=request.actor)
        toast(request, _("已保存，从现在登记的反馈起生效"))
        return redirect("engagement:deadlines")
    days = days_in_force()
    grades = [*Grade.choices, ("", _("未评级"))]
    rows = [
        (label, [(f"{kind}-{grade}", name, days[kind][grade]) for grade, name in grades])
        for kind, label in Complaint.Kind.choices
    ]
    return render(request, "engagement/deadlines.html", {"rows": rows, "grades": grades})


def _deed(request: SignedInRequest, complaint_id: int, verb: Any, words: str, **given: Any) -> HttpResponse:
    found = _find(request, complaint_id)
    verb(found, actor=request.actor, **given)
    toast(request, words)
    return redirect("engagement:complaint", found.pk)


def _facts(request: HttpRequest) -> ComplaintFacts:
    given = {name: request.POST.get(name, "") for name in ("kind", "title", "content", "source")}
    return ComplaintFacts(**given, due_at=_due(request.POST.get("due_on", "")))


def _due(typed: str) -> datetime | None:
    """The end of that day in the office."""
    if not typed:
        return None
    try:
        day = parse_date(typed)
    except ValueError:
        day = None
    if day is None:
        raise Invalid(_("“%(raw)s”不是日期") % {"raw": typed}, field="due_on", value=typed)
    return timezone.make_aware(datetime.combine(day, time(18)))


def _find(request: SignedInRequest, complaint_id: int) -> Complaint:
    rows = Complaint.objects.standing().select_related(
        "customer__department", "owner__department", "created_by"
    )
    return find_record(request.actor, rows, complaint_id)
