from __future__ import annotations

import re

import pytest
from django.test import Client, override_settings

from kedang.access.models import Post
from kedang.access.separation import pairs
from kedang.accounts import setup
from kedang.accounts.tests.conftest import code_now
from kedang.core.actor import Actor
from kedang.ledger.models import Event
from kedang.people.models import Department, Organisation, Person

pytestmark = pytest.mark.django_db

OFFICE = {"name": "上海远景服务有限公司", "short_name": "远景", "code": "Z200", "language": "zh-hans"}
FOUNDER = {
    "founder_name": "王创始",
    "email": "wang@yuanjing.example",
    "password": "Xiaohe-42-bian!",
    "again": "Xiaohe-42-bian!",
}


@pytest.fixture
def founded(browser: Client) -> Client:
    """A browser that has just made the organisation and its founder."""
    browser.post("/setup/organisation/", OFFICE)
    browser.post("/setup/founder/", FOUNDER)
    return browser


def secret_on(page: bytes) -> str:
    found = re.search(r"<code class=\"breakable\">([A-Z2-7]+)</code>", page.decode())
    assert found is not None
    return found.group(1)


def test_until_set_up_every_page_is_the_wizard(browser: Client) -> None:
    assert browser.get("/login/").headers["Location"] == "/setup/"
    assert browser.get("/setup/").headers["Location"] == "/setup/organisation/"


def test_from_another_machine_the_set_up_code_is_asked_first() -> None:
    visitor = Client(REMOTE_ADDR="203.0.113.9", headers={"host": "localhost"})
    assert visitor.get("/setup/organisation/").headers["Location"] == "/setup/code/"
    visitor.post("/setup/code/", {"code": "WRONG"})
    assert visitor.get("/setup/organisation/").status_code == 302
    visitor.post("/setup/code/", {"code": setup.setup_code().lower().replace("-", " ")})
    assert visitor.get("/setup/organisation/").status_code == 200


def test_a_proxy_on_this_machine_is_not_taken_for_its_visitor() -> None:
    visitor = Client(headers={"host": "localhost", "x-forwarded-for": "203.0.113.9"})
    assert visitor.get("/setup/organisation/").headers["Location"] == "/setup/code/"


def test_behind_a_declared_proxy_everybody_is_asked_for_the_code() -> None:
    """nginx, as it ships, forwards with the server's own address and name."""
    visitor = Client(headers={"host": "localhost"})
    with override_settings(BEHIND_PROXY=True):
        assert visitor.get("/setup/organisation/").headers["Location"] == "/setup/code/"


def test_guessing_the_set_up_code_locks_it() -> None:
    visitor = Client(REMOTE_ADDR="203.0.113.9", headers={"host": "localhost"})
    for _attempt in range(5):
        visitor.post("/setup/code/", {"code": "WRONG"})
    visitor.post("/setup/code/", {"code": setup.setup_code()})
    assert visitor.get("/setup/organisation/").headers["Location"] == "/setup/code/"


def test_entries_are_kept_when_one_leaves_and_comes_back(browser: Client) -> None:
    browser.post("/setup/organisation/", OFFICE)
    browser.post("/setup/founder/", {**FOUNDER, "password": "short", "again": "short"})
    assert browser.get("/setup/").headers["Location"] == "/setup/founder/"
    page = browser.get("/setup/founder/").content.decode()
    assert "王创始" in page
    assert "wang@yuanjing.example" in page
    assert "short" not in page.replace("short_name", "")
    assert "上海远景服务有限公司" in browser.get("/setup/organisation/").content.decode()
    assert not Person.objects.filter(is_system=False).exists()


def test_the_founder_is_signed_in_and_in_start_mode(founded: Client) -> None:
    person = Person.objects.get(email=FOUNDER["email"])
    assert founded.session["_auth_user_id"] == str(person.pk)
    assert person.in_start_mode
    organisation = Organisation.objects.get()
    assert (organisation.name, organisation.set_up_at) == (OFFICE["name"], None)
    assert Department.objects.get().path == f"/{Department.objects.get().pk}/"
    assert Post.objects.filter(code="auditor").exists()
    assert Event.objects.filter(kind="accounts.founded", person=person).exists()


def test_under_mlps_the_founder_must_add_a_second_factor(founded: Client) -> None:
    response = founded.post(
        "/setup/security/", {"profile": "mlps3", "second_factor": "privileged", "then": "later"}
    )
    assert response.headers["Location"] == "/setup/factor/"
    assert founded.get("/setup/preset/").headers["Location"] == "/setup/security/"


def test_the_whole_way_through_the_wizard(founded: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    loaded: list[str] = []

    def loader(industry: str, *, actor: Actor) -> None:
        loaded.append(f"{industry} {actor.person.name}")

    monkeypatch.setattr("kedang.accounts.setup.registry._loaders", [(loader, lambda _code: ["合同、发票"])])
    founded.post("/setup/security/", {"profile": "mlps3", "second_factor": "privileged"})
    secret = secret_on(founded.get("/setup/factor/").content)
    response = founded.post("/setup/factor/", {"code": code_now(secret)})
    assert response.headers["Location"] == "/setup/recovery-codes/"
    assert founded.get("/setup/recovery-codes/").content.decode().count("<li><code>") == 10
    assert "合同、发票" in founded.get("/setup/preset/").content.decode()
    assert founded.post("/setup/preset/", {"industry": "medical"}).headers["Location"] == "/setup/start/"
    assert loaded == ["medical 王创始"]
    assert founded.get("/setup/").headers["Location"] == "/setup/start/"
    assert founded.post("/setup/start/", {"start": "empty"}).headers["Location"] == "/"
    assert Organisation.objects.get().set_up_at is not None
    assert founded.get("/setup/organisation/").headers["Location"] == "/setup/"
    assert founded.get("/setup/").headers["Location"] == "/"


def test_asvs_offers_the_second_factor(founded: Client) -> None:
    response = founded.post(
        "/setup/security/", {"profile": "asvs", "second_factor": "offered", "then": "later"}
    )
    assert response.headers["Location"] == "/setup/preset/"
    assert 'name="sales_edit"' in founded.get("/setup/preset/").content.decode()
    sales = Post.objects.get(code="sales")
    founded.post("/setup/preset/", {"industry": "general"})
    assert ("customer", "edit") not in pairs(sales)
    founded.post("/setup/preset/", {"industry": "general", "sales_edit": "on"})
    assert ("customer", "edit") in pairs(sales)


def test_mlps_does_not_let_the_second_factor_be_optional(founded: Client) -> None:
    response = founded.post("/setup/security/", {"profile": "mlps3", "second_factor": "offered"})
    assert "不允许" in response.content.decode()


def test_who_comes_second_finds_the_door_closed(founded: Client) -> None:
    other = Client(headers={"host": "localhost"})
    assert other.get("/setup/organisation/").headers["Location"] == "/setup/"
    assert other.get("/setup/").headers["Location"] == "/login/?next=/setup/"


def test_a_left_wizard_goes_on_after_signing_in_again(founded: Client) -> None:
    founded.post("/logout/")
    founded.post("/login/", {"login": FOUNDER["email"], "password": FOUNDER["password"]})
    assert founded.get("/").headers["Location"] == "/setup/"
    assert founded.get("/setup/").headers["Location"] == "/setup/security/"
