"""The list of names that do not follow the rule; repairing them is bulk work (`bulk.deed`)."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from kedang.access.http import SignedInRequest
from kedang.access.rights import rights_of
from kedang.core.numbers import number_of
from kedang.customers.models import Customer
from kedang.documents import misnamed as scan
from kedang.documents.lists import type_choices


@require_GET
def misnamed(request: SignedInRequest) -> HttpResponse:
    within = scan.asked_for(request.GET, request.actor)
    after = request.GET.get("after", "")
    found = scan.find(within, request.actor, after=number_of(after) or 0)
    rows = scan.shown(found.found, request.actor)
    known = Customer.objects.visible_to(request.actor).filter(pk__in={row.customer_id for row, _name in rows})
    context = {
        "rows": rows,
        "after": found.after,
        "within": within,
        "seen_customers": set(known.values_list("pk", flat=True)),
        "count": f"{len(rows)}{'+' if found.after else ''}",
        "may_edit": rights_of(request.actor).has("document", "edit"),
    }
    if after:
        return render(request, "documents/misnamed_rows.html", context)
    return render(request, "documents/misnamed.html", context | {"types": type_choices()})
