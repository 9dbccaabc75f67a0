"""The worklist of findings, worked off in place, and the card on the customer's page."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kedang.access.door import can, check_right
from kedang.access.http import SignedInRequest
from kedang.access.opening import find_record, note_opening
from kedang.access.rights import rights_of
from kedang.core.numbers import number_of
from kedang.customers.models import Customer
from kedang.quality import reading
from kedang.quality.actions.findings import ignore_finding, take_up_finding
from kedang.quality.assessing import examine_one
from kedang.quality.forms import IgnoreForm
from kedang.quality.mending import context_of
from kedang.quality.models import Finding
from kedang.quality.reading import Asked, Told
from kedang.quality.rules import RULES
from kedang.quality.severity import Severity
from kedang.ui.toast import toast


@never_cache
@require_GET
def worklist(request: SignedInRequest) -> HttpResponse:
    """`?finding=` the one on the right, else the first; `?rule= severity= owner= department= customer= mine= state=`."""
    check_right(request.actor, "view", Customer)
    asked = reading.asked_of(request.GET)
    listing = reading.worklist(asked, request.actor, after=request.GET.get("after", ""))
    chosen = _chosen(request, listing.rows)
    context: dict[str, Any] = _frame(request, asked) | {"listing": listing, "told": chosen}
    if chosen is not None:
        note_opening(request.actor, chosen.finding.customer)
        context |= context_of(chosen.finding, request.actor) | _beside(listing.rows, chosen, request, asked)
    return render(request, "quality/worklist.html", context)


@require_GET
def standing(request: SignedInRequest, finding_id: int) -> HttpResponse:
    """Whether it still stands, worked out now: after something was edited, before the job has come round."""
    finding = _finding(request, finding_id)
    found = examine_one(finding.customer).found
    is_solved = (finding.rule, finding.field) not in found
    return render(request, "quality/standing.html", {"finding": finding, "is_solved": is_solved})


@require_http_methods(["GET", "POST"])
def ignore(request: SignedInRequest, finding_id: int) -> HttpResponse:
    """GET: the dialog; POST: on to the next."""
    finding = _finding(request, finding_id)
    check_right(request.actor, "edit", finding.customer, resource="contact_point")
    form = IgnoreForm(request.POST or None)
    actor = request.actor
    if form.does(
        lambda: ignore_finding(
            finding, form.cleaned_data["reason"], until=form.cleaned_data["until"], actor=actor
        )
    ):
        undo = reverse("quality:take_up", args=[finding.pk])
        toast(request, _("已忽略"), undo_url=undo)
        target = request.POST.get("next", "")
        url = reverse("quality:worklist") + (f"?{target}" if target else "")
        return HttpResponse(status=204, headers={"HX-Redirect": url})
    context = {"form": form, "told": reading.told([finding])[0], "next": request.GET.urlencode()}
    return render(request, "quality/ignore.html", context)


@require_POST
def take_up(request: SignedInRequest, finding_id: int) -> HttpResponse:
    finding = _finding(request, finding_id)
    take_up_finding(finding, actor=request.actor)
    return redirect(f"{reverse('quality:worklist')}?finding={finding.pk}")


@require_GET
def customer(request: SignedInRequest, customer_id: int) -> HttpResponse:
    """Part of the customer's page."""
    found = find_record(request.actor, Customer.objects.all(), customer_id)
    note_opening(request.actor, found)
    context = {"customer": found, "quality": reading.quality_of(found, request.actor)}
    return render(request, "quality/card.html", context)


def _finding(request: SignedInRequest, finding_id: int) -> Finding:
    rows = Finding.objects.select_related("customer", "customer__owner", "customer__department")
    return find_record(request.actor, rows, finding_id)


def _chosen(request: SignedInRequest, rows: Any) -> Told | None:
    wanted = number_of(request.GET.get("finding"))
    if wanted is None:
        return rows[0] if rows else None
    listed = next((one for one in rows if one.finding.pk == wanted), None)
    return listed or reading.told([_finding(request, wanted)])[0]


def _frame(request: SignedInRequest, asked: Asked) -> dict[str, Any]:
    rights = rights_of(request.actor)
    kept = asked.query
    return {
        "asked": asked,
        "kept": urlencode(kept),
        "without": {name: urlencode({k: v for k, v in kept.items() if k != name}) for name in _FILTERS},
        "rules": [(code, one.label) for code, one in RULES.items()],
        "severities": list(reversed(Severity.choices)),
        "may_assess": rights.has("score", "create"),
        "may_fix": rights.has("contact_point", "edit") or rights.has("customer", "edit"),
        "section": "ignored" if asked.state == Finding.State.IGNORED else "open",
    }


_FILTERS = ("rule", "severity", "owner", "department", "customer", "mine")


def _beside(rows: Any, chosen: Told, request: SignedInRequest, asked: Asked) -> dict[str, Any]:
    """The ones before and after, for j and k, and what may be done."""
    places = [one.finding.pk for one in rows]
    at = places.index(chosen.finding.pk) if chosen.finding.pk in places else -1
    following = rows[at + 1] if at + 1 < len(rows) else None
    before = rows[at - 1] if at > 0 else None
    after = f"finding={following.finding.pk}" if following else ""
    return {
        "before": before,
        "following": following,
        "next": "&".join(part for part in (urlencode(asked.query), after) if part),
        "may_ignore": can(request.actor, "edit", chosen.finding.customer, resource="contact_point"),
    }
