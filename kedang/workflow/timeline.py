"""Tasks in the customer's one stream: where they were done, or else where they were given."""

from __future__ import annotations

from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from kedang.core.actor import Actor
from kedang.customers.models import Customer
from kedang.customers.timeline import Moment, Point, Source, before_filter, register
from kedang.workflow.models import Task


def register_source() -> None:
    register(Source("task", _("任务"), "clipboard-check", tasks, order=40, model=Task))


def tasks(customer: Customer, actor: Actor, before: Point | None, words: str, limit: int) -> list[Moment]:
    rows = Task.objects.visible_to(actor).filter(customer=customer, dropped_at=None)
    for word in words.split():
        rows = rows.filter(title__icontains=word)
    moved = rows.annotate(at=Coalesce("done_at", "created_at"))
    older: QuerySet[Task] = QuerySet.filter(moved, before_filter("task", before))
    found = older.select_related("assignee", "created_by", "done_by").order_by(F("at").desc(), "-pk")[:limit]
    return [
        Moment(row.done_at or row.created_at, "task", row.pk, "workflow/moment.html", {"row": row})
        for row in found
    ]
