"""How views get at dealings, and how they answer."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from kedang.access.http import SignedInRequest
from kedang.access.opening import find_record
from kedang.core.errors import NotFound
from kedang.core.numbers import number_of
from kedang.dealings.models import Interaction, Need, Purchase
from kedang.dealings.states import Dealing
from kedang.ui.toast import toast, trigger

MODELS: dict[str, type[Any]] = {"purchase": Purchase, "interaction": Interaction, "need": Need}
# What shows dealings loads itself again.
EVENTS = ("kd:timeline", "kd:dealings", "kd:tasks", "kd:close")


def dealing_of(request: SignedInRequest, kind: str, pk: int) -> Dealing:
    if kind not in MODELS:
        raise NotFound(_("没有找到，或您无权查看"))
    rows = MODELS[kind].objects.filter(customer__trashed_at=None).select_related("customer", "author")
    found: Dealing = find_record(request.actor, rows, pk)
    return found


def kind_of(dealing: Dealing) -> str:
    return next(kind for kind, model in MODELS.items() if isinstance(dealing, model))


def number(request: SignedInRequest, name: str) -> int | None:
    return number_of(request.POST.get(name))


def recorded(request: SignedInRequest, dealing: Dealing, words: str) -> HttpResponse:
    """Said with a way back."""
    undo = reverse("dealings:withdraw", args=[kind_of(dealing), dealing.pk])
    toast(request, words, undo_url=undo)
    return answer()


def answer() -> HttpResponse:
    response = HttpResponse(status=204)
    for name in EVENTS:
        trigger(response, name, True)
    return response
