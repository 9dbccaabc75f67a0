"""What people decided about a customer's data, in its one stream."""

from __future__ import annotations

from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _

from kedang.core.actor import Actor
from kedang.core.folding import fold
from kedang.customers.models import Customer
from kedang.customers.timeline import Moment, Point, Source, before_filter, register
from kedang.quality.models import Finding, SampleItem
from kedang.quality.sealing import reasons_of
from kedang.quality.words import tell

# The reasons are sealed: words are looked for in the newest so many.
_SEARCHED = 200


def register_sources() -> None:
    register(Source("finding", _("数据问题"), "clipboard-check", findings, order=80, model=Finding))
    register(Source("sample", _("抽样核对"), "checks", samples, order=82, model=SampleItem))


def findings(customer: Customer, actor: Actor, before: Point | None, words: str, limit: int) -> list[Moment]:
    """Ignored ones; what was mended stands among the changes."""
    rows = Finding.objects.visible_to(actor).filter(customer=customer, state=Finding.State.IGNORED)
    at = rows.annotate(at=F("ignored_at")).select_related("ignored_by")
    older: QuerySet[Finding] = QuerySet.filter(at, before_filter("finding", before))
    found = list(older.order_by("-ignored_at", "-pk")[: _SEARCHED if words else limit])
    why = reasons_of(found)
    return [
        Moment(
            row.ignored_at or row.since, "finding", row.pk, "quality/moments/finding.html",
            {"row": row, "words": tell(row), "why": why.get(row.pk, "")},
        )
        for row in found
        if not words or fold(words) in fold(f"{tell(row)} {why.get(row.pk, '')}")
    ][:limit]  # fmt: skip


def samples(customer: Customer, actor: Actor, before: Point | None, words: str, limit: int) -> list[Moment]:
    rows = SampleItem.objects.visible_to(actor).filter(customer=customer, settled_at__isnull=False)
    at = rows.annotate(at=F("settled_at")).select_related("check_of").prefetch_related("answers")
    older: QuerySet[SampleItem] = QuerySet.filter(at, before_filter("sample", before))
    found = list(older.order_by("-settled_at", "-pk")[: _SEARCHED if words else limit])
    return [
        Moment(
            row.settled_at or row.updated_at, "sample", row.pk, "quality/moments/sample.html",
            {"row": row, "wrong": sum(one.final == "wrong" for one in row.answers.all())},
        )
        for row in found
        if not words or fold(words) in fold(row.check_of.title)
    ][:limit]  # fmt: skip
