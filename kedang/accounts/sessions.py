"""A session's life: when it was last used, when it idles out."""

from __future__ import annotations

from datetime import timedelta

from allauth.account.adapter import get_adapter
from allauth.usersessions.models import UserSession
from django.contrib.auth import update_session_auth_hash
from django.contrib.sessions.models import Session
from django.db import transaction
from django.http import HttpRequest

from kedang.access.middleware import address_of, stored_key_of
from kedang.accounts.profiles import Profile
from kedang.core.clock import now
from kedang.people.models import Person

SEEN_AT, CHECKED_AT = "seen_at", "checked_at"
_NOTE_EVERY = timedelta(minutes=1)


def begin(request: HttpRequest, person: Person) -> None:
    """Into the list of the person's sessions, from which those that have ended go."""
    if not request.session.session_key:
        request.session.save()
    mine = UserSession.objects.filter(user_id=person.pk)
    mine.exclude(session_key__in=Session.objects.values("session_key")).delete()
    UserSession.objects.get_or_create(
        session_key=stored_key_of(request),
        defaults={
            "user_id": person.pk,
            "ip": address_of(request) or "0.0.0.0",  # noqa: S104  # "not known", no listening address
            "user_agent": request.headers.get("User-Agent", "")[:200],
        },
    )


def end(listed: UserSession) -> None:
    Session.objects.filter(session_key=listed.session_key).delete()
    listed.delete()


def is_idle(request: HttpRequest, profile: Profile) -> bool:
    seen = request.session.get(SEEN_AT)
    return seen is not None and now().timestamp() - seen > profile.idle_minutes * 60


def is_unchecked(request: HttpRequest) -> bool:
    """Whether the duties of the person (password age, second factor) were not looked at for a minute."""
    return _is_old(request.session.get(CHECKED_AT))


def note_checked(request: HttpRequest) -> None:
    request.session[CHECKED_AT] = now().timestamp()


def touch(request: HttpRequest) -> None:
    """Note that somebody is there; at most once a minute, a request should not cost a write."""
    if not _is_old(request.session.get(SEEN_AT)):
        return
    request.session[SEEN_AT] = now().timestamp()
    UserSession.objects.filter(session_key=stored_key_of(request)).update(last_seen_at=now())


def end_idle(request: HttpRequest) -> None:
    with transaction.atomic():
        UserSession.objects.filter(session_key=stored_key_of(request)).delete()
        get_adapter().logout(request)


def carry_over(request: HttpRequest, person: Person) -> None:
    """Keep this session alive after a password change, under a new key."""
    old = stored_key_of(request)
    update_session_auth_hash(request, person)
    request.session.save()
    UserSession.objects.filter(session_key=old).update(session_key=stored_key_of(request))


def _is_old(moment: float | None) -> bool:
    return moment is None or now().timestamp() - moment >= _NOTE_EVERY.total_seconds()
