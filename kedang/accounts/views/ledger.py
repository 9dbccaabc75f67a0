"""The ledger's pages: all of it, of one customer, of one person, one's own. Opening one is recorded."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from kedang.access.http import SignedInRequest
from kedang.access.ledger import may_read_ledger_of
from kedang.accounts import asking, ledger_reading, reading
from kedang.accounts.forms.ledger import LedgerForm
from kedang.accounts.ledger_reading import Asked
from kedang.core.errors import NotFound
from kedang.core.numbers import number_of


@require_GET
def ledger(request: SignedInRequest) -> HttpResponse:
    """The audit ledger, as far as the reader may see it."""
    reading.demand(request.actor, "ledger")
    return _page(request, {"title": _("审计台账")})


@require_GET
def my_ledger(request: SignedInRequest) -> HttpResponse:
    return _page(request, {"title": _("我的操作记录"), "is_mine": True}, actor_id=request.user.pk)


@require_GET
def customer_ledger(request: SignedInRequest, customer_id: int) -> HttpResponse:
    """Who saw and changed this customer, for those entitled."""
    if not may_read_ledger_of(request.actor, customer_id):
        raise NotFound(_("没有找到，或您无权查看"))
    name = ledger_reading.customer_name(request.actor, customer_id)
    return _page(request, {"title": _("%(customer)s 的台账") % {"customer": name}}, customer_id=customer_id)


@require_GET
def person_ledger(request: SignedInRequest, person_id: int) -> HttpResponse:
    """What this person did, and what was done to their account."""
    if person_id == request.user.pk:
        return my_ledger(request)
    reading.demand(request.actor, "ledger")
    person = reading.anybody(person_id)
    return _page(request, {"title": _("%(person)s 的台账") % {"person": person.name}}, person_id=person_id)


def _page(request: SignedInRequest, context: dict[str, Any], **fixed: int) -> HttpResponse:
    form = LedgerForm(request.GET)
    asked = _asked(form, fixed)
    before = request.GET.get("before", "")
    page = ledger_reading.page_of(request.actor, asked, before=number_of(before))
    if not before:  # the rest of a page that was opened is no new opening
        filters = {name: str(value) for name, value in form.cleaned_data.items() if value}
        asking.note_ledger_opened(
            request.actor, customer_id=asked.customer_id, person_id=asked.person_id, asked=filters
        )
    context |= {"page": page, "form": form, "kinds": ledger_reading.kinds_by_room()}
    return render(request, "accounts/ledger_rows.html" if before else "accounts/ledger.html", context)


def _asked(form: LedgerForm, fixed: dict[str, int]) -> Asked:
    form.is_valid()  # a filter that is wrong is shown at its field and not applied
    entered = {name: value for name, value in form.cleaned_data.items() if name != "who" and value}
    who = form.cleaned_data.get("who")
    return Asked(**{**({"actor_id": who.pk} if who else {}), **entered, **fixed})
