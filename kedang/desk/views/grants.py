"""Single grants on a customer or a document: who holds which, giving one, taking one back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kedang.access import granting
from kedang.access.actions.grants import end_grant, grant
from kedang.access.http import SignedInRequest
from kedang.access.models import Grant
from kedang.access.opening import find_record
from kedang.access.words import VERBS
from kedang.core.errors import NotFound
from kedang.customers.models import Customer
from kedang.customers.views.finding import again, close
from kedang.desk.forms import GrantForm
from kedang.documents.models import Document
from kedang.ui.toast import toast

SHOWN = 100


@dataclass(frozen=True)
class ShownGrant:
    """`is_inherited`: given on the customer, so it is ended there."""

    given: Grant
    to: str
    verb: str | Promise
    is_inherited: bool


@require_GET
def grants(request: SignedInRequest, kind: str, object_id: int) -> HttpResponse:
    return _panel(request, _record(request, kind, object_id))


@require_http_methods(["GET", "POST"])
def grant_new(request: SignedInRequest, kind: str, object_id: int) -> HttpResponse:
    record = _record(request, kind, object_id)
    may_give = [
        verb for verb in granting.offered_on(record) if granting.may_give(request.actor, verb, record)
    ]
    form = GrantForm(request.POST or None, may_give=may_give)
    if form.does(lambda: _give(request, record, form)):
        toast(request, _("已授权，并记入台账"))
        return close(_panel(request, record))
    return again(render(request, "desk/grant_form.html", {"form": form, "record": record}))


@require_POST
def grant_end(request: SignedInRequest, kind: str, object_id: int, grant_id: int) -> HttpResponse:
    record = _record(request, kind, object_id)
    given = granting.given_on(record).filter(pk=grant_id).first()
    if given is None:
        raise NotFound(_("没有找到，或已经收回"))
    end_grant(record, given, actor=request.actor)
    toast(request, _("已收回授权"))
    return _panel(request, record)


def _record(request: SignedInRequest, kind: str, object_id: int) -> Any:
    """Whom it is not for to give rights need not see who has them."""
    if kind == "customer":
        return find_record(request.actor, Customer.objects.all(), object_id, verb="grant")
    if kind == "document":
        return find_record(request.actor, Document.objects.with_places(), object_id, verb="grant")
    raise NotFound(_("没有找到，或您无权查看"))


def _give(request: SignedInRequest, record: Any, form: GrantForm) -> None:
    entered = form.cleaned_data
    to = entered["person"] or entered["department"]
    grant(record, entered["verbs"], to=to, expires_at=form.until(), actor=request.actor)


def _panel(request: SignedInRequest, record: Any) -> HttpResponse:
    shown = _shown(record, is_inherited=False)
    if record.scope_path:
        shown += _shown(getattr(record, record.scope_path), is_inherited=True)
    return render(request, "desk/grants.html", {"record": record, "grants": shown})


def _shown(record: Any, *, is_inherited: bool) -> list[ShownGrant]:
    standing = granting.standing_on(record).select_related("person", "department", "given_by")
    return [
        ShownGrant(
            one,
            one.person.name if one.person else one.department.name if one.department else "",
            VERBS.get(one.verb, one.verb),
            is_inherited,
        )
        for one in standing.order_by("-pk")[:SHOWN]
    ]
