"""Sampling checks: started by a head, worked off by two, settled and reported."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kedang.access.door import check_right
from kedang.access.http import SignedInRequest
from kedang.access.opening import find_record, note_opening
from kedang.access.rights import rights_of
from kedang.core.errors import Invalid
from kedang.core.numbers import number_of
from kedang.people.models import Department, Person
from kedang.quality.actions import checks as deeds
from kedang.quality.actions.checks import Draft
from kedang.quality.forms import CheckForm
from kedang.quality.models import CheckState, SampleCheck, SampleItem
from kedang.quality.sampling import desk
from kedang.quality.sampling.fields import offered
from kedang.quality.sampling.judging import Said
from kedang.quality.sampling.report import progress_of, report_of
from kedang.ui.toast import toast

SHOWN = 50


@never_cache
@require_GET
def checks(request: SignedInRequest) -> HttpResponse:
    """Newest first: one's own and those one is asked for."""
    rights = rights_of(request.actor)
    if not rights.has("ledger", "view"):
        check_right(request.actor, "view", None, resource="customer")
    rows = SampleCheck.objects.visible_to(request.actor).select_related("person", "first", "second")
    last = number_of(request.GET.get("after"))
    found = list((rows.filter(pk__lt=last) if last else rows).order_by("-pk")[: SHOWN + 1])
    context = {
        "checks": [(one, progress_of(one), deeds.side_of(one, request.actor)) for one in found[:SHOWN]],
        "after": found[SHOWN - 1].pk if len(found) > SHOWN else None,
        "may_start": rights.has("score", "create"),
    }
    return render(request, "quality/checks.html", context)


@require_http_methods(["GET", "POST"])
def check_new(request: SignedInRequest) -> HttpResponse:
    check_right(request.actor, "create", None, resource="score")
    form = CheckForm(request.POST if request.method == "POST" else None)
    made: list[SampleCheck] = []
    chosen = _chosen(request)
    if form.does(lambda: made.append(deeds.start_check(None, _draft(form, chosen), actor=request.actor))):
        toast(request, _("正在抽取样本"))
        return redirect("quality:check", made[0].pk)
    status = 422 if form.errors else 200
    return render(request, "quality/check_new.html", {"form": form, **chosen}, status=status)


@never_cache
@require_GET
def check(request: SignedInRequest, check_id: int) -> HttpResponse:
    """How far it is, what is to be done, and what it brought."""
    found = _check(request, check_id)
    side = deeds.side_of(found, request.actor)
    is_mine = found.person_id == request.actor.id
    progress = progress_of(found)
    # Half of a sample says nothing: what both agree on is settled first, and mostly right.
    is_known = found.state != CheckState.RUNNING or progress.is_through
    context = {
        "check": found,
        "progress": progress,
        "fields": [label for key, label in offered() if key in found.fields],
        "side": side,
        "is_mine": is_mine and rights_of(request.actor).has("score", "create"),
        "next": desk.next_item(found, side) if side and found.state == CheckState.RUNNING else None,
        "to_settle": desk.to_settle(found) if is_mine else [],
        "report": report_of(found) if is_known else None,
        "wrong": desk.wrongs(found, request.actor),
    }
    return render(request, "quality/check.html", context)


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "POST"])
def item(request: SignedInRequest, item_id: int) -> HttpResponse:
    """GET: the customer's fields beside the questions; POST: the answers, and the next customer."""
    found = _item(request, item_id)
    actor = request.actor
    side = deeds.side_of(found.check_of, actor)
    settles = found.check_of.person_id == actor.id and desk.is_disputed(found)
    if not (side or settles):
        _check(request, found.check_of_id)
    if request.method == "POST":
        verb = deeds.settle_item if settles else deeds.answer_item
        verb(found, _said(request, found), actor=actor)
        toast(request, _("已记下"))
        following = desk.next_item(found.check_of, side) if side and not settles else None
        return (
            redirect("quality:item", following.pk)
            if following
            else redirect("quality:check", found.check_of_id)
        )
    note_opening(actor, found.customer)
    return render(request, "quality/item.html", desk.context_of(found, actor, side, settles))


@require_POST
def correct(request: SignedInRequest, item_id: int, answer_id: int) -> HttpResponse:
    found = _item(request, item_id)
    answer = found.answers.filter(pk=answer_id).first()
    if answer is None:
        raise Invalid(_("没有这一项"))
    _check(request, found.check_of_id)
    deeds.correct_answer(found, answer, actor=request.actor)
    toast(request, _("已按核对结果改正"))
    return redirect("quality:check", found.check_of_id)


@require_POST
def end(request: SignedInRequest, check_id: int) -> HttpResponse:
    """`deed`: finish or stop."""
    found = _check(request, check_id)
    deed = deeds.stop_check if request.POST.get("deed") == "stop" else deeds.finish_check
    deed(found, actor=request.actor)
    toast(request, _("核对已结束"))
    return redirect("quality:check", check_id)


def _check(request: SignedInRequest, check_id: int) -> SampleCheck:
    rows = SampleCheck.objects.select_related("person", "first", "second", "department")
    return find_record(request.actor, rows, check_id)


def _item(request: SignedInRequest, item_id: int) -> SampleItem:
    rows = SampleItem.objects.select_related(
        "check_of", "customer", "customer__owner", "customer__department"
    )
    return find_record(request.actor, rows, item_id)


def _chosen(request: SignedInRequest) -> dict[str, Any]:
    """What the pickers hold."""
    given = request.POST or request.GET
    people = Person.objects.filter(is_active=True, suspended_at=None, is_system=False)
    return {
        "first": people.filter(pk=number_of(given.get("first")) or 0).first(),
        "second": people.filter(pk=number_of(given.get("second")) or 0).first(),
        "department": Department.objects.filter(pk=number_of(given.get("department")) or 0).first(),
    }


def _draft(form: CheckForm, chosen: dict[str, Any]) -> Draft:
    if chosen["first"] is None or chosen["second"] is None:
        raise Invalid(_("请选择两位核对人"))
    given = form.cleaned_data
    return Draft(
        title=given["title"], query=given["query"], size=given["size"], is_percent=given["is_percent"],
        fields=given["fields_chosen"], **chosen,
    )  # fmt: skip


def _said(request: SignedInRequest, found: SampleItem) -> dict[str, Said]:
    keys = found.answers.values_list("key", flat=True)
    return {
        key: Said(request.POST.get(f"verdict:{key}", ""), request.POST.get(f"right:{key}", ""))
        for key in keys
    }
