"""What the sign-in library announces about second factors, written down in the ledger."""

from __future__ import annotations

from typing import Any

from allauth.account import signals as account_signals
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa import signals
from allauth.mfa.models import Authenticator
from allauth.usersessions import signals as listing
from django.db import transaction
from django.http import HttpRequest

from kedang.accounts import events, sessions
from kedang.accounts.adapter import page_actor
from kedang.ledger.kinds import Kind
from kedang.ledger.record import record
from kedang.people.models import Person


def connect() -> None:
    signals.authenticator_added.connect(_added, dispatch_uid="accounts.factor_added")
    signals.authenticator_removed.connect(_removed, dispatch_uid="accounts.factor_removed")
    signals.authenticator_reset.connect(_codes_made, dispatch_uid="accounts.codes_made")
    signals.authenticator_used.connect(_used, dispatch_uid="accounts.factor_used")
    signals.authentication_failed.connect(_failed, dispatch_uid="accounts.factor_failed")
    # The library would list sessions by the key in the cookie; ours are listed by what is stored of it.
    account_signals.user_logged_in.disconnect(receiver=listing.on_user_logged_in)
    for changed in (account_signals.password_set, account_signals.password_changed):
        changed.disconnect(receiver=listing.on_password_changed)
    account_signals.user_logged_in.connect(_signed_in, dispatch_uid="accounts.session_listed")


def _signed_in(request: HttpRequest, user: Person, **_kwargs: Any) -> None:
    sessions.begin(request, user)


def _added(request: HttpRequest, user: Person, authenticator: Any, **_kwargs: Any) -> None:
    is_codes = authenticator.type == Authenticator.Type.RECOVERY_CODES
    _write(events.RECOVERY_CODES_MADE if is_codes else events.FACTOR_ADDED, request, user)
    if not is_codes:  # the code was shown just now
        record_authentication(request, user, "mfa", type=authenticator.type)


def _removed(request: HttpRequest, user: Person, **_kwargs: Any) -> None:
    _write(events.FACTOR_REMOVED, request, user)


def _codes_made(request: HttpRequest, user: Person, **_kwargs: Any) -> None:
    _write(events.RECOVERY_CODES_MADE, request, user)


def _used(request: HttpRequest, user: Person, *, reauthenticated: bool = False, **_kwargs: Any) -> None:
    if reauthenticated:
        _write(events.REAUTHENTICATED, request, user)


def _failed(request: HttpRequest, user: Person, **_kwargs: Any) -> None:
    with transaction.atomic():
        record(events.FACTOR_FAILED, user, actor=page_actor(request), person_id=user.pk, result="failed")


def _write(kind: Kind, request: HttpRequest, person: Person) -> None:
    with transaction.atomic():
        record(kind, person, actor=page_actor(request, person), person_id=person.pk)
