"""What customers asked for, with what the reader may do about each."""

from __future__ import annotations

from dataclasses import dataclass

from kedang.core.actor import Actor
from kedang.portal.actions.deciding import NEEDS
from kedang.portal.models import ChangeRequest
from kedang.portal.sealing import Wanted, wanted_of

ROWS = 20
COUNTED = 99


@dataclass(frozen=True)
class Row:
    request: ChangeRequest
    wanted: Wanted
    may_approve: bool
    may_reject: bool


@dataclass(frozen=True)
class Page:
    rows: list[Row]
    cursor: int | None


def page_of(actor: Actor, *, after: int | None = None) -> Page:
    """Oldest first; rights asked once for each kind."""
    waiting = ChangeRequest.objects.visible_to(actor).waiting().select_related("customer__department")
    found = list((waiting.filter(pk__gt=after) if after else waiting).order_by("pk")[: ROWS + 1])
    page, wanted = found[:ROWS], wanted_of(found[:ROWS])
    ids = [one.pk for one in page]
    these = ChangeRequest.objects.filter(pk__in=ids)
    may = {
        kind: set(these.permitted(actor, verb, resource=resource).values_list("pk", flat=True))
        for kind, (verb, resource) in NEEDS.items()
        if any(one.kind == kind for one in page)
    }
    may_reject = set(these.permitted(actor, "edit").values_list("pk", flat=True)) if ids else set()
    rows = [
        Row(one, wanted[one.pk], one.pk in may[str(one.kind)], one.pk in may_reject)
        for one in page
        if one.pk in wanted
    ]
    return Page(rows, page[-1].pk if len(found) > ROWS else None)


def waiting_count(actor: Actor) -> int:
    """Capped, for the rail."""
    return ChangeRequest.objects.visible_to(actor).waiting()[: COUNTED + 1].count()
