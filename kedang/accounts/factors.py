"""Second factors: one-time codes from a phone, and recovery codes."""

from __future__ import annotations

import base64
from datetime import timedelta
from hashlib import sha256
from typing import Any

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from kedang import vault
from kedang.access.rights import holdings_of
from kedang.access.words import Clearance
from kedang.accounts import profiles
from kedang.accounts.models import SpentCode
from kedang.core.clock import now
from kedang.people.models import Organisation, Person

OWNER, PURPOSE = "system", "factors"
# A code counts for a minute and a half; the same six digits may come again some day.
_REMEMBER_CODES = timedelta(minutes=10)


class FactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # the library is untyped
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("验证码不正确或已用过，请等手机上出现下一个再试。"),
    }

    def get_totp_issuer(self) -> str:
        organisation = Organisation.objects.filter(pk=1).first()
        return f"客档 {organisation.short_name or organisation.name}" if organisation else "客档"

    def encrypt(self, text: str) -> str:
        return base64.b64encode(vault.seal(OWNER, PURPOSE, text.encode())).decode()

    def decrypt(self, encrypted_text: str) -> str:
        sealed = base64.b64decode(encrypted_text)
        return vault.unseal(sealed, owner=OWNER, purpose=PURPOSE).decode()

    def build_totp_svg(self, url: str) -> str:
        import segno

        svg: str = segno.make(url, error="m").svg_inline(scale=5, border=2, dark="#000", light="#fff")
        return svg

    def can_delete_authenticator(self, authenticator: Any) -> bool:
        return not is_demanded(authenticator.user, profiles.current_profile())

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """The ledger tells; no mail server is needed."""


def has_factor(person: Person) -> bool:
    return bool(_factors(person).filter(type=Authenticator.Type.TOTP).exists())


def is_demanded(person: Person, profile: profiles.Profile) -> bool:
    """Whether this person must have a second factor: by the profile, a post, or the top clearance."""
    if profile.second_factor == profiles.OFFERED or person.is_system:
        return False
    if profile.second_factor == profiles.EVERYONE or person.in_start_mode:
        return True
    return any(
        holding.post.demands_second_factor or holding.post.clearance >= Clearance.CORE
        for holding in holdings_of(person)
    )


def spend(person: Person, code: str) -> bool:
    """Whether `code` is shown for the first time. In the database: several processes serve one office."""
    digest = sha256(f"{person.pk}:{''.join(code.split())}".encode()).digest()
    sweep()
    try:
        with transaction.atomic():
            SpentCode.objects.create(person=person, code_digest=digest)
    except IntegrityError:
        return False
    return True


def sweep() -> None:
    SpentCode.objects.filter(at__lt=now() - _REMEMBER_CODES).delete()


def remove_all(person: Person) -> int:
    removed, _by_model = _factors(person).delete()
    return int(removed)


def _factors(person: Person) -> QuerySet[Any]:
    found: QuerySet[Any] = Authenticator.objects.filter(user_id=person.pk)
    return found
