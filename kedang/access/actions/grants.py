"""Giving and taking back rights on one record."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from kedang.access import audience
from kedang.access.door import action, can, customer_id_of
from kedang.access.events import GRANT_ENDED, GRANTED
from kedang.access.models import Grant
from kedang.access.words import VERBS
from kedang.core.actor import Actor
from kedang.core.clock import now
from kedang.core.errors import Conflict, Invalid, Refused
from kedang.ledger.record import record
from kedang.people.models import Department, Person


@action(needs="grant")
def grant(
    subject: Any, verb: str, *, to: Person | Department, expires_at: datetime | None = None, actor: Actor
) -> Grant:
    """Give `verb` on `subject` to a person or a department until `expires_at`.

    Nobody gives to themselves, and nobody gives what they may not do.
    """
    _check(subject, verb, to, expires_at, actor)
    made = Grant.objects.create(
        resource=subject.resource,
        object_id=subject.pk,
        customer_id=customer_id_of(subject),
        person=to if isinstance(to, Person) else None,
        department=to if isinstance(to, Department) else None,
        verb=verb,
        expires_at=expires_at,
        given_by=actor.person,
    )
    audience.enter_grant(made)
    record(GRANTED, subject, actor=actor, customer_id=made.customer_id, person_id=made.person_id)
    return made


@action(needs="grant")
def end_grant(subject: Any, given: Grant, *, actor: Actor) -> None:
    """Take a grant back. Raises Conflict: it ended already."""
    mine = Grant.objects.filter(pk=given.pk, resource=subject.resource, object_id=subject.pk, ended_at=None)
    if not mine.update(ended_at=now(), updated_at=now()):
        raise Conflict(_("这项授权已经收回"))
    if not Grant.objects.filter(
        resource=given.resource,
        object_id=given.object_id,
        person=given.person,
        department=given.department,
        verb=given.verb,
        ended_at=None,
    ).exists():
        audience.leave_grant(given)
    record(GRANT_ENDED, subject, actor=actor, customer_id=given.customer_id, person_id=given.person_id)


def _check(
    subject: Any, verb: str, to: Person | Department, expires_at: datetime | None, actor: Actor
) -> None:
    if verb not in VERBS:
        raise Invalid(_("没有这种权限"), field="verb", value=verb)
    if isinstance(to, Person) and to.pk == actor.id:
        raise Refused(_("不能给自己授权"))
    if not can(actor, verb, subject):
        raise Refused(_("不能授予自己没有的权限"))
    if expires_at is not None and expires_at <= now():
        raise Invalid(_("到期时间应在将来"), field="expires_at", value=expires_at.isoformat())
