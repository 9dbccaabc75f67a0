from __future__ import annotations

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client

from kedang.accounts.session_store import digest_of
from kedang.accounts.tests.conftest import SignIn, add_factor, code_now
from kedang.core.clock import now
from kedang.ledger.models import Event
from kedang.people.models import Person

NEW = "Xiaohe-42-bian!"


def test_name_and_language_are_ones_own_to_change(sales_a: Person, sign_in: SignIn) -> None:
    client = sign_in(sales_a)
    client.post("/account/", {"name": "销售新", "language": "en", "phone": "", "expected": sales_a.revision})
    sales_a.refresh_from_db()
    assert (sales_a.name, sales_a.language) == ("销售新", "en")


def test_changing_the_password_ends_the_other_sessions_and_not_this_one(
    sales_a: Person, sign_in: SignIn, password: str
) -> None:
    here, elsewhere = sign_in(sales_a), sign_in(sales_a)
    here.post("/account/password/", {"current": password, "new": NEW, "again": NEW})
    assert [here.get("/account/").status_code, elsewhere.get("/account/").status_code] == [200, 302]
    assert UserSession.objects.filter(user=sales_a).count() == 1
    assert Event.objects.filter(kind="accounts.password_changed", actor=sales_a).exists()


def test_the_current_password_must_be_right(sales_a: Person, sign_in: SignIn) -> None:
    page = sign_in(sales_a).post("/account/password/", {"current": "wrong", "new": NEW, "again": NEW})
    assert "当前密码不正确" in page.content.decode()


def test_a_session_is_revoked(sales_a: Person, sign_in: SignIn) -> None:
    here, elsewhere = sign_in(sales_a), sign_in(sales_a)
    other = UserSession.objects.get(session_key=digest_of(str(elsewhere.session.session_key)))
    here.post(f"/account/sessions/{other.pk}/")
    assert elsewhere.get("/account/").status_code == 302
    assert here.get("/account/").status_code == 200


def test_nobody_revokes_somebody_elses_session(sales_a: Person, sales_b: Person, sign_in: SignIn) -> None:
    here, theirs = sign_in(sales_a), sign_in(sales_b)
    session = UserSession.objects.get(session_key=digest_of(str(theirs.session.session_key)))
    assert here.post(f"/account/sessions/{session.pk}/").status_code == 404
    assert theirs.get("/account/").status_code == 200


def test_sign_out_everywhere_else(sales_a: Person, sign_in: SignIn) -> None:
    here, *others = (sign_in(sales_a) for _browser in range(3))
    here.post("/account/sessions/others/")
    assert [client.get("/account/").status_code for client in (here, *others)] == [200, 302, 302]


def test_the_notice_comes_fourteen_days_before(sales_a: Person, sign_in: SignIn) -> None:
    client = sign_in(sales_a)
    sales_a.password_changed_at = now() - timedelta(days=75)
    sales_a.save()
    assert "到期，请尽早更换" not in client.get("/account/").content.decode()
    sales_a.password_changed_at = now() - timedelta(days=77)
    sales_a.save()
    assert "密码还有 12 天到期" in client.get("/account/").content.decode()


@pytest.mark.django_db(transaction=True)
def test_a_factor_is_added_and_removed_by_oneself(sales_a: Person, sign_in: SignIn) -> None:
    import re

    client = sign_in(sales_a)
    page = client.get("/account/factors/add/").content.decode()
    assert "<svg" in page
    secret = re.search(r"breakable\">([A-Z2-7]+)<", page)
    assert secret is not None
    client.post("/account/factors/add/", {"code": code_now(secret.group(1))})
    assert client.get("/account/recovery-codes/").content.decode().count("<li><code>") == 10
    assert client.get("/account/recovery-codes/").content.decode().count("<li><code>") == 0
    client.post("/account/factors/remove/")
    kinds = set(Event.objects.filter(actor=sales_a).values_list("kind", flat=True))
    assert {"accounts.factor_added", "accounts.recovery_codes_made", "accounts.factor_removed"} <= kinds


def test_a_demanded_factor_cannot_be_removed(auditor: Person, browser: Client, password: str) -> None:
    secret = add_factor(auditor)
    browser.post("/login/", {"login": auditor.email, "password": password})
    browser.post("/login/factor/", {"code": code_now(secret)})
    assert "必须使用第二因素" in browser.get("/account/factors/remove/").content.decode()
