"""Interactions, purchases and needs in the customer's one stream."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import datetime, time
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kedang import search
from kedang.core.actor import Actor
from kedang.customers.models import Customer
from kedang.customers.timeline import Moment, Point, Source, before_filter, register
from kedang.dealings.changing import may_change
from kedang.dealings.models import Interaction, InteractionDocument, InteractionPerson, Need, Purchase
from kedang.dealings.sealing import Words, words_of
from kedang.documents.models import Document
from kedang.workflow.models import Task

# With words, at most so many are looked through for a page: the stream goes on from where it stopped.
_LOOKED_AT = 2000


def register_sources() -> None:
    register(Source("interaction", _("沟通"), "chat", interactions, order=10, model=Interaction))
    register(Source("purchase", _("购买"), "wallet", purchases, order=20, model=Purchase))
    register(Source("need", _("需求"), "sparkles", needs, order=30, model=Need))


def interactions(
    customer: Customer, actor: Actor, before: Point | None, words: str, limit: int
) -> list[Moment]:
    rows = Interaction.objects.visible_to(actor).filter(customer=customer, withdrawn_at=None).for_timeline()
    rows = _matching(rows, words, actor).filter(before_filter("interaction", before))
    found = list(rows.order_by("-at", "-pk")[:limit])
    return shown_interactions(found, actor)


def shown_interactions(rows: list[Interaction], actor: Actor) -> list[Moment]:
    """With people, documents and next steps, one query for each kind."""
    said = words_of(rows)
    people, documents, steps = _people(rows), _documents(rows, actor), _steps(rows, actor)
    return [
        Moment(
            row.at,
            "interaction",
            row.pk,
            "dealings/moments/interaction.html",
            {
                "row": row,
                "words": said.get((Interaction, row.pk), Words()),
                "people": people[row.pk],
                "documents": documents[row.pk],
                "steps": steps[row.pk],
                "may_change": may_change(row, actor),
            },
        )
        for row in rows
    ]


def purchases(customer: Customer, actor: Actor, before: Point | None, words: str, limit: int) -> list[Moment]:
    rows = Purchase.objects.visible_to(actor).filter(customer=customer, withdrawn_at=None)
    rows = _matching(rows.select_related("author", "recorded_by", "document", "project"), words, actor)
    found = list(_before_day(rows, "purchase", before, "bought_on").order_by("-bought_on", "-pk")[:limit])
    return _with_words(found, "purchase", "dealings/moments/purchase.html", lambda row: row.bought_on, actor)


def needs(customer: Customer, actor: Actor, before: Point | None, words: str, limit: int) -> list[Moment]:
    rows = Need.objects.visible_to(actor).filter(customer=customer, withdrawn_at=None)
    rows = _matching(rows.select_related("author", "recorded_by"), words, actor)
    found = list(_before_day(rows, "need", before, "noted_on").order_by("-noted_on", "-pk")[:limit])
    return _with_words(found, "need", "dealings/moments/need.html", lambda row: row.noted_on, actor)


def _with_words(
    rows: list[Any], source: str, template: str, day: Callable[[Any], Any], actor: Actor
) -> list[Moment]:
    said = words_of(rows)
    return [
        Moment(
            _end_of(day(row)),
            source,
            row.pk,
            template,
            {
                "row": row,
                "words": said.get((type(row), row.pk), Words()),
                "may_change": may_change(row, actor),
            },
        )
        for row in rows
    ]


def _before_day(rows: QuerySet[Any], source: str, before: Point | None, column: str) -> QuerySet[Any]:
    """A day counts as its last moment: what was bought today stands on top as soon as it is entered."""
    if before is None:
        return rows
    local = timezone.localtime(before.at)
    if local.time() != time.max:  # all of that day came at its end, which is newer
        return rows.filter(**{f"{column}__lt": local.date()})
    return rows.filter(before_filter(source, Point(local.date(), before.source, before.pk), column))  # type: ignore[arg-type]  # days are compared with days


def _end_of(day: Any) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.max))


def _matching(rows: Any, words: str, actor: Actor) -> Any:
    """Those that contain all of `words`."""
    if not words.strip():
        return rows
    quoted = " ".join(f'"{word}"' for word in words.replace('"', " ").split())
    return search.select(rows, quoted, actor)[0]


def _people(rows: list[Interaction]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    uses = InteractionPerson.objects.filter(interaction__in=rows).select_related("person").order_by("pk")
    for use in uses if rows else ():
        found[use.interaction_id].append(use.person.name)
    return found


def _documents(rows: list[Interaction], actor: Actor) -> dict[int, list[Document]]:
    found: dict[int, list[Document]] = defaultdict(list)
    uses = list(InteractionDocument.objects.filter(interaction__in=rows).order_by("pk")) if rows else []
    seen = (
        Document.objects.visible_to(actor).available().in_bulk([use.document_id for use in uses])
        if uses
        else {}
    )
    for use in uses:
        if use.document_id in seen:
            found[use.interaction_id].append(seen[use.document_id])
    return found


def _steps(rows: list[Interaction], actor: Actor) -> dict[int, list[Task]]:
    found: dict[int, list[Task]] = defaultdict(list)
    for task in _tasks_of(rows, actor):
        found[task.source_id or 0].append(task)
    return found


def _tasks_of(rows: list[Interaction], actor: Actor) -> Iterator[Task]:
    if rows:
        label = Interaction._meta.label_lower
        ids = [row.pk for row in rows]
        yield from (
            Task.objects.visible_to(actor)
            .filter(source_type=label, source_id__in=ids, dropped_at=None)
            .select_related("assignee")
        )
