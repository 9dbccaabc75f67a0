"""Who asks: Basic authentication with an app password, over TLS or on this machine."""

from __future__ import annotations

import base64
import binascii

from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _

from kedang.access.middleware import address_of
from kedang.accounts import factors, lockout, profiles
from kedang.accounts.addresses import is_on_this_machine
from kedang.core.actor import Actor
from kedang.drive import events, passwords, switch
from kedang.drive.answers import Answer
from kedang.ledger.models import Event
from kedang.ledger.record import record
from kedang.people.models import Person
from kedang.people.system import system_person

CHANNEL = "dav"
# All an app password is good for; what the person may do of it their posts say.
SCOPES = frozenset(
    [
        "customer.view",
        "folder.view",
        "folder.create",
        "folder.edit",
        "folder.delete",
        "document.view",
        "document.create",
        "document.edit",
        "document.delete",
        "document.download",
    ]
)
_CHALLENGE = {"WWW-Authenticate": 'Basic realm="Kedang", charset="UTF-8"'}


def actor_of(request: HttpRequest) -> Actor:
    """Raises Answer: 401 without a good password, 403 where none may be sent or the person may not, 429 locked."""
    if not switch.is_on(getattr(request, "organisation", None)):
        raise Answer(403, _("网络驱动器没有启用。"))
    if not (request.is_secure() or is_on_this_machine(request)):
        raise Answer(403, _("网络驱动器只能通过 HTTPS 使用。"))
    email, secret = _given(request)
    address = address_of(request)
    # By name and address: a stranger who guesses elsewhere locks nobody out of their files.
    counted = f"dav:{email}:{address}"
    if lockout.is_locked(counted):
        raise Answer(429, _("失败次数太多，请稍后再试。"), {"Retry-After": "900"})
    found = passwords.find(email, secret)
    if found is None:
        _note_failure(counted, email, address)
        raise _unknown()
    passwords.note_use(found, address, request.headers.get("User-Agent", ""))
    _check(found.person)
    return Actor(
        person=found.person,
        channel=CHANNEL,
        address=address,
        session=f"app-password:{found.pk}",
        scopes=SCOPES,
    )


def _given(request: HttpRequest) -> tuple[str, str]:
    kind, _space, encoded = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
    if kind.lower() != "basic":
        raise _unknown()
    try:
        plain = base64.b64decode(encoded.strip(), validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        raise _unknown() from None
    email, colon, secret = plain.partition(":")
    if not (colon and email and secret) or len(plain) > 600:
        raise _unknown()
    return email, secret


def _check(person: Person) -> None:
    """The security profile holds here as on the pages, at every request."""
    if not person.is_active or person.suspended_at:
        raise _unknown()
    profile = profiles.current_profile()
    if profiles.has_expired(person, profile):
        raise Answer(403, _("登录密码已过期，请先在网页上更换。"))
    if factors.is_demanded(person, profile) and not factors.has_factor(person):
        raise Answer(403, _("您的岗位必须先在网页上启用第二因素。"))


def _note_failure(counted: str, email: str, address: str) -> None:
    person = Person.objects.filter(email__iexact=email.strip()).first()
    lockout.note_failure(counted, profiles.current_profile())
    actor = Actor(person=system_person(), channel=CHANNEL, address=address)
    with transaction.atomic():
        record(
            events.SIGN_IN_FAILED,
            person,
            actor=actor,
            person_id=person.pk if person else None,
            result=Event.Result.REFUSED,
            details={"email": email[:254]},
        )


def _unknown() -> Answer:
    return Answer(401, _("请用登录邮箱和应用密码连接。"), _CHALLENGE)
