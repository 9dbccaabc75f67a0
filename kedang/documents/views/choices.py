"""What the choosing fields ask for while somebody types: `{"results": [{"value", "label", "hint"}]}`."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import JsonResponse
from django.views.decorators.http import require_GET

from kedang.access.http import SignedInRequest
from kedang.access.opening import find_record
from kedang.core.preset_names import shown, shown_path
from kedang.customers.models import Customer, Project, Tag
from kedang.filing.tree import tree_of
from kedang.search import QueryError, find

MOST = 12


@require_GET
def customers(request: SignedInRequest) -> JsonResponse:
    typed = request.GET.get("q", "").replace('"', " ").strip()
    query = f'"{typed}"' if typed else ""
    try:
        found = find(Customer.objects.all(), query, request.actor, limit=MOST).items
    except QueryError:
        found = []
    return _answer((customer.pk, customer.name, customer.number) for customer in found)


@require_GET
def tags(request: SignedInRequest) -> JsonResponse:
    rows = Tag.objects.visible_to(request.actor).called(request.GET.get("q", "").strip())
    return _answer((tag.name, shown(tag.name), "") for tag in rows.order_by("name")[:MOST])


@require_GET
def projects(request: SignedInRequest, customer_id: int) -> JsonResponse:
    customer = find_record(request.actor, Customer.objects.all(), customer_id)
    rows = Project.objects.visible_to(request.actor).filter(customer=customer, trashed_at=None)
    if typed := request.GET.get("q", "").strip():
        rows = rows.filter(name__icontains=typed)
    return _answer((project.pk, project.name, "") for project in rows.order_by("name")[:MOST])


@require_GET
def folders(request: SignedInRequest, customer_id: int) -> JsonResponse:
    """Paths of the customer's folders, standard ones that are not used yet too."""
    customer = find_record(request.actor, Customer.objects.all(), customer_id)
    typed = request.GET.get("q", "").strip().casefold()
    paths = [each.path for branch in tree_of(customer, actor=request.actor) for each in branch.walk()]
    labelled = [(path, shown_path(path)) for path in paths[:500]]
    return _answer(
        (path, label, "") for path, label in labelled if typed in path.casefold() or typed in label.casefold()
    )


def _answer(rows: Iterable[tuple[object, str, str]]) -> JsonResponse:
    results = [{"value": str(value), "label": label, "hint": hint} for value, label, hint in rows]
    return JsonResponse({"results": results[: MOST * 2]})
