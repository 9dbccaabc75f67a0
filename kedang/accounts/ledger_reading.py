"""Reading the ledger for people: filters, sentences, names within rights, masked values."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.apps import apps
from django.db.models import Q, QuerySet
from django.utils import timezone

from kedang.access.ledger import visible_events
from kedang.access.querysets import GuardedQuerySet
from kedang.accounts.ledger_masking import Change, masked_changes
from kedang.accounts.ledger_words import channel_name, details_in_words, kind_name, reason_in_words, room_name
from kedang.core.actor import Actor
from kedang.core.masking import mask_name
from kedang.ledger.kinds import declared
from kedang.ledger.models import Event
from kedang.ledger.record import read_payloads, read_reason

PAGE = 50


@dataclass(frozen=True)
class Asked:
    """What the filters ask; empty means all."""

    actor_id: int | None = None
    customer_id: int | None = None
    person_id: int | None = None
    nature: str = ""
    kind: str = ""
    result: str = ""
    address: str = ""
    since: date | None = None
    until: date | None = None
    # One record's own events: model label and id.
    subject: tuple[str, int] | None = None


@dataclass
class Line:
    """One event as a sentence."""

    event: Event
    who: str
    what: str
    subject: str
    subject_kind: str
    channel: str = ""
    reason: str = ""
    changes: list[Change] = field(default_factory=list)
    details: list[tuple[str, str]] = field(default_factory=list)
    is_erased: bool = False

    @property
    def has_content(self) -> bool:
        return bool(self.reason or self.changes or self.details or self.is_erased)


@dataclass(frozen=True)
class Page:
    lines: list[Line]
    cursor: int | None


def page_of(actor: Actor, asked: Asked, *, before: int | None = None) -> Page:
    """Newest first, keyset on id; never more than a page is read."""
    rows = _filtered(visible_events(actor), asked)
    if before:
        rows = rows.filter(pk__lt=before)
    found = list(rows.select_related("actor", "person").order_by("-pk")[: PAGE + 1])
    more = found[PAGE - 1].pk if len(found) > PAGE else None
    return Page(_lines(actor, found[:PAGE]), more)


def kinds_by_room() -> list[tuple[str, list[tuple[str, str]]]]:
    """All kinds for the filter, grouped by room."""
    rooms: dict[str, list[tuple[str, str]]] = {}
    for name, kind in sorted(declared().items()):
        rooms.setdefault(name.split(".")[0], []).append((name, str(kind.sentence)))
    return [(room_name(room), kinds) for room, kinds in rooms.items()]


def customer_name(actor: Actor, customer_id: int) -> str:
    return next(
        (name for _pk, name in _names_of(actor, "customers.customer", {customer_id})), f"#{customer_id}"
    )


def _filtered(rows: QuerySet[Event], asked: Asked) -> QuerySet[Event]:
    wanted = Q()
    for column in ("actor_id", "customer_id", "kind", "result"):
        if value := getattr(asked, column):
            wanted &= Q(**{column: value})
    if asked.subject:
        wanted &= Q(subject_type=asked.subject[0], subject_id=asked.subject[1])
    if asked.person_id:
        wanted &= Q(actor_id=asked.person_id) | Q(person_id=asked.person_id)
    if asked.nature:
        wanted &= Q(kind__in=[name for name, kind in declared().items() if kind.nature == asked.nature])
    if asked.address:
        wanted &= Q(address=asked.address)
    if asked.since:
        start = _midnight(asked.since)
        wanted &= Q(at__gte=start, pk__gte=first_id_at(start))
    if asked.until:
        end = _midnight(asked.until + timedelta(days=1))
        wanted &= Q(at__lt=end, pk__lt=first_id_at(end + _SLACK))
    return rows.filter(wanted)


# Ids and times run together but for transactions that overlap.
_SLACK = timedelta(minutes=5)


def first_id_at(moment: datetime) -> int:
    """About the first id at `moment`, by bisecting over ids: the table needs no index on time."""
    ends = Event.objects.order_by("pk").values_list("pk", flat=True)
    low, high = ends.first() or 0, (ends.last() or 0) + 1
    target = moment - _SLACK
    while low < high:
        middle = (low + high) // 2
        found = Event.objects.filter(pk__gte=middle).order_by("pk").values_list("pk", "at").first()
        if found is None or found[1] >= target:
            high = middle
        else:
            low = found[0] + 1
    return low


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _lines(actor: Actor, events: Sequence[Event]) -> list[Line]:
    names = _names(actor, events)
    payloads = [payload or {} for payload in read_payloads(events)]
    changes = masked_changes(
        [(event, payload.get("changes") or []) for event, payload in zip(events, payloads, strict=True)]
    )
    return [
        _line(event, payload, changed, _subject(event, names))
        for event, payload, changed in zip(events, payloads, changes, strict=True)
    ]


def _line(event: Event, payload: dict[str, Any], changes: list[Change], subject: str) -> Line:
    told = details_in_words(payload.get("details") or {})
    return Line(
        event=event,
        who=event.actor.name if event.actor else "",
        what=event.sentence,
        subject=subject,
        subject_kind=kind_name(event.subject_type, event.sentence),
        channel=channel_name(event.channel),
        reason=reason_in_words(event.kind, read_reason(event)),
        changes=changes,
        details=[one for one in told if one[1] != subject],  # not named twice
        is_erased=bool(event.payload) and not payload,
    )


def _subject(event: Event, names: dict[tuple[str, int], str]) -> str:
    """Whom or what the event was about; somebody who signs in is not named twice."""
    if event.subject_id is None:
        return event.person.name if event.person and event.person_id != event.actor_id else ""
    if event.subject_type == "people.person":
        return event.person.name if event.person and event.person_id != event.actor_id else ""
    name = names.get((event.subject_type, event.subject_id))
    if name is None and event.customer_id:
        name = names.get(("customers.customer", event.customer_id))
    return name or f"#{event.subject_id}"


def _names(actor: Actor, events: Iterable[Event]) -> dict[tuple[str, int], str]:
    """Names of the subjects a page speaks of: a query per kind of subject, within the reader's rights."""
    wanted: dict[str, set[int]] = {}
    for event in events:
        if event.subject_id is not None:
            wanted.setdefault(event.subject_type, set()).add(event.subject_id)
        if event.customer_id is not None:
            wanted.setdefault("customers.customer", set()).add(event.customer_id)
    names: dict[tuple[str, int], str] = {}
    for label, ids in wanted.items():
        names |= {(label, pk): name for pk, name in _names_of(actor, label, ids)}
    return names


def _names_of(actor: Actor, label: str, ids: set[int]) -> list[tuple[int, str]]:
    try:
        model = apps.get_model(label)
    except (LookupError, ValueError):
        return []
    rows = model._default_manager.filter(pk__in=ids)
    if label == "customers.customer":
        seen = set(rows.visible_to(actor).values_list("pk", flat=True))
        return [(row.pk, _customer_name(row, row.pk in seen)) for row in rows.only("number", "name", "kind")]
    if isinstance(rows, GuardedQuerySet):
        rows = rows.visible_to(actor)
    return [(row.pk, str(row)) for row in rows]


def _customer_name(customer: Any, is_seen: bool) -> str:
    """Number and name; of a natural person whom the reader may not see, the name is masked."""
    is_hidden = not is_seen and customer.kind == "person"
    return f"{customer.number} {mask_name(customer.name) if is_hidden else customer.name}"
