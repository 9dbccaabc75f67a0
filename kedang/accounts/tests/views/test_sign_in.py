from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from kedang.accounts import events
from kedang.accounts.models import FailedSignIns
from kedang.accounts.tests.conftest import SignIn, add_factor, code_now, post_sign_in
from kedang.core.clock import frozen, now
from kedang.ledger.models import Event
from kedang.ledger.record import read_payload
from kedang.people.models import Organisation, Person


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_a_person_signs_in_with_email_and_password(sales_a: Person, browser: Client, password: str) -> None:
    response = post_sign_in(browser, sales_a.email.upper(), password)
    assert response.status_code == 302
    assert is_signed_in(browser)


def test_signing_in_and_out_are_in_the_ledger_with_the_address(sales_a: Person, sign_in: SignIn) -> None:
    client = sign_in(sales_a)
    client.post("/logout/")
    signed_in, signed_out = Event.objects.filter(actor=sales_a).order_by("pk")
    assert (signed_in.kind, signed_in.address) == (events.SIGNED_IN.name, "127.0.0.1")
    assert (signed_out.kind, signed_out.channel) == (events.SIGNED_OUT.name, "page")


def test_every_failure_reads_the_same(sales_a: Person, browser: Client, password: str) -> None:
    sales_a.is_active = False
    sales_a.save()
    bodies = {
        post_sign_in(browser, email, typed).content.decode().count("邮箱或密码不正确")
        for email, typed in [
            ("nobody@huaxin.example", "wrong"),
            (sales_a.email, "wrong"),
            (sales_a.email, password),  # suspended
        ]
    }
    assert bodies == {1}
    assert not is_signed_in(browser)


def test_each_road_hashes_once(
    sales_a: Person, browser: Client, monkeypatch: pytest.MonkeyPatch, password: str
) -> None:
    from django.contrib.auth.hashers import MD5PasswordHasher

    hashed: list[str] = []
    encode = MD5PasswordHasher.encode

    def counting(self: MD5PasswordHasher, password: str, salt: str) -> str:
        hashed.append(password)
        return encode(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", counting)
    counts = []
    for email in ("nobody@huaxin.example", sales_a.email):
        hashed.clear()
        for _attempt in range(6):  # the last one meets a locked name
            post_sign_in(browser, email, "wrong")
        counts.append(len(hashed))
    assert counts == [6, 6]


def test_five_failures_lock_the_name_even_for_the_right_password(
    sales_a: Person, browser: Client, password: str
) -> None:
    for _attempt in range(5):
        post_sign_in(browser, sales_a.email, "wrong")
    post_sign_in(browser, sales_a.email, password)
    assert not is_signed_in(browser)
    kinds = list(Event.objects.filter(person=sales_a).order_by("pk").values_list("kind", "result"))
    assert kinds == [("accounts.sign_in_failed", "failed")] * 4 + [
        ("accounts.locked", "failed"),
        ("accounts.sign_in_failed", "refused"),
    ]


def test_the_lock_ends_after_a_quarter_of_an_hour(sales_a: Person, browser: Client, password: str) -> None:
    for _attempt in range(5):
        post_sign_in(browser, sales_a.email, "wrong")
    with frozen(now() + timedelta(minutes=16)):
        post_sign_in(browser, sales_a.email, password)
    assert is_signed_in(browser)
    assert not FailedSignIns.objects.exists()


def test_an_unknown_name_is_locked_and_recorded_like_a_known_one(
    organisation: Organisation, browser: Client
) -> None:
    for _attempt in range(5):
        post_sign_in(browser, "nobody@huaxin.example", "wrong")
    assert FailedSignIns.objects.get().locked_until is not None
    event = Event.objects.latest("pk")
    payload = read_payload(event)
    assert payload is not None
    assert (event.kind, event.person) == ("accounts.locked", None)
    assert payload["details"]["email"] == "nobody@huaxin.example"


def test_with_a_second_factor_the_password_alone_does_not_sign_in(
    sales_a: Person, browser: Client, password: str
) -> None:
    secret = add_factor(sales_a)
    response = post_sign_in(browser, sales_a.email, password)
    assert response.headers["Location"].startswith("/login/factor/")
    assert not is_signed_in(browser)
    browser.post("/login/factor/", {"code": code_now(secret)})
    assert is_signed_in(browser)


def test_a_code_counts_once(sales_a: Person, password: str) -> None:
    code = code_now(add_factor(sales_a))
    clients = [Client(headers={"host": "localhost"}) for _browser in range(2)]
    for client in clients:
        post_sign_in(client, sales_a.email, password)
        client.post("/login/factor/", {"code": code})
    assert [is_signed_in(client) for client in clients] == [True, False]


def test_wrong_codes_lock_the_factor(sales_a: Person, browser: Client, password: str) -> None:
    secret = add_factor(sales_a)
    post_sign_in(browser, sales_a.email, password)
    for _attempt in range(5):
        browser.post("/login/factor/", {"code": "000000"})
    browser.post("/login/factor/", {"code": code_now(secret)})
    assert not is_signed_in(browser)
    assert Event.objects.filter(kind="accounts.factor_failed", person=sales_a, result="failed").count() == 5


def test_a_recovery_code_signs_in_once(sales_a: Person, password: str) -> None:
    from allauth.mfa.models import Authenticator

    add_factor(sales_a)
    codes = Authenticator.objects.get(user=sales_a, type="recovery_codes").wrap().get_unused_codes()
    signed_in = []
    for _attempt in range(2):
        client = Client(headers={"host": "localhost"})
        post_sign_in(client, sales_a.email, password)
        client.post("/login/factor/", {"code": codes[0]})
        signed_in.append(is_signed_in(client))
    assert signed_in == [True, False]


def test_the_secret_is_not_readable_in_the_database(sales_a: Person) -> None:
    from allauth.mfa.models import Authenticator

    secret = add_factor(sales_a)
    assert secret not in str(list(Authenticator.objects.values_list("data", flat=True)))


@pytest.mark.parametrize("path", ["/signup/", "/accounts/signup/", "/account/signup/", "/password/reset/"])
def test_nobody_signs_up(organisation: Organisation, browser: Client, path: str) -> None:
    assert browser.get(path).status_code == 404


def test_a_page_needs_sign_in_and_comes_back_to_it(organisation: Organisation, browser: Client) -> None:
    response = browser.get("/account/")
    assert response.headers["Location"] == "/login/?next=%2Faccount%2F"


def test_the_way_back_never_leads_to_another_site(sales_a: Person, browser: Client, password: str) -> None:
    response = browser.post(
        "/login/?next=https://evil.example/", {"login": sales_a.email, "password": password}
    )
    assert response.headers["Location"] == "/"
