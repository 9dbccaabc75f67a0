"""Asking for leave to download, and deciding it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from kedang.access.door import action, check_right, revise
from kedang.accounts.profiles import current_profile
from kedang.core.actor import Actor
from kedang.core.clock import now
from kedang.core.errors import Conflict, Invalid, Refused
from kedang.documents import permits
from kedang.documents.content import PURPOSE
from kedang.documents.events import PERMIT_APPROVED, PERMIT_ASKED, PERMIT_REJECTED
from kedang.documents.models import Document, Permit
from kedang.documents.notices import PERMIT_ASKED as TELL_ASKED
from kedang.documents.notices import PERMIT_DECIDED
from kedang.ledger.kinds import Kind
from kedang.ledger.record import record
from kedang.notify.telling import tell


@action(needs="view")  # "download" would have to pass the gate this asks for
def ask_permit(document: Document, *, reason: str, actor: Actor) -> Permit:
    """By whoever has the right to download. Raises Invalid: no reason; Conflict: asked already."""
    check_right(actor, "download", document)
    reason = reason.strip()[:500]
    if not reason:
        raise Invalid(_("请写明下载的用途"), field="reason")
    try:
        with transaction.atomic():
            asked = Permit.objects.create(
                document=document, person=actor.person, reason=permits.seal_reason(document, reason)
            )
    except IntegrityError as error:
        raise Conflict(_("您已经申请过，正在等待批准"), field="reason") from error
    record(
        PERMIT_ASKED, document, actor=actor, customer_id=document.customer_id,
        details={"permit": asked.pk, "purpose": reason}, key=(document.key_owner, PURPOSE),
    )  # fmt: skip
    people = permits.approvers_of(document)
    tell(TELL_ASKED, people, document, actor=actor, customer_id=document.customer_id)
    return asked


@action(needs="approve")
def approve_permit(permit: Permit, *, days: int, uses: int, actor: Actor) -> None:
    """Let its asker download the document `uses` times within `days`. Raises Invalid, Conflict, Refused."""
    if not 1 <= days <= permits.MOST_DAYS:
        raise Invalid(_("有效期为 1 到 %(most)s 天") % {"most": permits.MOST_DAYS}, field="days")
    if not 1 <= uses <= permits.MOST_USES:
        raise Invalid(_("次数为 1 到 %(most)s 次") % {"most": permits.MOST_USES}, field="uses")
    until = now() + timedelta(days=days)
    _settle(permit, Permit.State.APPROVED, actor, expires_at=until, uses=uses)
    _record(PERMIT_APPROVED, permit, actor, {"days": days, "uses": uses})


@action(needs="approve")
def reject_permit(permit: Permit, *, answer: str, actor: Actor) -> None:
    """The asker reads why. Raises Invalid, Conflict."""
    answer = answer.strip()[:500]
    if not answer:
        raise Invalid(_("请写明不批准的原因，申请人会看到"), field="answer")
    _settle(permit, Permit.State.REJECTED, actor, answer=permits.seal_answer(permit.document, answer))
    _record(PERMIT_REJECTED, permit, actor, {"answer": answer})


def _settle(permit: Permit, state: str, actor: Actor, **more: Any) -> None:
    if permit.state != Permit.State.WAITING:
        raise Conflict(_("这个申请已经处理过"))
    if permit.person_id == actor.id and current_profile().four_eyes:
        raise Refused(_("不能审批自己的申请"), remedy=_("请由另一位有审批权的人处理。"))
    revise(permit, state=state, decided_by=actor.person, decided_at=now(), **more)


def _record(kind: Kind, permit: Permit, actor: Actor, details: dict[str, object]) -> None:
    document = permit.document
    record(
        kind, document, actor=actor, customer_id=document.customer_id, person_id=permit.person_id,
        details={"permit": permit.pk} | details, key=(document.key_owner, PURPOSE),
    )  # fmt: skip
    tell(PERMIT_DECIDED, [permit.person_id], document, actor=actor, customer_id=document.customer_id)
