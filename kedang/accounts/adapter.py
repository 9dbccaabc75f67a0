"""The one adapter between the sign-in library and the house: its writes end in the ledger here."""

from __future__ import annotations

import time
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.app_settings import REAUTHENTICATION_TIMEOUT
from allauth.account.internal.flows.login import get_authentication_records
from django.contrib.auth import authenticate
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kedang.access.middleware import address_of, stored_key_of
from kedang.accounts import events, lockout, passwords
from kedang.accounts.profiles import current_profile
from kedang.core.actor import Actor, as_actor
from kedang.ledger.record import record
from kedang.people.models import Person
from kedang.people.system import system_person

# One text for a wrong password, an unknown name, a suspended person and a locked name: no enumeration.
REFUSED = _("邮箱或密码不正确。连续多次失败会暂时锁定，请稍后再试，或请管理员重置密码。")


def page_actor(request: HttpRequest, person: Person | None = None) -> Actor:
    """`person` acting from this request; the house itself where nobody has proven who they are."""
    return as_actor(
        person or system_person(),
        channel="page",
        address=address_of(request),
        session=stored_key_of(request),
    )


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # the library is untyped
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": REFUSED,
        "too_many_login_attempts": REFUSED,
        "invalid_login": REFUSED,
        "incorrect_password": _("密码不正确。"),
        "incorrect_code": _("验证码不正确或已用过，请等手机上出现下一个再试。"),
        "enter_current_password": _("当前密码不正确。"),
        "rate_limited": _("请求太频繁，请稍后再试。"),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        return address_of(request) or "0.0.0.0"  # noqa: S104  # "not known", no listening address

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Person | None:
        """The person, if name and password match and the name is not locked. Each road hashes once."""
        name = str(credentials.get("email", ""))
        locked = lockout.is_locked(name)
        person = authenticate(request, **credentials)
        if locked or not isinstance(person, Person):
            self.authentication_failed(request, **credentials)
            return None
        return person

    def reauthenticate(self, user: Person, password: str) -> bool:
        found = self.authenticate(self.request, email=user.email, password=password)
        return found is not None and found.pk == user.pk

    @transaction.atomic
    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        name = str(credentials.get("email", ""))
        was_locked = lockout.is_locked(name)
        locks = lockout.note_failure(name, current_profile())
        person = Person.objects.filter(email__iexact=name).only("pk").first()
        record(
            events.LOCKED if locks else events.SIGN_IN_FAILED,
            person,
            actor=page_actor(request),
            person_id=person.pk if person else None,
            details={"email": name, "while_locked": was_locked},
            result="refused" if was_locked else "failed",
        )

    def pre_login(self, request: HttpRequest, user: Person, **_hooks: Any) -> HttpResponse | None:
        return None  # `authenticate` lets nobody through who is suspended

    @transaction.atomic
    def login(self, request: HttpRequest, user: Person) -> None:
        super().login(request, user)
        lockout.forgive(user.email)
        record(
            events.SIGNED_IN,
            user,
            actor=page_actor(request, user),
            person_id=user.pk,
            details={"agent": request.headers.get("User-Agent", "")[:200]},
        )

    @transaction.atomic
    def logout(self, request: HttpRequest) -> None:
        person = request.user
        if isinstance(person, Person):
            record(events.SIGNED_OUT, person, actor=page_actor(request, person), person_id=person.pk)
        super().logout(request)

    def add_message(self, request: HttpRequest, level: int, *args: Any, **kwargs: Any) -> None:
        """No 'welcome back': pages say what happened themselves."""

    def clean_password(self, password: str, user: Person | None = None) -> str:
        passwords.validate(password, user)
        return password

    def set_password(self, user: Person, password: str) -> None:
        passwords.set_password(user, password)

    def is_reauthentication_required(self, *, app: str, **_kwargs: Any) -> bool:
        """Not right after signing in: who just typed the password is who they are."""
        shown = get_authentication_records(self.request, self.request.user)
        return not any(time.time() - entry["at"] < REAUTHENTICATION_TIMEOUT for entry in shown)

    def get_reauthentication_methods(self, user: Person) -> list[dict[str, Any]]:
        """The strongest a person has: the code where there is a factor, else the password."""
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        return methods[-1:]

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("accounts:profile")
