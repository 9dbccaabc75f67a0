"""Links for people without an account: random tokens, of which only the hash is kept, and who acts through one."""

from __future__ import annotations

import secrets
from hashlib import sha256

from django.http import HttpRequest

from kedang.access.middleware import address_of
from kedang.core.actor import Actor
from kedang.people.system import system_person


def new_token() -> str:
    """128 random bits."""
    return secrets.token_urlsafe(16)


def digest_of(token: str) -> bytes:
    return sha256(token.encode()).digest()


def link_actor(request: HttpRequest, *scopes: str, session: str = "") -> Actor:
    """The house itself, through a link, cut down to `scopes` (`resource.verb`): the customer has no account."""
    return Actor(
        person=system_person(),
        channel="link",
        address=address_of(request),
        session=session,
        scopes=frozenset(scopes),
    )


def origin_of(request: HttpRequest) -> str:
    """Scheme and host as people reach this archive; the host was checked against those allowed."""
    return f"{request.scheme}://{request.get_host()}"
