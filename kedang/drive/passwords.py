"""App passwords: made once, told once, found by their digest."""

from __future__ import annotations

import secrets
from datetime import timedelta

from kedang import vault
from kedang.core.clock import now
from kedang.drive.models import AppPassword
from kedang.people.models import Person

MOST_DAYS = 365
MOST_STANDING = 20
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # nothing that is read for something else
_GROUPS, _LENGTH = 6, 5  # 30 of 31 letters: 148 bits
_NOTED_EVERY = timedelta(minutes=1)
_SHOWN = 100


def new_secret() -> str:
    groups = ("".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH)) for _ in range(_GROUPS))
    return "-".join(groups)


def digest_of(secret: str) -> bytes:
    """Keyed by the vault: whoever steals the database cannot even try passwords of their own."""
    return vault.mac("lookup", b"app-password:" + secret.strip().lower().encode())


def find(email: str, secret: str) -> AppPassword | None:
    """The one that is good now and belongs to who says so."""
    found = (
        AppPassword.objects.filter(digest=digest_of(secret), ended_at=None, expires_at__gt=now())
        .select_related("person")
        .first()
    )
    same = found is not None and found.person.email.casefold() == email.strip().casefold()
    return found if same else None


def note_use(found: AppPassword, address: str, agent: str) -> None:
    """At most once a minute: a folder that is looked at should not cost a write."""
    if found.used_at is not None and now() - found.used_at < _NOTED_EVERY and found.used_from == address:
        return
    AppPassword.objects.filter(pk=found.pk).update(used_at=now(), used_from=address[:45], used_by=agent[:200])


def of_person(person: Person) -> list[AppPassword]:
    """One's own that are not ended, the newest first; those that ran out are shown for a while."""
    month = now() - timedelta(days=30)
    rows = AppPassword.objects.filter(person=person, ended_at=None, expires_at__gt=month)
    return list(rows[:_SHOWN])


def standing() -> tuple[list[AppPassword], str]:
    """Everybody's that are good, the newest, and how many there are."""
    rows = AppPassword.objects.filter(ended_at=None, expires_at__gt=now()).select_related("person")
    some = list(rows[: _SHOWN + 1])
    return some[:_SHOWN], f"{_SHOWN}+" if len(some) > _SHOWN else str(len(some))


def owner_of(password_id: int) -> int:
    """Whose it is; 0: there is none."""
    return AppPassword.objects.filter(pk=password_id).values_list("person_id", flat=True).first() or 0
