"""The record's own part of the stream: each change of it, read from the ledger."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from kedang.core.actor import Actor
from kedang.core.folding import fold
from kedang.core.prepared import Prepared
from kedang.customers.history import events_of_all, parts_of
from kedang.customers.models import Customer
from kedang.customers.record_page import ShownRevision, in_words
from kedang.customers.timeline import Moment, Point, Source, before_filter, register
from kedang.ledger.models import Event

NAME = "changes"
# The payloads are sealed: words are looked for in the newest so many of what the page goes back to.
_SEARCHED = 500


def declare() -> None:
    register(Source(NAME, _("变更"), "history", _rows, order=90))


def _rows(customer: Customer, actor: Actor, before: Point | None, words: str, limit: int) -> list[Moment]:
    ids = [customer.pk, *parts_of(customer)]
    most = _SEARCHED if words else limit
    events = _older(most, before.source)(before.at, before.pk, *ids) if before else _newest(most)(*ids)
    shown = in_words(events)
    found = [one for one in shown if not words or fold(words) in fold(_text(one))]
    return [
        Moment(
            one.revision.event.at, NAME, one.revision.event.pk, "customers/timeline/change.html", {"one": one}
        )
        for one in found[:limit]
    ]


@cache
def _newest(limit: int) -> Prepared[Event]:
    return Prepared(lambda *ids: older(events_of_all(ids).select_related("actor"), None)[:limit])


@cache
def _older(limit: int, source: str) -> Prepared[Event]:
    """The condition depends on which source the page before ended with, not on where."""
    return Prepared(
        lambda at, pk, *ids: older(events_of_all(ids).select_related("actor"), Point(at, source, pk))[:limit]
    )


def older(events: QuerySet[Event], before: Point | None) -> QuerySet[Event]:
    """Ledger rows of this source older than `before`, newest first."""
    return events.filter(before_filter(NAME, before)).order_by("-at", "-pk")


def _text(shown: ShownRevision) -> str:
    event = shown.revision.event
    parts: Sequence[str] = [f"{one.label} {one.old} {one.new}" for one in shown.changes]
    return " ".join([event.sentence, event.actor.name if event.actor else "", shown.revision.reason, *parts])
