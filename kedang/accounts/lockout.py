"""Locking a sign-in name after failures in a row, counted in the database."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils.crypto import salted_hmac

from kedang.accounts.models import FailedSignIns
from kedang.accounts.profiles import Profile
from kedang.core.clock import now

_FORGET_AFTER = timedelta(days=1)


def is_locked(name: str) -> bool:
    return FailedSignIns.objects.filter(name_digest=_digest(name), locked_until__gt=now()).exists()


def note_failure(name: str, profile: Profile) -> bool:
    """Count one failure of `name`; True when just this one locked it. A locked name is not counted on."""
    moment = now()
    window = timedelta(minutes=profile.lock_minutes)
    with transaction.atomic():
        row = _row(name)
        if row.locked_until and row.locked_until > moment:
            return False
        if row.locked_until or row.last_at < moment - window:
            row.failures, row.first_at, row.locked_until = 0, moment, None
        row.failures += 1
        row.last_at = moment
        locks = row.failures >= profile.failures
        row.locked_until = moment + window if locks else None
        row.save()
    return locks


def forgive(name: str) -> None:
    FailedSignIns.objects.filter(name_digest=_digest(name)).delete()


def sweep() -> None:
    """Forget names that did not fail for a day."""
    FailedSignIns.objects.filter(last_at__lt=now() - _FORGET_AFTER).delete()


def _row(name: str) -> FailedSignIns:
    FailedSignIns.objects.get_or_create(
        name_digest=_digest(name), defaults={"first_at": now(), "last_at": now()}
    )
    return FailedSignIns.objects.select_for_update().get(name_digest=_digest(name))


def _digest(name: str) -> bytes:
    return salted_hmac("kedang.accounts.lockout", name.strip().casefold(), algorithm="sha256").digest()
