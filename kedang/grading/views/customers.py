"""Scores, service level and refusal on the customer's page; the worklist of missed contacts."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from kedang.access.door import can, check_right
from kedang.access.http import SignedInRequest
from kedang.access.opening import find_record
from kedang.customers.models import Customer
from kedang.grading import reading
from kedang.grading.actions.opt_outs import opt_in, opt_out
from kedang.grading.contacts import rhythm_of
from kedang.grading.models import Score
from kedang.grading.population import is_refusing
from kedang.grading.views.proposals import may_decide
from kedang.grading.words import basis_of
from kedang.ui.toast import toast


@require_GET
def scores(request: SignedInRequest, customer_id: int) -> HttpResponse:
    """Part of the customer's page."""
    customer = find_record(request.actor, Customer.objects.all(), customer_id)
    return _shown(request, customer)


@require_http_methods(["POST", "DELETE"])
def refusal(request: SignedInRequest, customer_id: int) -> HttpResponse:
    """POST: no automated grading any more; DELETE: again."""
    customer = find_record(request.actor, Customer.objects.all(), customer_id)
    if request.method == "POST":
        opt_out(customer, actor=request.actor)
        toast(request, _("已登记，不再自动评级，已有评分已清除"))
    else:
        opt_in(customer, actor=request.actor)
        toast(request, _("下次计算起重新自动评级"))
    return _shown(request, customer)


@require_GET
def contacts(request: SignedInRequest) -> HttpResponse:
    """`?whose=all` for everybody's one may see."""
    check_right(request.actor, "view", Score)
    mine = request.GET.get("whose") != "all"
    listing = reading.missed_contacts(request.actor, mine=mine, after=request.GET.get("after", ""))
    context = {"listing": listing, "mine": mine}
    is_more = "after" in request.GET
    return render(request, "grading/contact_rows.html" if is_more else "grading/contacts.html", context)


def _shown(request: SignedInRequest, customer: Customer) -> HttpResponse:
    proposal = reading.proposal_of(customer, request.actor)
    context = {
        "customer": customer,
        "scores": reading.scores_of(customer, request.actor),
        "proposal": proposal,
        "basis": basis_of(proposal) if proposal else [],
        "may_decide": proposal is not None and may_decide(request, proposal),
        "is_refusing": is_refusing(customer, request.actor),
        "may_refuse": can(request.actor, "edit", customer, resource="score"),
        "rhythm": rhythm_of(customer),
    }
    return render(request, "grading/scores.html", context)
