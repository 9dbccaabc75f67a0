"""Reading the ledger for people: filters, sentences, names within rights, masked values."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.apps import apps
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kedang.access.ledger import visible_events
from kedang.access.querysets import GuardedQuerySet
from kedang.access.words import VERBS
from kedang.accounts.agents import device_of
from kedang.accounts.ledger_asking import asked_in_words
from kedang.accounts.ledger_masking import Change, masked_changes
from kedang.core.actor import Actor
from kedang.core.masking import mask_email, mask_name
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
    return [(_room(room), kinds) for room, kinds in rooms.items()]


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
        wanted &= Q(at__gte=start, pk__gte=_first_id_at(start))
    if asked.until:
        end = _midnight(asked.until + timedelta(days=1))
        wanted &= Q(at__lt=end, pk__lt=_first_id_at(end + _SLACK))
    return rows.filter(wanted)


# Ids and times run together but for transactions that overlap.
_SLACK = timedelta(minutes=5)


def _first_id_at(moment: datetime) -> int:
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
    lines = []
    for event, payload in zip(events, read_payloads(events), strict=True):
        line = Line(
            event=event,
            who=event.actor.name if event.actor else "",
            what=event.sentence,
            subject=_subject(event, names),
            subject_kind=_kind_name(event.subject_type),
            channel=str(_CHANNELS.get(event.channel, event.channel)),
            reason=read_reason(event),
            is_erased=bool(event.payload) and payload is None,
        )
        if payload:
            line.changes = masked_changes(event, payload.get("changes") or [])
            line.details = _details(payload.get("details") or {})
        lines.append(line)
    return lines


def _details(details: dict[str, Any]) -> list[tuple[str, str]]:
    return [
        (str(_DETAIL_NAMES.get(name, name)), _plain(name, value))
        for name, value in details.items()
        if value != ""
    ]


def _plain(name: str, value: Any) -> str:
    if name == "email":
        return mask_email(str(value))
    if name == "agent":
        return device_of(str(value))
    if name == "verbs":
        return "、".join(str(VERBS.get(verb, verb)) for verb in value)
    if isinstance(value, bool):
        return str(_("是") if value else _("否"))
    if name == "asked" and isinstance(value, dict):
        return asked_in_words(value)
    if isinstance(value, dict):
        return "；".join(f"{key}={entry}" for key, entry in value.items() if entry not in (None, ""))
    if isinstance(value, list):
        return "、".join(str(entry) for entry in value)
    return str(value)


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


def _kind_name(subject_type: str) -> str:
    return str(_SUBJECTS.get(subject_type, ""))


def _room(room: str) -> str:
    return str(_ROOMS.get(room, room))


_SUBJECTS = {
    "customers.customer": _("客户"),
    "documents.document": _("文档"),
    "filing.folder": _("文件夹"),
    "people.department": _("部门"),
    "access.post": _("岗位"),
}
_CHANNELS = {
    "page": _("网页"),
    "api": _("接口"),
    "command": _("命令行"),
    "job": _("后台任务"),
    "link": _("链接"),
}
_ROOMS = {
    "access": _("权限"),
    "accounts": _("账号"),
    "customers": _("客户"),
    "documents": _("文档"),
    "filing": _("归档规则"),
    "intake": _("导入"),
    "search": _("搜索"),
    "operations": _("运维"),
    "demo": _("演示"),
}
_DETAIL_NAMES = {
    "email": _("邮箱"),
    "agent": _("设备"),
    "name": _("名称"),
    "post": _("岗位"),
    "department": _("部门"),
    "verb": _("动作"),
    "action": _("动作"),
    "message": _("说明"),
    "count": _("数量"),
    "address": _("地址"),
    "asked": _("条件"),
    "departments": _("部门数"),
    "rights": _("权限"),
    "to": _("授权给"),
    "verbs": _("动作"),
    "until": _("到期"),
    "query": _("条件"),
    "in_clear": _("明文"),
}
