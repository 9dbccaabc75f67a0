"""The customer page: everything about one customer at once (requirement A6)."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from kedang.access.http import SignedInRequest
from kedang.access.opening import open_record
from kedang.customers.models import Customer, Stage
from kedang.customers.record_page import record_context


@never_cache
@require_GET
def customer(request: SignedInRequest, customer_id: int) -> HttpResponse:
    """Opening it is in the ledger before anything is shown."""
    opened = open_record(request.actor, Customer.objects.all(), customer_id)
    context = record_context(opened, request.actor) | {"stages": Stage.choices, "limit": 10}
    return render(request, "desk/customer.html", context)
