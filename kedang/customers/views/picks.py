"""What comboboxes ask for: at most twenty, within rights, nothing loaded in bulk."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from django.db.models import Q
from django.http import JsonResponse
from django.views.decorators.http import require_GET

from kedang import search
from kedang.access.http import SignedInRequest
from kedang.core import industries, regions
from kedang.core.errors import Invalid
from kedang.core.preset_names import beginning, shown
from kedang.customers.models import Customer, DimensionValue, Tag

MOST = 20
Choice = dict[str, object]


@require_GET
def pick_tag(request: SignedInRequest) -> JsonResponse:
    typed = request.GET.get("q", "")
    tags = Tag.objects.visible_to(request.actor).called(typed)
    return _answer({"value": tag.pk, "label": shown(tag.name)} for tag in tags[:MOST])


@require_GET
def pick_industry(request: SignedInRequest) -> JsonResponse:
    typed = request.GET.get("q", "").strip()
    everything = [
        one for section in industries.sections() for one in (section, *industries.divisions(section.code))
    ]
    found = [one for one in everything if one.is_called(typed)]
    if not typed:
        found = industries.sections()
    return _answer(
        {"value": one.code, "label": industries.shown(one.code), "hint": one.code} for one in found
    )


@require_GET
def pick_region(request: SignedInRequest) -> JsonResponse:
    typed = request.GET.get("q", "").strip()
    found = regions.starting_with(typed, MOST) if typed else regions.children()
    return _answer({"value": one.code, "label": regions.shown(one.code), "hint": one.code} for one in found)


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
    typed = request.GET.get("q", "").strip()
    rows = DimensionValue.objects.filter(
        Q(name__icontains=typed) | Q(name__in=beginning(typed)), dimension_id=dimension_id, retired_at=None
    ).select_related("parent")
    return _answer(
        {"value": one.pk, "label": shown(one.name), "hint": shown(one.parent.name) if one.parent else ""}
        for one in rows[:MOST]
    )


def _answer(choices: Iterable[Choice]) -> JsonResponse:
    return JsonResponse(
        {"results": [{"hint": "", **choice} for choice in islice(choices, MOST)]},
        json_dumps_params={"ensure_ascii": False},
    )
