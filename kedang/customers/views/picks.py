"""What comboboxes ask for: at most twenty, within rights, nothing loaded in bulk."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from django.http import JsonResponse
from django.views.decorators.http import require_GET

from kedang import search
from kedang.access.http import SignedInRequest
from kedang.core import industries, regions
from kedang.core.errors import Invalid
from kedang.core.text import match_key
from kedang.customers.models import Customer, DimensionValue, Tag

MOST = 20
Choice = dict[str, object]


@require_GET
def pick_tag(request: SignedInRequest) -> JsonResponse:
    typed = match_key(request.GET.get("q", ""))
    tags = Tag.objects.visible_to(request.actor).filter(retired_at=None, match_key__contains=typed)
    return _answer({"value": tag.pk, "label": tag.name} for tag in tags[:MOST])


@require_GET
def pick_industry(request: SignedInRequest) -> JsonResponse:
    typed = request.GET.get("q", "").strip()
    everything = [
        one for section in industries.sections() for one in (section, *industries.divisions(section.code))
    ]
    found = [one for one in everything if typed in one.name or any(typed in alias for alias in one.aliases)]
    if not typed:
        found = industries.sections()
    return _answer(
        {"value": one.code, "label": industries.full_name(one.code), "hint": one.code} for one in found
    )


@require_GET
def pick_region(request: SignedInRequest) -> JsonResponse:
    typed = request.GET.get("q", "").strip()
    found = regions.starting_with(typed, MOST) if typed else regions.children()
    return _answer(
        {"value": one.code, "label": regions.full_name(one.code), "hint": one.code} for one in found
    )


@require_GET
def pick_customer(request: SignedInRequest) -> JsonResponse:
    typed = request.GET.get("q", "").strip()
    try:
        found = search.find(Customer.objects.for_lists(), typed, request.actor, limit=MOST).items
    except Invalid:  # half a query is being typed
        return _answer(())
    return _answer({"value": one.pk, "label": one.name, "hint": one.number} for one in found)


@require_GET
def pick_class(request: SignedInRequest, dimension_id: int) -> JsonResponse:
    rows = DimensionValue.objects.filter(
        dimension_id=dimension_id, retired_at=None, name__icontains=request.GET.get("q", "").strip()
    ).select_related("parent")
    return _answer(
        {"value": one.pk, "label": one.name, "hint": one.parent.name if one.parent else ""}
        for one in rows[:MOST]
    )


def _answer(choices: Iterable[Choice]) -> JsonResponse:
    return JsonResponse(
        {"results": [{"hint": "", **choice} for choice in islice(choices, MOST)]},
        json_dumps_params={"ensure_ascii": False},
    )
