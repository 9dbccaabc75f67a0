"""A session's life: when it was last used, when it idles out."""

from __future__ import annotations

from datetime import timedelta

from allauth.account.adapter import get_adapter
from allauth.usersessions.models import UserSession
from django.contrib.auth import update_session_auth_hash
from django.db import transaction
from django.http import HttpRequest

from kedang.accounts.profiles import Profile
from kedang.core.clock import now
from kedang.people.models import Person

SEEN_AT, CHECKED_AT = "seen_at", "checked_at"
_NOTE_EVERY = timedelta(minutes=1)


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
    UserSession.objects.filter(session_key=request.session.session_key).update(last_seen_at=now())


def end_idle(request: HttpRequest) -> None:
    with transaction.atomic():
        UserSession.objects.filter(session_key=request.session.session_key).delete()
        get_adapter().logout(request)


def carry_over(request: HttpRequest, person: Person) -> None:
    """Keep this session alive after a password change, under a new key."""
    old = request.session.session_key
    update_session_auth_hash(request, person)
    UserSession.objects.filter(session_key=old).update(session_key=request.session.session_key)


def _is_old(moment: float | None) -> bool:
    return moment is None or now().timestamp() - moment >= _NOTE_EVERY.total_seconds()
