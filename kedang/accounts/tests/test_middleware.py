from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from kedang.accounts.tests.conftest import SignIn, add_factor
from kedang.config.urls import urlpatterns as house
from kedang.core.clock import frozen, now
from kedang.ledger.models import Event
from kedang.people.models import Organisation, Person


def some_page(request: HttpRequest) -> HttpResponse:
    return HttpResponse("a page")


urlpatterns = [path("some-page/", some_page), *house]
pytestmark = pytest.mark.urls(__name__)


def test_an_idle_session_ends(sales_a: Person, sign_in: SignIn) -> None:
    client = sign_in(sales_a)
    assert client.get("/some-page/").content == b"a page"
    with frozen(now() + timedelta(minutes=16)):
        response = client.get("/some-page/?x=1")
    assert response.headers["Location"] == "/login/?next=%2Fsome-page%2F%3Fx%3D1&idle=1"
    assert "_auth_user_id" not in client.session
    assert Event.objects.filter(kind="accounts.signed_out", actor=sales_a).exists()


def test_the_tray_and_its_deeds_are_not_left_to_an_idle_session(sales_a: Person, sign_in: SignIn) -> None:
    client = sign_in(sales_a)
    client.get("/some-page/")
    with frozen(now() + timedelta(minutes=16)):
        assert client.post("/-/runs/1/undo/").status_code == 302
    assert "_auth_user_id" not in client.session


def test_the_tray_warns_nobody_of_duties_every_few_seconds(sales_a: Person, sign_in: SignIn) -> None:
    client = sign_in(sales_a)
    with frozen(now() + timedelta(minutes=2)):
        Person.objects.filter(pk=sales_a.pk).update(password_changed_at=now() - timedelta(days=400))
        assert client.get("/-/tray/", headers={"kedang-passive": "1"}).status_code == 200
        assert client.get("/some-page/").status_code == 302


def test_use_keeps_a_session_alive_and_polling_does_not(sales_a: Person, sign_in: SignIn) -> None:
    start = now()
    used, polled = sign_in(sales_a), sign_in(sales_a)
    for minutes in range(0, 40, 10):
        with frozen(start + timedelta(minutes=minutes)):
            used.get("/some-page/")
            polled.get("/some-page/", headers={"kedang-passive": "1"} if minutes else {})
    assert "_auth_user_id" in used.session
    assert "_auth_user_id" not in polled.session


def test_the_organisation_sets_the_idle_limit(
    sales_a: Person, sign_in: SignIn, organisation: Organisation
) -> None:
    organisation.options = {"security": {"idle_minutes": 60}}
    organisation.save()
    client = sign_in(sales_a)
    client.get("/some-page/")
    with frozen(now() + timedelta(minutes=59)):
        assert client.get("/some-page/").status_code == 200


def test_htmx_is_told_so_and_the_page_stays(organisation: Organisation, browser: Client) -> None:
    response = browser.get(
        "/some-page/", headers={"hx-request": "true", "hx-current-url": "http://localhost/customers/?q=1"}
    )
    assert response.status_code == 401
    told = json.loads(response.headers["HX-Trigger"])
    assert told == {"kd:signed-out": {"url": "/login/?next=%2Fcustomers%2F%3Fq%3D1"}}


def test_who_was_signed_out_elsewhere_is_told_so_once(sales_a: Person, sign_in: SignIn) -> None:
    client = sign_in(sales_a)
    Session.objects.all().delete()
    address = client.get("/some-page/").headers["Location"]
    assert address == "/login/?next=%2Fsome-page%2F&ended=1"
    assert "您的登录已被结束" in client.get(address).content.decode()
    assert client.get("/some-page/").headers["Location"] == "/login/?next=%2Fsome-page%2F"


def test_after_a_form_one_comes_back_to_its_page(organisation: Organisation, browser: Client) -> None:
    own = browser.post("/some-page/", headers={"referer": "http://localhost/customers/new/"})
    assert own.headers["Location"] == "/login/?next=%2Fcustomers%2Fnew%2F"
    foreign = browser.post("/some-page/", headers={"referer": "https://evil.example/x/"})
    assert foreign.headers["Location"] == "/login/?next=%2F"


def test_json_asked_without_sign_in_is_401(organisation: Organisation, browser: Client) -> None:
    assert browser.get("/some-page/", headers={"accept": "application/json"}).status_code == 401


def test_an_expired_password_must_be_changed_first(sales_a: Person, sign_in: SignIn, password: str) -> None:
    sales_a.password_changed_at = now() - timedelta(days=90)
    sales_a.save()
    client = sign_in(sales_a)
    assert client.get("/some-page/").headers["Location"] == "/account/password/"
    new = "Xiaohe-42-bian!"
    client.post("/account/password/", {"current": password, "new": new, "again": new})
    assert client.get("/some-page/").status_code == 200


def test_under_asvs_passwords_do_not_age(sales_a: Person, sign_in: SignIn, no_factors: Organisation) -> None:
    sales_a.password_changed_at = now() - timedelta(days=1000)
    sales_a.save()
    assert sign_in(sales_a).get("/some-page/").status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["auditor", "system_admin", "security_admin", "manager", "founder"])
def test_far_reaching_posts_need_a_second_factor(
    who: str, sign_in: SignIn, request: pytest.FixtureRequest
) -> None:
    client = sign_in(request.getfixturevalue(who))
    assert client.get("/some-page/").headers["Location"] == "/account/factors/add/"


def test_a_salesperson_does_not_unless_everyone_must(
    sales_a: Person, sign_in: SignIn, organisation: Organisation
) -> None:
    assert sign_in(sales_a).get("/some-page/").status_code == 200
    organisation.options = {"security": {"second_factor": "everyone"}}
    organisation.save()
    assert sign_in(sales_a).get("/some-page/").status_code == 302


def test_suspension_ends_what_is_open(sales_a: Person, sign_in: SignIn) -> None:
    client = sign_in(sales_a)
    assert client.get("/some-page/").status_code == 200
    sales_a.is_active = False
    sales_a.save()
    assert client.get("/some-page/").status_code == 302


def test_the_actor_knows_when_the_second_factor_was_shown(
    auditor: Person, browser: Client, password: str
) -> None:
    from kedang.access.middleware import second_factor_at
    from kedang.accounts.tests.conftest import code_now

    secret = add_factor(auditor)
    browser.post("/login/", {"login": auditor.email, "password": password})
    browser.post("/login/factor/", {"code": code_now(secret)})
    request = HttpRequest()
    request.session = browser.session
    shown = second_factor_at(request)
    assert shown is not None
    assert now() - shown < timedelta(minutes=1)
