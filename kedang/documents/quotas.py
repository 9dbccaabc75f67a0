"""How many documents of a level a person may see, take and print on one day.

Counted in the database in the transaction of the deed, so that no two requests get the last one both.
A document looked at or taken again on the same day counts once; every printed copy counts.
"""

from __future__ import annotations

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
from kedang.documents.levels import level_of, rule_of
from kedang.documents.models import DailyUse, Document, LevelRule
from kedang.documents.notices import QUOTA_REACHED
from kedang.ledger.models import Event
from kedang.notify.telling import tell

_COUNTS_ONCE = {"view": (OPENED.name,), "download": (DOWNLOADED.name,)}
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


def _raise(document: Document, verb: str, limit: int, actor: Actor) -> None:
    level = level_of(document)
    row, _made = DailyUse.objects.get_or_create(person=actor.person, day=today(), verb=verb, level=level)
    if not DailyUse.objects.filter(pk=row.pk, count__lt=limit).update(count=F("count") + 1):
        raise QuotaReached(actor, verb, level, limit)


def _had_today(document: Document, verb: str, actor: Actor) -> bool:
    midnight = timezone.localtime(now()).replace(hour=0, minute=0, second=0, microsecond=0)
    return Event.objects.filter(
        kind__in=_COUNTS_ONCE[verb],
        actor_id=actor.id,
        subject_type=Document._meta.label_lower,
        subject_id=document.pk,
        at__gte=midnight,
    ).exists()
