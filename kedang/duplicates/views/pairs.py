"""The worklist of pairs, and what is decided there."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kedang.access.door import check_right
from kedang.access.http import SignedInRequest
from kedang.access.opening import find_record, note_opening
from kedang.access.rights import rights_of
from kedang.core.numbers import number_of
from kedang.customers.models import Customer
from kedang.duplicates import comparing, thresholds
from kedang.duplicates.actions.pairs import dismiss_pair, reopen_pair
from kedang.duplicates.actions.scan import start_scan
from kedang.duplicates.actions.settings import set_thresholds
from kedang.duplicates.forms import LimitsForm
from kedang.duplicates.models import DuplicatePair, Merge, Scan
from kedang.duplicates.words import reasons_of
from kedang.ui.toast import toast

SHOWN = 50


@never_cache
@require_GET
def pairs(request: SignedInRequest) -> HttpResponse:
    """`?pair=` the one on the right, else the surest; `?keep=` the record that is to stay."""
    check_right(request.actor, "view", Customer)
    section = request.GET.get("show", "open")
    if section == "merged":
        return _merged(request)
    state = DuplicatePair.State.DISMISSED if section == "dismissed" else DuplicatePair.State.OPEN
    rows = list(_page(request, state))
    shown, more = rows[:SHOWN], rows[SHOWN:]
    chosen = _chosen(request, shown)
    context: dict[str, Any] = _frame(request, section) | {
        "pairs": shown,
        "last": shown[-1] if more else None,
        "pair": chosen,
        "sure": thresholds.present().sure,
    }
    if chosen is not None:
        context |= _compared(request, chosen) | {"following": _following(shown, chosen)}
    return render(request, "duplicates/pairs.html", context)


@require_POST
def dismiss(request: SignedInRequest, pair_id: int) -> HttpResponse:
    pair = find_record(request.actor, DuplicatePair.objects.with_both(), pair_id)
    dismiss_pair(pair.low, pair, actor=request.actor)
    undo = reverse("duplicates:reopen", args=[pair.pk])
    toast(request, _("已记住：不是重复"), undo_url=undo)
    return _on(request)


@require_POST
def reopen(request: SignedInRequest, pair_id: int) -> HttpResponse:
    pair = find_record(request.actor, DuplicatePair.objects.with_both(), pair_id)
    reopen_pair(pair.low, pair, actor=request.actor)
    return redirect(f"{reverse('duplicates:pairs')}?pair={pair.pk}")


@require_POST
def scan(request: SignedInRequest) -> HttpResponse:
    start_scan(None, full=request.POST.get("full") == "1", actor=request.actor)
    toast(request, _("已开始查重，完成后结果会出现在这里"))
    return redirect("duplicates:pairs")


@require_GET
def progress(request: SignedInRequest) -> HttpResponse:
    check_right(request.actor, "merge", Customer)
    latest = Scan.objects.order_by("-pk").first()  # reading: numbers of the work, no record
    response = render(request, "duplicates/progress.html", {"scan": latest})
    if latest is None or latest.is_over:
        response.headers["HX-Refresh"] = "true"
    return response


@require_http_methods(["GET", "POST"])
def limits(request: SignedInRequest) -> HttpResponse:
    """From which certainty on pairs are listed and called sure."""
    check_right(request.actor, "manage", None, resource="template")
    form = LimitsForm(request.POST or None, initial=LimitsForm.of(thresholds.present()))
    if form.does(lambda: set_thresholds(None, *form.limits(), actor=request.actor)):
        toast(request, _("已保存，下次查重起生效"))
        return redirect("duplicates:limits")
    status = 422 if form.errors else 200
    return render(request, "duplicates/settings.html", {"form": form}, status=status)


def _page(request: SignedInRequest, state: str) -> Any:
    rows = DuplicatePair.objects.visible_to(request.actor).filter(state=state).with_both()
    before = (
        DuplicatePair.objects.visible_to(request.actor)
        .filter(pk=number_of(request.GET.get("after")) or 0)
        .first()
    )
    return (rows.after(before) if before else rows)[: SHOWN + 1]


def _chosen(request: SignedInRequest, shown: list[DuplicatePair]) -> DuplicatePair | None:
    wanted = number_of(request.GET.get("pair"))
    if wanted is None:
        return shown[0] if shown else None
    listed = next((one for one in shown if one.pk == wanted), None)
    return listed or find_record(request.actor, DuplicatePair.objects.with_both(), wanted)


def _compared(request: SignedInRequest, pair: DuplicatePair) -> dict[str, Any]:
    target, source = comparing.keeps(pair.low, pair.high)
    if request.GET.get("keep") == str(source.pk):
        target, source = source, target
    for one in (target, source):
        note_opening(request.actor, one)
    return {
        "comparison": comparing.compare(target, source),
        "reasons": reasons_of(pair.evidence),
        "may_merge": may_merge(request, pair.low, pair.high),
    }


def may_merge(request: SignedInRequest, *both: Customer) -> bool:
    rows = Customer.objects.filter(pk__in=[one.pk for one in both]).permitted(request.actor, "merge")
    return rows.count() == len(both)


def _following(shown: list[DuplicatePair], chosen: DuplicatePair) -> DuplicatePair | None:
    places = [one.pk for one in shown]
    where = places.index(chosen.pk) + 1 if chosen.pk in places else 0
    return shown[where] if where < len(shown) else None


def _merged(request: SignedInRequest) -> HttpResponse:
    rows = Merge.objects.visible_to(request.actor).listed().select_related("target", "source", "person")
    context = _frame(request, "merged") | {"merges": rows.order_by("-pk")[:SHOWN]}
    return render(request, "duplicates/merged.html", context)


def _frame(request: SignedInRequest, section: str) -> dict[str, Any]:
    rights = rights_of(request.actor)
    return {
        "section": section,
        "scan": Scan.objects.order_by("-pk").first(),  # reading: numbers of the work, no record
        "may_scan": rights.has("customer", "merge"),
    }


def _on(request: SignedInRequest) -> HttpResponse:
    """To the next pair."""
    following = number_of(request.POST.get("following"))
    return redirect(reverse("duplicates:pairs") + (f"?pair={following}" if following else ""))
