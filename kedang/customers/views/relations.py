"""A customer's relations: the card on its page, adding, ending, suggestions."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kedang.access.http import SignedInRequest
from kedang.access.opening import find_record
from kedang.core.errors import Invalid
from kedang.core.numbers import number_of
from kedang.customers import relations as kin
from kedang.customers.actions.relations import dismiss_suggestion, end_relation, relate
from kedang.customers.models import Customer, Relation, RelationSuggestion
from kedang.customers.views.finding import close, customer_of, may
from kedang.ui.toast import toast


@require_GET
def relations(request: SignedInRequest, customer_id: int) -> HttpResponse:
    return _card(request, find_record(request.actor, Customer.objects.all(), customer_id))


@require_http_methods(["GET", "POST"])
def relation_new(request: SignedInRequest, customer_id: int) -> HttpResponse:
    """GET: in a dialog; POST `other`, `role`, `note`."""
    customer = customer_of(request, customer_id, verb="edit")
    if request.method == "GET":
        return render(
            request, "customers/relation_form.html", {"customer": customer, "roles": kin.ROLES.items()}
        )
    chosen = number_of(request.POST.get("other"))
    other = Customer.objects.visible_to(request.actor).filter(pk=chosen or 0).first()
    if other is None:
        raise Invalid(_("请选择客户"), field="other")
    given = request.POST
    relate(customer, other, given.get("role", ""), note=given.get("note", ""), actor=request.actor)
    toast(request, _("已关联“%(name)s”") % {"name": other.name})
    return close(_card(request, customer))


@require_POST
def relation_end(request: SignedInRequest, customer_id: int, relation_id: int) -> HttpResponse:
    customer = find_record(request.actor, Customer.objects.all(), customer_id)
    rows = Relation.objects.in_use().select_related("customer", "other")
    relation = find_record(request.actor, rows, relation_id)
    end_relation(customer, relation, actor=request.actor)
    toast(request, _("已结束关联"))
    return _card(request, customer)


@require_POST
def suggestion_dismiss(request: SignedInRequest, customer_id: int, suggestion_id: int) -> HttpResponse:
    customer = find_record(request.actor, Customer.objects.all(), customer_id)
    suggestion = find_record(request.actor, RelationSuggestion.objects.all(), suggestion_id)
    dismiss_suggestion(customer, suggestion, actor=request.actor)
    toast(request, _("已排除，不再建议"))
    return _card(request, customer)


def _card(request: SignedInRequest, customer: Customer) -> HttpResponse:
    found = kin.relations_of(customer, request.actor)
    context: dict[str, Any] = {
        "customer": customer,
        "related": found,
        "suggested": kin.suggestions_of(customer, request.actor),
        "has_group": any(one.role in {kin.PARENT, kin.BRANCH} for one in found),
        "may": may(request.actor, customer),
    }
    return render(request, "customers/relations.html", context)
