"""What the tests of sign-in and administration share."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.http import HttpResponse
from django.test import Client

from kedang.people.models import Organisation, Person

SignIn = Callable[[Person], Client]


@pytest.fixture
def browser() -> Client:
    """A browser on the server's own machine."""
    return Client(headers={"host": "localhost"})


@pytest.fixture
def sign_in(password: str) -> SignIn:
    """Sign in the way a browser does."""

    def enter(person: Person, typed: str = password) -> Client:
        client = Client(headers={"host": "localhost"})
        post_sign_in(client, person.email, typed)
        return client

    return enter


@pytest.fixture
def no_factors(organisation: Organisation) -> Organisation:
    """The office lets people choose whether they use a second factor."""
    organisation.security_profile = "asvs"
    organisation.options = {"security": {"second_factor": "offered", "idle_minutes": 30}}
    organisation.save()
    return organisation


def post_sign_in(client: Client, email: str, password: str) -> HttpResponse:
    return client.post("/login/", {"login": email, "password": password})  # type: ignore[return-value]  # a test response


def add_factor(person: Person) -> str:
    """Give `person` an authenticator app; returns its secret."""
    secret: str = generate_totp_secret()
    TOTP.activate(person, secret)
    RecoveryCodes.activate(person)
    return secret


def code_now(secret: str, offset: int = 0) -> str:
    """What the app shows now, or `offset` half minutes from now."""
    shown: str = format_hotp_value(hotp_value(secret, int(time.time()) // 30 + offset))
    return shown
