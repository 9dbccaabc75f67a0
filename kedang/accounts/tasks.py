"""Nightly: forget what sign-in no longer needs."""

from __future__ import annotations

from importlib import import_module

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session

from kedang.accounts import factors, lockout
from kedang.jobs import every, job


@every("03:25")
@job()
def forget_stale_sign_ins() -> None:
    """Failed names of yesterday, spent codes, and sessions that have ended."""
    lockout.sweep()
    factors.sweep()
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()
