"""How views get at a customer and say what may be done with it."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from kedang.access.http import SignedInRequest
from kedang.access.opening import find_record, note_opening
from kedang.access.ruled import Ruled
from kedang.customers.models import ContactPerson, ContactPoint, Customer
from kedang.customers.record_page import may

# As `Customer.objects.visible_to` finds it.
WHOLE = Ruled(Customer, "view", lambda rows, pk: rows.in_use().filter(pk=pk))
_WITH_KEEPERS = Ruled(
    Customer,
    "view",
    lambda rows, pk: rows.in_use().filter(pk=pk).select_related("owner", "department"),
)


def customer_of(request: SignedInRequest, customer_id: int, *, verb: str = "view") -> Customer:
    """For a part of its page or a deed; what is only shown counts as an opening."""
    customer: Customer = find_record(request.actor, _WITH_KEEPERS, customer_id, verb=verb)
    if request.method != "POST":
        note_opening(request.actor, customer)
    return customer


def point_of(request: SignedInRequest, point_id: int) -> ContactPoint:
    points = ContactPoint.objects.in_use().select_related("customer", "contact_person")
    return find_record(request.actor, points.filter(customer__trashed_at=None), point_id)


def contact_person_of(request: SignedInRequest, person_id: int) -> ContactPerson:
    people = ContactPerson.objects.filter(removed_at=None, customer__trashed_at=None).select_related(
        "customer"
    )
    return find_record(request.actor, people, person_id)


def part(request: SignedInRequest, name: str, context: dict[str, Any]) -> HttpResponse:
    return render(request, f"customers/{name}.html", context)


def again(response: HttpResponse) -> HttpResponse:
    """The form with its errors goes back into the dialog, not where its result would."""
    response.headers["HX-Retarget"] = "#dialog"
    response.headers["HX-Reswap"] = "innerHTML"
    return response


def close(response: HttpResponse) -> HttpResponse:
    """The dialog it came from closes."""
    response.headers["HX-Trigger"] = "kd:close"
    return response


__all__ = ["again", "close", "contact_person_of", "customer_of", "may", "part", "point_of"]
