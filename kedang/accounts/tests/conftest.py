"""What the tests of sign-in and administration share."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.http import HttpResponse
from django.test import Client

from kedang.accounts.factors import FactorAdapter
from kedang.people.models import Organisation, Person

SignIn = Callable[[Person], Client]
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


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
    response: HttpResponse = client.post("/login/", {"login": email, "password": password})
    return response


def add_factor(person: Person) -> str:
    """Give `person` an authenticator app; returns its secret."""
    from allauth.mfa.models import Authenticator
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    Authenticator.objects.create(
        user=person, type=Authenticator.Type.TOTP, data={"secret": FactorAdapter().encrypt(SECRET)}
    )
    RecoveryCodes.activate(person)
    return SECRET


def code_now(secret: str, offset: int = 0) -> str:
    """What the app shows now, or `offset` half minutes from now."""
    import time

    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + offset))
