"""What customers asked for by their own page, in their one stream."""

from __future__ import annotations

from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from kedang.core.actor import Actor
from kedang.core.folding import fold
from kedang.customers.models import Customer
from kedang.customers.timeline import Moment, Point, Source, before_filter, register
from kedang.portal.models import ChangeRequest
from kedang.portal.sealing import wanted_of

_SEARCHED = 200


def register_source() -> None:
    register(Source("request", _("客户申请"), "inbox", requests, order=56, model=ChangeRequest))


def requests(customer: Customer, actor: Actor, before: Point | None, words: str, limit: int) -> list[Moment]:
    rows = ChangeRequest.objects.visible_to(actor).filter(customer=customer).select_related("decided_by")
    moved = rows.annotate(at=Coalesce("decided_at", "created_at"))
    older: QuerySet[ChangeRequest] = QuerySet.filter(moved, before_filter("request", before))
    found = list(older.order_by(F("at").desc(), "-pk")[: _SEARCHED if words else limit])
    wanted = wanted_of(found)
    return [
        Moment(
            row.decided_at or row.created_at, "request", row.pk, "portal/moment.html",
            {"row": row, "wanted": wanted[row.pk]},
        )
        for row in found
        if row.pk in wanted and _has(words, wanted[row.pk])
    ][:limit]  # fmt: skip


def _has(words: str, wanted: dict[str, str]) -> bool:
    body = fold(" ".join(str(wanted.get(name, "")) for name in ("label", "old", "new")))
    return all(fold(word) in body for word in words.split())
