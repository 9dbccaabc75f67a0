"""Giving and taking back rights on one record."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from kedang.access import audience, granting
from kedang.access.door import action, customer_id_of
from kedang.access.events import GRANT_ENDED, GRANTED
from kedang.access.models import Grant
from kedang.access.rights import rights_of
from kedang.access.words import VERBS
from kedang.core.actor import Actor, as_actor
from kedang.core.clock import now
from kedang.core.errors import Conflict, Invalid, Refused
from kedang.ledger.record import record
from kedang.people.models import Department, Person


@action(needs="grant", reason=True)
def grant(
    subject: Any,
    verbs: Iterable[str],
    *,
    to: Person | Department,
    expires_at: datetime | None = None,
    actor: Actor,
) -> list[Grant]:
    """Give `verbs` on `subject`, and seeing it, to a person or a department until `expires_at`.

    A standing grant that lasts as long stays, a shorter one is replaced. Nobody gives to themselves, and
    nobody gives what they may not do. Raises Conflict: all of it is given already.
    """
    wanted = [verb for verb in VERBS if verb in {"view", *verbs}]
    _check(subject, wanted, {*verbs}, to, expires_at, actor)
    made = [
        _make(subject, verb, to, expires_at, actor)
        for verb in wanted
        if _is_new(subject, verb, to, expires_at)
    ]
    if not made:
        raise Conflict(_("已经有同样的授权"), remedy=_("如需缩短期限，请先收回，再重新授予。"))
    record(
        GRANTED,
        subject,
        actor=actor,
        customer_id=customer_id_of(subject),
        person_id=made[0].person_id,
        details={
            **_told(to, [one.verb for one in made]),
            "until": expires_at.isoformat() if expires_at else "",
        },
    )
    return made


@action(needs="grant")
def end_grant(subject: Any, given: Grant, *, actor: Actor) -> None:
    """Take a grant back. Raises Conflict: it ended already."""
    if not granting.given_on(subject).filter(pk=given.pk).update(ended_at=now(), updated_at=now()):
        raise Conflict(_("这项授权已经收回"))
    audience.leave_grant(given)
    to = given.person or given.department
    record(
        GRANT_ENDED,
        subject,
        actor=actor,
        customer_id=given.customer_id,
        person_id=given.person_id,
        details=_told(to, [given.verb]) if to else {},
    )


def _check(
    subject: Any,
    verbs: list[str],
    asked: set[str],
    to: Person | Department,
    expires_at: datetime | None,
    actor: Actor,
) -> None:
    if unknown := asked - set(granting.offered_on(subject)):
        raise Invalid(_("没有这种权限"), field="verbs", value="、".join(sorted(unknown)))
    if isinstance(to, Person):
        _check_receiver(subject, to, actor)
    if not all(granting.may_give(actor, verb, subject) for verb in verbs):
        raise Refused(_("不能授予自己没有的权限"))
    if expires_at is not None and expires_at <= now():
        raise Invalid(_("到期时间应在将来"), field="expires_on", value=expires_at.isoformat())


def _check_receiver(subject: Any, to: Person, actor: Actor) -> None:
    if to.pk == actor.id:
        raise Refused(_("不能给自己授权"))
    if not to.is_active or to.suspended_at:
        raise Invalid(_("此人员已停用"), field="person", value=to.name)
    if granting.level_of(subject) > rights_of(as_actor(to)).clearance:
        raise Invalid(
            _("“%(name)s”的岗位密级不够，授权不会生效") % {"name": to.name},
            field="person",
            value=to.name,
            remedy=_("请先由安全管理员任命合适的岗位。"),
        )


def _is_new(subject: Any, verb: str, to: Person | Department, expires_at: datetime | None) -> bool:
    """Whether no standing grant lasts as long."""
    standing = granting.standing_on(subject).filter(verb=verb, **_receiver(to))
    lasting = [one.expires_at for one in standing]
    return not any(until is None or (expires_at is not None and until >= expires_at) for until in lasting)


def _make(
    subject: Any, verb: str, to: Person | Department, expires_at: datetime | None, actor: Actor
) -> Grant:
    granting.given_on(subject).filter(verb=verb, **_receiver(to)).update(ended_at=now(), updated_at=now())
    made = Grant.objects.create(
        resource=subject.resource,
        object_id=subject.pk,
        customer_id=customer_id_of(subject),
        verb=verb,
        expires_at=expires_at,
        given_by=actor.person,
        **_receiver(to),
    )
    audience.enter_grant(made)
    return made


def _receiver(to: Person | Department) -> dict[str, Any]:
    return (
        {"person": to, "department": None} if isinstance(to, Person) else {"person": None, "department": to}
    )


def _told(to: Person | Department, verbs: list[str]) -> dict[str, Any]:
    return {"to": to.name, "verbs": verbs}
