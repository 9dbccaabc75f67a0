"""One dealing: looked at and changed in a dialog, taken back, brought back."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kedang.access.door import can
from kedang.access.http import SignedInRequest
from kedang.access.opening import find_record, note_opening
from kedang.core.numbers import number_of
from kedang.customers.models import ContactPerson, Customer, Project
from kedang.dealings.actions.interactions import change_interaction
from kedang.dealings.actions.needs import change_need, meet_need
from kedang.dealings.actions.purchases import change_purchase
from kedang.dealings.actions.withdrawal import bring_back, withdraw
from kedang.dealings.changing import may_change
from kedang.dealings.models import Channel, Currency, Direction, Interaction, Need, NeedKind, Purchase
from kedang.dealings.sealing import words_of_one
from kedang.dealings.states import Dealing
from kedang.dealings.views.composing import interaction_facts, need_facts, purchase_facts
from kedang.dealings.views.finding import answer, dealing_of, number
from kedang.documents.models import Document
from kedang.ui.toast import toast

CHOICES = {
    "channels": Channel.choices,
    "directions": Direction.choices,
    "currencies": Currency.choices,
    "kinds": NeedKind.choices,
}


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def dealing(request: SignedInRequest, kind: str, dealing_id: int) -> HttpResponse:
    """GET: the form for `#dialog`; POST: changed, unless somebody was faster."""
    found = dealing_of(request, kind, dealing_id)
    if request.method == "POST":
        _change(request, found)
        toast(request, _("已保存"))
        return answer()
    note_opening(request.actor, found.customer)
    return render(request, f"dealings/{kind}_form.html", CHOICES | _form_of(request, found))


@require_POST
def need_met(request: SignedInRequest, dealing_id: int) -> HttpResponse:
    """Met today; pressed again, open again."""
    needs = Need.objects.filter(customer__trashed_at=None).select_related("customer")
    found = find_record(request.actor, needs, dealing_id)
    meet_need(found, actor=request.actor)
    toast(request, _("已标记为满足") if found.met_on else _("已重新打开"))
    return answer()


@require_POST
def withdrawal(request: SignedInRequest, kind: str, dealing_id: int) -> HttpResponse:
    found = dealing_of(request, kind, dealing_id)
    withdraw(found, actor=request.actor)
    toast(request, _("已撤回"), "note", undo_url=reverse("dealings:bring_back", args=[kind, dealing_id]))
    return answer()


@require_POST
def return_(request: SignedInRequest, kind: str, dealing_id: int) -> HttpResponse:
    bring_back(dealing_of(request, kind, dealing_id), actor=request.actor)
    toast(request, _("已恢复"))
    return answer()


@require_GET
def pick_document(request: SignedInRequest) -> JsonResponse:
    """Documents of `?customer=` by name, newest first."""
    customer = find_record(request.actor, Customer.objects.all(), number_of(request.GET.get("customer")) or 0)
    rows = Document.objects.visible_to(request.actor).available().filter(customer=customer)
    if typed := request.GET.get("q", "").strip():
        rows = rows.filter(name__icontains=typed[:80])
    found = rows.select_related("type").order_by("-pk")[:12]
    results = [
        {"value": one.pk, "label": one.name, "hint": one.type.name if one.type else ""} for one in found
    ]
    return JsonResponse({"results": results})


def _change(request: SignedInRequest, found: Dealing) -> None:
    expected, actor = number(request, "revision"), request.actor
    if isinstance(found, Interaction):
        change_interaction(found, interaction_facts(request), expected=expected, actor=actor)
    elif isinstance(found, Purchase):
        change_purchase(found, purchase_facts(request), expected=expected, actor=actor)
    else:
        change_need(found, need_facts(request), expected=expected, actor=actor)


def _form_of(request: SignedInRequest, found: Dealing) -> dict[str, Any]:
    may = can(request.actor, "edit", found) and not found.is_withdrawn
    if isinstance(found, Interaction):
        may = may and may_change(found, request.actor)
    context: dict[str, Any] = {
        "row": found,
        "customer": found.customer,
        "words": words_of_one(found),
        "may_change": may,
        "projects": Project.objects.visible_to(request.actor).filter(
            customer=found.customer, trashed_at=None
        )[:100],
    }
    if isinstance(found, Interaction):
        taking_part = set(found.taking_part.values_list("person_id", flat=True))
        people = ContactPerson.objects.visible_to(request.actor).filter(
            customer=found.customer, removed_at=None
        )
        context |= {
            "at": f"{timezone.localtime(found.at):%Y-%m-%dT%H:%M}",
            "people": [(person, person.pk in taking_part) for person in people[:100]],
            "documents": list(Document.objects.visible_to(request.actor).filter(interactions=found)),
        }
    if isinstance(found, Need):
        context["others"] = []
    return context
