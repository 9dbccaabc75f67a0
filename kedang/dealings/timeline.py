"""Interactions, purchases and needs in the customer's one stream."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, time
from functools import cache
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kedang import search
from kedang.access.ruled import Ruled
from kedang.core.actor import Actor
from kedang.core.prepared import Prepared
from kedang.customers.models import Customer
from kedang.customers.timeline import Moment, Point, Source, before_filter, register
from kedang.dealings.changing import may_change
from kedang.dealings.models import Interaction, InteractionDocument, InteractionPerson, Need, Purchase
from kedang.dealings.sealing import Words, words_of
from kedang.documents.models import Document
from kedang.search.finding import PAGE
from kedang.workflow.models import Task

_STEPS = Prepared(
    lambda source, *ids: Task.objects.filter(
        source_type=source, source_id__in=ids, dropped_at=None
    ).values_list("pk")
)
_PEOPLE = Prepared(
    lambda *interactions: (
        InteractionPerson.objects.filter(interaction__pk__in=interactions)
        .order_by("pk")
        .values_list("interaction_id", "person__name")
    )
)
_DOCUMENTS = Prepared(
    lambda *interactions: (
        InteractionDocument.objects.filter(interaction__pk__in=interactions)
        .order_by("pk")
        .values_list("interaction_id", "document_id")
    )
)


def register_sources() -> None:
    register(Source("interaction", _("沟通"), "chat", interactions, 10, Interaction, fill_interactions))
    register(Source("purchase", _("购买"), "wallet", purchases, 20, Purchase, _fill))
    register(Source("need", _("需求"), "sparkles", needs, 30, Need, _fill))


def interactions(
    customer: Customer, actor: Actor, before: Point | None, words: str, limit: int
) -> list[Moment]:
    rows = _page(Interaction, "at", customer, actor, before, words, limit)
    return [Moment(row.at, "interaction", row.pk, _TEMPLATES[Interaction], {"row": row}) for row in rows]


def shown_interactions(rows: list[Interaction], actor: Actor) -> list[Moment]:
    moments = [Moment(row.at, "interaction", row.pk, _TEMPLATES[Interaction], {"row": row}) for row in rows]
    fill_interactions(moments, actor)
    return moments


def fill_interactions(moments: list[Moment], actor: Actor) -> None:
    """With people, documents and next steps, one query for each kind."""
    _fill(moments, actor)
    rows = [moment.context["row"] for moment in moments]
    people, documents, steps = _people(rows), _documents(rows, actor), _steps(rows, actor)
    for moment in moments:
        pk = moment.pk
        moment.context.update(people=people[pk], documents=documents[pk], steps=steps[pk])


def purchases(customer: Customer, actor: Actor, before: Point | None, words: str, limit: int) -> list[Moment]:
    return _of_days(Purchase, "purchase", "bought_on", customer, actor, before, words, limit)


def needs(customer: Customer, actor: Actor, before: Point | None, words: str, limit: int) -> list[Moment]:
    return _of_days(Need, "need", "noted_on", customer, actor, before, words, limit)


def _of_days(
    model: type[Any],
    source: str,
    column: str,
    customer: Customer,
    actor: Actor,
    before: Point | None,
    words: str,
    limit: int,
) -> list[Moment]:
    rows = _page(model, column, customer, actor, _day_before(before), words, limit)
    return [
        Moment(_end_of(getattr(row, column)), source, row.pk, _TEMPLATES[model], {"row": row}) for row in rows
    ]


def _fill(moments: list[Moment], actor: Actor) -> None:
    said = words_of([moment.context["row"] for moment in moments])
    for moment in moments:
        row = moment.context["row"]
        moment.context.update(words=said.get((type(row), row.pk), Words()), may_change=may_change(row, actor))


_TEMPLATES: dict[type[Any], str] = {
    Interaction: "dealings/moments/interaction.html",
    Purchase: "dealings/moments/purchase.html",
    Need: "dealings/moments/need.html",
}
_SHOWN: dict[type[Any], tuple[str, ...]] = {
    Interaction: ("author", "recorded_by", "project"),
    Purchase: ("author", "recorded_by", "document", "project"),
    Need: ("author", "recorded_by"),
}


def _page(
    model: Any,  # a model's class; mypy takes type[Any] for unhashable
    column: str,
    customer: Customer,
    actor: Actor,
    before: Point | None,
    words: str,
    limit: int,
) -> list[Any]:
    """The newest of one kind older than `before`."""
    if words.strip():
        return _containing(model, column, customer, actor, before, words, limit)
    if before is None:
        return _newest(model, column, limit)(actor, customer.pk)
    return _older(model, column, limit, before.source)(actor, customer.pk, before.at, before.pk)


_NAMES: dict[type[Any], str] = {Interaction: "interaction", Purchase: "purchase", Need: "need"}


@cache
def _newest(model: type[Any], column: str, limit: int) -> Ruled[Any]:
    return Ruled(model, "view", lambda rows, customer: _in_order(rows, customer, model, column)[:limit])


@cache
def _older(model: type[Any], column: str, limit: int, source: str) -> Ruled[Any]:
    """The condition depends on which source the page before ended with, not on where."""
    return Ruled(
        model,
        "view",
        lambda rows, customer, at, pk: _in_order(
            rows.filter(before_filter(_NAMES[model], Point(at, source, pk), column)), customer, model, column
        )[:limit],
    )


def _in_order(rows: Any, customer: Any, model: type[Any], column: str) -> Any:
    rows = rows.filter(customer=customer, withdrawn_at=None).select_related(*_SHOWN[model])
    return rows.order_by(f"-{column}", "-pk")


def _day_before(before: Point | None) -> Point | None:
    """A day counts as its last moment: what was bought today stands on top as soon as it is entered."""
    if before is None:
        return None
    local = timezone.localtime(before.at)
    # Within a day: all of that day came at its end, which is newer.
    source = before.source if local.time() == time.max else ""
    return Point(local.date(), source, before.pk)  # type: ignore[arg-type]  # days are compared with days


def _end_of(day: Any) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.max))


def _containing(
    model: Any,  # a model's class; mypy takes type[Any] for unhashable
    column: str,
    customer: Customer,
    actor: Actor,
    before: Point | None,
    words: str,
    limit: int,
) -> list[Any]:
    """Those that contain all of `words`, the newest of them; the index knows ids, not days."""
    quoted = " ".join(f'"{word}"' for word in words.replace('"', " ").split())
    rows = model.objects.filter(customer=customer, withdrawn_at=None)
    ids = list(search.ids_of(rows, quoted, actor, budget=PAGE))
    if before is None:
        return _among(model, column, limit)(*ids)
    return _among(model, column, limit, before.source)(before.at, before.pk, *ids)


@cache
def _among(model: type[Any], column: str, limit: int, source: str | None = None) -> Prepared[Any]:
    """The newest of rows that were found under the rule."""
    if source is None:
        return Prepared(lambda *ids: _newest_of(model, column, ids)[:limit])
    name = _NAMES[model]
    return Prepared(
        lambda at, pk, *ids: _newest_of(model, column, ids).filter(
            before_filter(name, Point(at, source, pk), column)
        )[:limit]
    )


def _newest_of(model: type[Any], column: str, ids: Any) -> Any:
    rows = model._base_manager.filter(pk__in=ids).select_related(*_SHOWN[model])
    return rows.order_by(f"-{column}", "-pk")


def _people(rows: list[Interaction]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for interaction, name in _PEOPLE(*(row.pk for row in rows)):
        found[interaction].append(name)
    return found


def _documents(rows: list[Interaction], actor: Actor) -> dict[int, list[Document]]:
    found: dict[int, list[Document]] = defaultdict(list)
    uses = _DOCUMENTS(*(row.pk for row in rows))
    seen = (
        Document.objects.visible_to(actor).available().in_bulk([document for _row, document in uses])
        if uses
        else {}
    )
    for interaction, document in uses:
        if document in seen:
            found[interaction].append(seen[document])
    return found


def _steps(rows: list[Interaction], actor: Actor) -> dict[int, list[Task]]:
    """Asked within the reader's rights only where there are any."""
    found: dict[int, list[Task]] = defaultdict(list)
    ids = [pk for (pk,) in _STEPS(Interaction._meta.label_lower, *(row.pk for row in rows))]
    tasks = Task.objects.visible_to(actor).filter(pk__in=ids).select_related("assignee") if ids else ()
    for task in tasks:
        found[task.source_id or 0].append(task)
    return found
