"""Hand-over: asked for with a living preview, carried out, reported."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kedang.access.door import check_right
from kedang.access.http import SignedInRequest
from kedang.access.opening import find_record
from kedang.access.rights import rights_of
from kedang.core.errors import DomainError, StepUpNeeded
from kedang.core.numbers import number_of, numbers_of
from kedang.customers.export_files import write_list
from kedang.customers.views.lists import chosen_of
from kedang.people.models import Person
from kedang.teamwork import reports
from kedang.teamwork.actions.hand_overs import begin_report, carry_out, plan_hand_over
from kedang.teamwork.handing import LOOKED_AT, MOST, Wish, left_behind, plan_of, sights_of
from kedang.teamwork.models import HandOver, HandOverItem, Rule
from kedang.ui.toast import toast

ROWS = 30
SHOWN_HEIRS = 20


@require_GET
def hand_overs(request: SignedInRequest) -> HttpResponse:
    """Newest first; with `after` only the next rows."""
    rows = HandOver.objects.visible_to(request.actor).select_related("leaver", "created_by")
    after = number_of(request.GET.get("after"))
    if after is not None:
        rows = rows.filter(pk__lt=after)
    page = list(rows.order_by("-pk")[: ROWS + 1])
    context = {
        "hand_overs": page[:ROWS],
        "more": page[ROWS - 1].pk if len(page) > ROWS else None,
        "may_assign": rights_of(request.actor).has("customer", "assign"),
    }
    name = "hand_over_rows" if after is not None else "hand_overs"
    return render(request, f"teamwork/{name}.html", context)


@require_http_methods(["GET", "POST"])
def hand_over_new(request: SignedInRequest) -> HttpResponse:
    """GET: the form (`?person=`); POST: begun. `choose` comes from the list of customers with its selection."""
    check_right(request.actor, "assign", None, resource="customer")
    if "choose" in request.POST or "choose" in request.GET:
        ids = list(chosen_of(request).order_by("pk").values_list("pk", flat=True)[:MOST])
        return render(request, "teamwork/hand_over_new.html", _form(request, ids))
    if request.method == "GET":
        return render(request, "teamwork/hand_over_new.html", _form(request, []))
    made = plan_hand_over(HandOver, _wish(request), actor=request.actor)
    carry_out(made, actor=request.actor)
    toast(request, _("已开始交接"))
    response = redirect("teamwork:hand_over", made.pk)
    if request.headers.get("HX-Request"):
        response.headers["HX-Redirect"] = response.headers["Location"]
        response.status_code = 204
    return response


@require_POST
def hand_over_preview(request: SignedInRequest) -> HttpResponse:
    """What would move, and who would lose sight of what; or why not."""
    check_right(request.actor, "assign", None, resource="customer")
    wish = _wish(request)
    try:
        plan = plan_of(wish, request.actor)
    except StepUpNeeded:
        raise
    except DomainError as error:
        return render(request, "teamwork/hand_over_preview.html", {"error": error, "wish": wish})
    context = {
        "plan": plan,
        "count": len(plan.givers),
        "shares": sorted(plan.shares, key=lambda one: -one.customers)[:SHOWN_HEIRS],
        "sights": sights_of(plan)[:SHOWN_HEIRS],
        "is_capped": len(plan.givers) > LOOKED_AT,
        "looked_at": LOOKED_AT,
        "left_behind": left_behind(wish.leaver) if wish.leaver and wish.with_tasks else 0,
    }
    return render(request, "teamwork/hand_over_preview.html", context)


@never_cache
@require_GET
def hand_over(request: SignedInRequest, hand_over_id: int) -> HttpResponse:
    """The report; while it goes on its progress, and with `after` only the next rows."""
    found = _find(request, hand_over_id)
    state = request.GET.get("state", "")
    after = number_of(request.GET.get("after"))
    rows = reports.rows_of(found, request.actor, state=state, after=after)
    context: dict[str, Any] = {
        "hand_over": found,
        "rows": rows[: reports.ROWS],
        "more": rows[reports.ROWS - 1].item.pk if len(rows) > reports.ROWS else None,
        "state": state,
    }
    if after is not None:
        return render(request, "teamwork/hand_over_items.html", context)
    context |= {
        "totals": reports.totals_of(found, request.actor),
        "states": HandOverItem.State.choices,
        "run": reports.run_of(found),
        "is_mine": found.created_by_id == request.actor.id,
        "may_export": rights_of(request.actor).has("customer", "export"),
    }
    part = "hand_over_part" if request.headers.get("HX-Request") else "hand_over"
    response = render(request, f"teamwork/{part}.html", context)
    if part == "hand_over_part" and found.finished_at and "state" not in request.GET:
        response.headers["HX-Refresh"] = "true"  # its head says so too
    return response


@require_POST
def hand_over_start(request: SignedInRequest, hand_over_id: int) -> HttpResponse:
    """One that was planned and, the server having stopped, not begun."""
    found = _find(request, hand_over_id)
    check_right(request.actor, "assign", None, resource="customer")
    carry_out(found, actor=request.actor)
    return redirect("teamwork:hand_over", found.pk)


@never_cache
@require_POST
def hand_over_export(request: SignedInRequest, hand_over_id: int) -> HttpResponse:
    """The whole file before the first byte leaves."""
    found = _find(request, hand_over_id)
    begin_report(found, actor=request.actor)
    with TemporaryDirectory(prefix="kedang-export-") as folder:
        path = Path(folder) / "report.xlsx"
        write_list(path, reports.lines_of(found, request.actor))
        kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        response = HttpResponse(path.read_bytes(), content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="hand-over-{found.pk}.xlsx"'
    return response


def _find(request: SignedInRequest, pk: int) -> HandOver:
    return find_record(request.actor, HandOver.objects.select_related("leaver", "created_by"), pk)


def _wish(request: SignedInRequest) -> Wish:
    given = request.POST
    wanted = numbers_of(given.getlist("heirs"))
    people = Person.objects.filter(pk__in=wanted).select_related("department").in_bulk()
    return Wish(
        leaver=_leaver(given.get("leaver")),
        heirs=[people[pk] for pk in dict.fromkeys(wanted) if pk in people],
        ids=numbers_of(given.get("ids", "").split("-")),
        query=given.get("query", "").strip(),
        rule=given.get("rule", Rule.EVEN),
        with_tasks="with_tasks" in given,
        with_projects="with_projects" in given,
    )


def _leaver(given: str | None) -> Person | None:
    """Somebody suspended too: that is when it is needed most."""
    pk = number_of(given)
    rows = Person.objects.filter(is_system=False).select_related("department")
    return rows.filter(pk=pk).first() if pk is not None else None


def _form(request: SignedInRequest, ids: list[int]) -> dict[str, Any]:
    return {
        "leaver": _leaver(request.GET.get("person")),
        "ids": "-".join(map(str, ids)),
        "chosen": len(ids),
        "rules": Rule.choices,
    }
