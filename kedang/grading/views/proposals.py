"""The inbox of proposed grades, and what is decided there."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from kedang.access.door import can, check_right
from kedang.access.http import SignedInRequest
from kedang.access.opening import find_record, note_opening
from kedang.access.rights import rights_of
from kedang.access.runs import start_run
from kedang.core.numbers import number_of
from kedang.grading import reading
from kedang.grading.actions.calculations import start_calculation
from kedang.grading.actions.proposals import accept_proposal, accept_run, keep_grade
from kedang.grading.models import Calculation, Method, Proposal
from kedang.grading.words import basis_of
from kedang.ui.toast import toast

_STATES = {"open": Proposal.State.OPEN, "accepted": Proposal.State.ACCEPTED, "kept": Proposal.State.KEPT}


@never_cache
@require_GET
def proposals(request: SignedInRequest) -> HttpResponse:
    """`?proposal=` the one on the right, else the newest; `?show=` accepted, kept."""
    check_right(request.actor, "view", Proposal)
    section = request.GET.get("show", "open")
    state = _STATES.get(section, Proposal.State.OPEN)
    listing = reading.proposals(request.actor, state=state, after=request.GET.get("after", ""))
    chosen = _chosen(request, listing.rows)
    context: dict[str, Any] = {
        "section": section if section in _STATES else "open",
        "listing": listing,
        "count": reading.open_count(request.actor),
        "calculation": reading.latest_calculation(),
        "may_start": rights_of(request.actor).has("score", "create"),
        "proposal": chosen,
    }
    if chosen is not None:
        note_opening(request.actor, chosen.customer)
        context |= {
            "basis": basis_of(chosen),
            "scores": reading.scores_of(chosen.customer, request.actor, but=Method.ABC),
            "following": _following(listing.rows, chosen),
            "may_decide": may_decide(request, chosen),
        }
    return render(request, "grading/proposals.html", context)


@require_POST
def accept(request: SignedInRequest, proposal_id: int) -> HttpResponse:
    proposal = find_record(request.actor, Proposal.objects.with_customer(), proposal_id)
    accept_proposal(proposal, actor=request.actor)
    words = _("“%(name)s”评为 %(grade)s") % {
        "name": proposal.customer.name, "grade": proposal.get_proposed_display(),
    }  # fmt: skip
    toast(request, words)
    return _on(request)


@require_POST
def keep(request: SignedInRequest, proposal_id: int) -> HttpResponse:
    proposal = find_record(request.actor, Proposal.objects.with_customer(), proposal_id)
    keep_grade(proposal, actor=request.actor)
    toast(request, _("已维持“%(name)s”的等级") % {"name": proposal.customer.name})
    return _on(request)


@require_POST
def accept_all(request: SignedInRequest) -> HttpResponse:
    """All that are open and that one may decide, as bulk work with progress."""
    for resource in ("score", "customer"):
        check_right(request.actor, "edit", None, resource=resource)
    rows = Proposal.objects.permitted(request.actor, "edit").open()
    start_run(accept_run, rows, {}, actor=request.actor, title=_("采纳等级建议"))
    toast(request, _("正在逐一采纳，进度在右上角"), "note")
    return redirect("grading:proposals")


@require_POST
def calculate(request: SignedInRequest) -> HttpResponse:
    start_calculation(None, actor=request.actor)
    toast(request, _("已开始计算，完成后建议会出现在这里"), "note")
    return redirect("grading:proposals")


@require_GET
def progress(request: SignedInRequest) -> HttpResponse:
    check_right(request.actor, "create", None, resource="score")
    latest: Calculation | None = reading.latest_calculation()
    response = render(request, "grading/progress.html", {"calculation": latest})
    if latest is None or latest.is_over:
        response.headers["HX-Refresh"] = "true"
    return response


def may_decide(request: SignedInRequest, proposal: Proposal) -> bool:
    """Who may grade, and change the record."""
    is_open = proposal.state == Proposal.State.OPEN
    return is_open and can(request.actor, "edit", proposal) and can(request.actor, "edit", proposal.customer)


def _chosen(request: SignedInRequest, rows: Any) -> Proposal | None:
    wanted = number_of(request.GET.get("proposal"))
    if wanted is None:
        return rows[0] if rows else None
    listed = next((one for one in rows if one.pk == wanted), None)
    return listed or find_record(request.actor, Proposal.objects.with_customer(), wanted)


def _following(rows: Any, chosen: Proposal) -> Proposal | None:
    places = [one.pk for one in rows]
    where = places.index(chosen.pk) + 1 if chosen.pk in places else 0
    return rows[where] if where < len(rows) and rows[where].pk != chosen.pk else None


def _on(request: SignedInRequest) -> HttpResponse:
    """Back to the customer's page, or on to the next."""
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    following = number_of(request.POST.get("following"))
    return redirect(reverse("grading:proposals") + (f"?proposal={following}" if following else ""))
