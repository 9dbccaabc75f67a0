"""One-time links: made by an administrator, used once to set a password."""

from __future__ import annotations

import secrets
from datetime import timedelta
from hashlib import sha256

from kedang.accounts.models import OneTimeLink
from kedang.core.actor import Actor
from kedang.core.clock import now
from kedang.people.models import Person

LIFETIME = timedelta(hours=72)


def make_link(person: Person, purpose: str, *, actor: Actor) -> str:
    """A new link's token; links made before end. Plain function of several actions, which record it."""
    person.one_time_links.usable().update(withdrawn_at=now())
    token = secrets.token_urlsafe(32)
    OneTimeLink.objects.create(
        person=person,
        purpose=purpose,
        digest=digest_of(token),
        made_by=actor.person,
        expires_at=now() + LIFETIME,
    )
    return token


def find_link(token: str) -> OneTimeLink | None:
    return OneTimeLink.objects.usable().select_related("person").filter(digest=digest_of(token)).first()


def digest_of(token: str) -> bytes:
    return sha256(token.encode()).digest()
