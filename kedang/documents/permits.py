"""Leave to download: where the level's rule asks for it, somebody who may approve lets the file out, counted and for days.

The simple list that the work on approvals generalises.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.db.models import F
from django.utils.translation import gettext as _

from kedang import vault
from kedang.access.models import Holding
from kedang.core.actor import Actor, as_actor
from kedang.core.clock import now
from kedang.core.errors import Refused
from kedang.documents.content import PURPOSE
from kedang.documents.events import DOWNLOADED
from kedang.documents.levels import level_of, rule_of
from kedang.documents.models import Document, Permit
from kedang.ledger.models import Event

# A download that broke off goes on under the same use.
GOES_ON = timedelta(minutes=15)
MOST_DAYS, MOST_USES = 30, 20
_REASON, _ANSWER = b"permit.reason", b"permit.answer"
_TOLD = 20


class PermitNeeded(Refused):
    """The level's rule asks for a permit and there is none in force."""

    def __init__(self, document: Document) -> None:
        super().__init__(
            _("“%(level)s”文档下载前须经批准") % {"level": level_of(document).label},
            field="permit",
            remedy=_("请在文档页面点“申请下载”，批准后在有效期内下载。"),
        )


def is_asked(document: Document) -> bool:
    return rule_of(level_of(document)).asks_permit


def standing(actor: Actor, document: Document) -> Permit | None:
    return Permit.objects.filter(document=document).of(actor.id).standing().order_by("-pk").first()


def lets_out(actor: Actor, document: Document) -> bool:
    """Whether what the document says may leave now, as far as permits go."""
    return (
        actor.person.is_system
        or not is_asked(document)
        or standing(actor, document) is not None
        or _goes_on(actor, document)
    )


def ensure(actor: Actor, document: Document) -> None:
    """For rooms that give the content out in their own way, without counting. Raises PermitNeeded."""
    if not lets_out(actor, document):
        raise PermitNeeded(document)


def let_out(actor: Actor, asked: Sequence[Document]) -> set[int]:
    """Those of `asked` (whose rule asks for a permit) that `lets_out` would let out: two queries for all."""
    ids = [one.pk for one in asked]
    if not ids or actor.person.is_system:
        return set(ids)
    permitted = Permit.objects.filter(document__in=ids).of(actor.id).standing()
    going_on = _gone_on(actor, ids)
    return set(permitted.values_list("document_id", flat=True)) | going_on


def use(actor: Actor, document: Document) -> None:
    """Count a download against the permit, in the transaction of the deed. Raises PermitNeeded."""
    if actor.person.is_system or not is_asked(document) or _goes_on(actor, document):
        return
    found = standing(actor, document)
    if found is None or not Permit.objects.filter(pk=found.pk).standing().update(used=F("used") + 1):
        raise PermitNeeded(document)


def approvers_of(document: Document) -> list[int]:
    """Who may approve: asked of the people whose posts have the verb at all."""
    holders = (
        Holding.objects.filter(
            ended_at=None,
            person__is_active=True,
            post__rights__resource="document",
            post__rights__verb="approve",
        )
        .select_related("person")
        .order_by("person_id")[:200]
    )
    found: list[int] = []
    for person in {holding.person_id: holding.person for holding in holders}.values():
        rows = Document.objects.filter(pk=document.pk).permitted(as_actor(person), "approve")
        if len(found) < _TOLD and rows.exists():
            found.append(person.pk)
    return found


def seal_reason(document: Document, text: str) -> bytes:
    return vault.seal(document.key_owner, PURPOSE, text.encode(), aad=_REASON)


def seal_answer(document: Document, text: str) -> bytes:
    return vault.seal(document.key_owner, PURPOSE, text.encode(), aad=_ANSWER)


def words_of(permits: list[Permit]) -> dict[int, tuple[str, str]]:
    """Reason and answer of each, with one query for all keys; empty where the key is gone."""
    asked = [(bytes(one.reason), f"document:{one.document_id}", PURPOSE, _REASON) for one in permits]
    answered = [one for one in permits if one.answer]
    told = [(bytes(one.answer or b""), f"document:{one.document_id}", PURPOSE, _ANSWER) for one in answered]
    opened = [(text or b"").decode() for text in vault.unseal_many([*asked, *told])]
    answers = dict(zip((one.pk for one in answered), opened[len(permits) :], strict=True))
    return {one.pk: (text, answers.get(one.pk, "")) for one, text in zip(permits, opened, strict=False)}


def _goes_on(actor: Actor, document: Document) -> bool:
    return bool(_gone_on(actor, [document.pk]))


def _gone_on(actor: Actor, documents: Sequence[int]) -> set[int]:
    found = Event.objects.filter(
        kind=DOWNLOADED.name,
        actor_id=actor.id,
        subject_type=Document._meta.label_lower,
        subject_id__in=documents,
        at__gte=now() - GOES_ON,
        result=Event.Result.OK,
    )
    return {pk for pk in found.values_list("subject_id", flat=True) if pk}
