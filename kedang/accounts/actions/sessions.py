"""Ending sessions: one's own here and there, and everybody's by an administrator."""

from __future__ import annotations

from allauth.usersessions.models import UserSession
from django.utils.translation import gettext as _

from kedang.access.door import action
from kedang.accounts import events, sessions
from kedang.accounts.actions.people import end_sessions_of, refuse_others
from kedang.core.actor import Actor
from kedang.core.errors import NotFound
from kedang.ledger.record import record
from kedang.people.models import Person


@action(needs="edit", resource="account")
def revoke_session(person: Person, *, session_id: int, actor: Actor) -> None:
    """End one of one's own sessions. Raises NotFound: it is somebody else's, or over."""
    refuse_others(person, actor)
    session = UserSession.objects.filter(pk=session_id, user_id=person.pk).first()
    if session is None:
        raise NotFound(_("这个会话已经结束"))
    told = {"address": session.ip, "agent": session.user_agent}
    sessions.end(session)
    record(events.SESSION_REVOKED, person, actor=actor, person_id=person.pk, details=told)


@action(needs="edit", resource="account")
def sign_out_elsewhere(person: Person, *, actor: Actor) -> int:
    """End all of one's own sessions but this one; returns how many."""
    refuse_others(person, actor)
    count = end_sessions_of(person, keep=actor.session)
    record(events.SESSION_REVOKED, person, actor=actor, person_id=person.pk, details={"count": count})
    return count


@action(needs="manage", resource="person")
def end_all_sessions(person: Person, *, actor: Actor) -> int:
    """End all sessions of somebody."""
    count = end_sessions_of(person)
    record(events.SESSION_REVOKED, person, actor=actor, person_id=person.pk, details={"count": count})
    return count
