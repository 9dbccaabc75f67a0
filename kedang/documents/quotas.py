"""How many documents of a level a person may see, take and print on one day.

Counted in the database in the transaction of the deed, so that no two requests get the last one both.
A document looked at or taken again on the same day counts once; every printed copy counts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kedang.access.gates import UNATTENDED
from kedang.access.words import VERBS, Clearance
from kedang.core.actor import Actor
from kedang.core.clock import now, today
from kedang.core.errors import Refused
from kedang.customers.blindness import watchers
from kedang.documents.events import DOWNLOADED, OPENED
from kedang.documents.levels import level_of, rule_of, rules
from kedang.documents.models import DailyUse, Document, LevelRule
from kedang.documents.notices import QUOTA_REACHED
from kedang.ledger.models import Event
from kedang.notify.telling import tell

# Kinds of events of higher rooms by which a document was taken too.
_taken_by: list[str] = [DOWNLOADED.name]
_COMMAND = "command"
_COUNTS_ONCE = {"view": [OPENED.name], "download": _taken_by}
_WORDS = VERBS | {"find": gettext_lazy("在文档中查找")}
COUNTED = ("view", "download", "print")
MOST_FINDS = 300


class QuotaReached(Refused):
    """As many as the level's rule allows on one day. Those who watch over rights are told, once a day."""

    def __init__(self, actor: Actor, verb: str, level: Clearance, limit: int) -> None:
        super().__init__(
            _("今天%(verb)s“%(level)s”文档已达上限（%(limit)s 份）")
            % {"verb": _WORDS[verb], "level": level.label, "limit": limit},
            field="quota",
            remedy=_("明天零点重新计数。确有需要，请联系安全管理员在“设置 › 文档管控”中调整。"),
        )
        self._told = (actor, verb, level)

    def settled(self) -> None:
        actor, verb, level = self._told
        tell(
            QUOTA_REACHED,
            watchers(),
            actor=actor,
            note=f"{_WORDS[verb]} · {level.label}",
            key=f"quota:{actor.id}:{verb}:{int(level)}:{today():%Y%m%d}",
        )


def limit_of(rule: LevelRule, verb: str) -> int:
    return {"view": rule.views, "download": rule.downloads, "print": rule.prints}[verb]


def take(document: Document, verb: str, *, actor: Actor) -> None:
    """Count one more; inside the transaction of the deed. Raises QuotaReached."""
    if actor.person.is_system or actor.channel in UNATTENDED:
        return
    limit = limit_of(rule_of(level_of(document)), verb)
    if not limit or (verb in _COUNTS_ONCE and _had_today(document, verb, actor)):
        return
    _raise(document, verb, limit, actor)


def counts_as_taken(kind: str) -> None:
    """A document taken by an event of this kind is not counted again on that day."""
    _taken_by.append(kind)


def countable(documents: Sequence[Document], verb: str, *, actor: Actor) -> list[Document]:
    """Those that would count now: of a level with a limit, and not had today."""
    if actor.person.is_system or actor.channel == _COMMAND:
        return []
    known = rules()
    limited = [one for one in documents if limit_of(known[level_of(one)], verb)]
    had = _had_since_midnight([one.pk for one in limited], verb, actor) if limited else set()
    return [one for one in limited if one.pk not in had]


def left_of_each(documents: Sequence[Document], verb: str, *, actor: Actor) -> dict[Clearance, int | None]:
    """How many more of each level among `documents`; None: any number."""
    first = {level_of(one): one for one in documents}
    return {level: left_today(one, verb, actor=actor) for level, one in first.items()}


def take_many(documents: Sequence[Document], verb: str, *, actor: Actor) -> None:
    """Count all at once; inside the transaction of the deed. Unlike `take` also in a run: it takes for a person.

    Raises QuotaReached.
    """
    found = countable(documents, verb, actor=actor)
    number = Counter(level_of(one) for one in found)
    for level, one in {level_of(one): one for one in found}.items():
        _raise(one, verb, limit_of(rule_of(level), verb), actor, by=number[level])


def take_find(document: Document, *, actor: Actor) -> None:
    """One more search inside a document by somebody who may not take its words. Raises QuotaReached."""
    with transaction.atomic():
        _raise(document, "find", MOST_FINDS, actor)


def left_today(document: Document, verb: str, *, actor: Actor) -> int | None:
    """How many more of its level; None: any number."""
    level = level_of(document)
    limit = limit_of(rule_of(level), verb)
    if not limit:
        return None
    used = DailyUse.objects.filter(person=actor.person, day=today(), verb=verb, level=level).first()
    return max(0, limit - (used.count if used else 0))


def forget_old() -> int:
    """Counters of days gone by say nothing the ledger does not."""
    with transaction.atomic():
        return DailyUse.objects.filter(day__lt=today()).delete()[0]


def _raise(document: Document, verb: str, limit: int, actor: Actor, by: int = 1) -> None:
    level = level_of(document)
    row, _made = DailyUse.objects.get_or_create(person=actor.person, day=today(), verb=verb, level=level)
    if not DailyUse.objects.filter(pk=row.pk, count__lte=limit - by).update(count=F("count") + by):
        raise QuotaReached(actor, verb, level, limit)


def _had_today(document: Document, verb: str, actor: Actor) -> bool:
    return bool(_had_since_midnight([document.pk], verb, actor))


def _had_since_midnight(documents: Sequence[int], verb: str, actor: Actor) -> set[int]:
    midnight = timezone.localtime(now()).replace(hour=0, minute=0, second=0, microsecond=0)
    found: set[int] = set()
    for start in range(0, len(documents), 500):
        rows = Event.objects.filter(
            kind__in=_COUNTS_ONCE[verb],
            actor_id=actor.id,
            subject_type=Document._meta.label_lower,
            subject_id__in=documents[start : start + 500],
            at__gte=midnight,
        )
        found |= {pk for pk in rows.values_list("subject_id", flat=True) if pk}
    return found
