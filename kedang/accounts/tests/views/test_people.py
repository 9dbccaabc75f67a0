from __future__ import annotations

import re

import pytest
from django.test import Client

from kedang.access.models import Holding, Post
from kedang.accounts.models import OneTimeLink
from kedang.accounts.tests.conftest import SignIn
from kedang.ledger.models import Event
from kedang.people.models import Department, Organisation, Person

NEW = "Xiaohe-42-bian!"
pytestmark = pytest.mark.usefixtures("no_factors")


@pytest.fixture
def admin(system_admin: Person, sign_in: SignIn) -> Client:
    return sign_in(system_admin)


@pytest.fixture
def security(security_admin: Person, sign_in: SignIn) -> Client:
    return sign_in(security_admin)


def link_on(page: str) -> str:
    found = re.search(r"http://localhost(/link/[^\"]+/)", page)
    assert found is not None
    return found.group(1)


def add(client: Client, **fields: object) -> Person:
    client.post("/settings/people/new/", {"name": "新同事", "email": "new@huaxin.example", **fields})
    return Person.objects.get(email=fields.get("email", "new@huaxin.example"))


def test_a_new_person_sets_a_password_with_a_link_that_is_shown_once(
    admin: Client, browser: Client, east: Department
) -> None:
    person = add(admin, department=east.pk)
    link = link_on(admin.get(f"/settings/people/{person.pk}/").content.decode())
    assert "http://localhost/link/" not in admin.get(f"/settings/people/{person.pk}/").content.decode()
    assert person.name in browser.get(link).content.decode()
    browser.post(link, {"new": NEW, "again": NEW})
    assert browser.get(link).status_code == 404
    browser.post("/login/", {"login": person.email, "password": NEW})
    assert browser.session["_auth_user_id"] == str(person.pk)
    assert person.department == east


def test_the_token_is_not_in_the_database(admin: Client) -> None:
    person = add(admin)
    link = link_on(admin.get(f"/settings/people/{person.pk}/").content.decode())
    token = link.split("/")[2].encode()
    assert token not in bytes(OneTimeLink.objects.get().digest)


def test_a_weak_password_does_not_use_the_link_up(admin: Client, browser: Client) -> None:
    person = add(admin)
    link = link_on(admin.get(f"/settings/people/{person.pk}/").content.decode())
    assert "至少要 12 个" in browser.post(link, {"new": "short", "again": "short"}).content.decode()
    assert browser.get(link).status_code == 200


def test_a_new_link_ends_the_older_one(admin: Client, browser: Client) -> None:
    person = add(admin)
    old = link_on(admin.get(f"/settings/people/{person.pk}/").content.decode())
    admin.post(f"/settings/people/{person.pk}/link/")
    new = link_on(admin.get(f"/settings/people/{person.pk}/").content.decode())
    assert [browser.get(old).status_code, browser.get(new).status_code] == [404, 200]


def test_a_taken_email_is_refused_at_its_field(admin: Client, sales_a: Person) -> None:
    page = admin.post(
        "/settings/people/new/", {"name": "同名", "email": sales_a.email.upper()}
    ).content.decode()
    assert "这个邮箱已有人使用" in page
    assert Person.objects.filter(email__iexact=sales_a.email).count() == 1


def test_suspending_asks_why_and_ends_the_sessions(admin: Client, sales_a: Person, sign_in: SignIn) -> None:
    client = sign_in(sales_a)
    url = f"/settings/people/{sales_a.pk}/suspend/"
    assert admin.post(url).status_code == 401
    admin.post(url, {"reason": "离职"})
    assert client.get("/account/").status_code == 302
    assert Event.objects.get(kind="accounts.person_suspended").person == sales_a
    admin.post(f"/settings/people/{sales_a.pk}/resume/")
    assert Person.objects.get(pk=sales_a.pk).is_active


def test_nobody_administers_themselves(admin: Client, system_admin: Person) -> None:
    for verb in ("suspend", "factors", "link"):
        response = admin.post(f"/settings/people/{system_admin.pk}/{verb}/", {"reason": "试试"})
        assert response.status_code == 403


def test_one_administrator_does_not_take_both_password_and_factor(
    admin: Client, auditor: Person, organisation: Organisation
) -> None:
    admin.get("/settings/people/")  # the duties of this session are looked at before the rule changes
    organisation.options = {"security": {"second_factor": "privileged"}}
    organisation.save()
    assert admin.post(f"/settings/people/{auditor.pk}/factors/", {"reason": "换手机"}).status_code == 302
    assert admin.post(f"/settings/people/{auditor.pk}/link/").status_code == 403
    assert not OneTimeLink.objects.exists()


def test_the_system_administrator_gives_no_posts(admin: Client, sales_a: Person) -> None:
    auditor = Post.objects.get(code="auditor")
    admin.post(f"/settings/people/{sales_a.pk}/posts/", {"post": auditor.pk})
    assert not Holding.objects.filter(post=auditor).exists()


def test_the_security_administrator_gives_posts_and_takes_them_back(
    security: Client, sales_a: Person, south: Department
) -> None:
    post = Post.objects.get(code="service")
    security.post(f"/settings/people/{sales_a.pk}/posts/", {"post": post.pk, "department": south.pk})
    holding = Holding.objects.get(person=sales_a, post=post)
    assert holding.department == south
    security.post(f"/settings/people/{sales_a.pk}/posts/{holding.pk}/end/")
    holding.refresh_from_db()
    assert holding.ended_at is not None


def test_the_security_administrator_neither_adds_people_nor_reads_the_ledger(security: Client) -> None:
    assert security.get("/settings/people/new/").status_code == 403
    assert security.get("/ledger/").status_code == 403


def test_nobody_gives_a_post_to_themselves(security: Client, security_admin: Person) -> None:
    post = Post.objects.get(code="manager")
    response = security.post(f"/settings/people/{security_admin.pk}/posts/", {"post": post.pk})
    assert "不能给自己任职" in response.content.decode()
    assert not Holding.objects.filter(post=post).exists()


@pytest.mark.parametrize("held", ["system_admin", "auditor"])
def test_the_three_powers_stay_three_persons(
    held: str, security: Client, request: pytest.FixtureRequest, sales_b: Person
) -> None:
    person = request.getfixturevalue(held)
    post = Post.objects.get(code="security_admin")
    response = security.post(f"/settings/people/{person.pk}/posts/", {"post": post.pk})
    assert response.status_code == 422
    assert not Holding.objects.filter(person=person, post=post).exists()


def test_the_start_mode_ends_with_the_third_power(
    founder: Person, sign_in: SignIn, sales_a: Person, sales_b: Person, colleague: Person
) -> None:
    client = sign_in(founder)
    for person, code in ((sales_a, "system_admin"), (sales_b, "security_admin")):
        client.post(f"/settings/people/{person.pk}/posts/", {"post": Post.objects.get(code=code).pk})
    assert Person.objects.filter(pk=founder.pk, in_start_mode=True).exists()
    client.post(f"/settings/people/{colleague.pk}/posts/", {"post": Post.objects.get(code="auditor").pk})
    assert Person.objects.filter(pk=founder.pk, in_start_mode=False).exists()
    assert client.get("/settings/people/").status_code == 403


def test_a_small_office_says_so_and_the_founder_keeps_a_visible_post(
    founder: Person, sign_in: SignIn, organisation: Organisation
) -> None:
    client = sign_in(founder)
    assert client.post("/settings/security/small/").status_code == 401
    client.post("/settings/security/small/", {"reason": "只有两个人"})
    organisation.refresh_from_db()
    founder.refresh_from_db()
    assert (organisation.is_small, founder.in_start_mode) == (True, False)
    assert client.get("/settings/people/").status_code == 200
    assert client.get("/ledger/").status_code == 403


def test_the_list_is_paged_by_name(
    admin: Client, make_person: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kedang.accounts.reading.PAGE", 2)
    for number in range(5):
        make_person(f"员工{number}", f"worker{number}")  # type: ignore[operator]  # the fixture is a function
    shown: list[str] = []
    url = "/settings/people/?q=worker"
    while url:
        page = admin.get(url).content.decode()
        shown += re.findall(r"truncate\">(员工\d)<", page)
        more = re.search(r"hx-get=\"([^\"]+)\"", page)
        url = f"/settings/people/{more.group(1)}".replace("&amp;", "&") if more else ""
    assert shown == [f"员工{number}" for number in range(5)]


def test_people_are_found_by_part_of_name_department_and_state(
    admin: Client, sales_a: Person, sales_b: Person, east: Department
) -> None:
    assert "销售乙" not in admin.get(f"/settings/people/?department={east.pk}").content.decode()
    assert "销售甲" in admin.get("/settings/people/?q=售甲").content.decode()
    assert "没有符合条件" in admin.get("/settings/people/?state=suspended").content.decode()


def test_pickers_give_ids_and_names(sales_a: Person, sales_b: Person, sign_in: SignIn) -> None:
    client = sign_in(sales_a)
    found = client.get("/pick/people/?q=乙").json()["results"]
    assert [(row["value"], row["label"]) for row in found] == [(sales_b.pk, "销售乙")]
    assert client.get("/pick/departments/?q=华东").json()["results"][0]["hint"] == "总部"


def test_nobody_moves_themselves_to_where_their_posts_reach_further(
    admin: Client, system_admin: Person, south: Department
) -> None:
    """A post over a department and all below follows its holder's own department."""
    before = system_admin.department
    entered = {"name": system_admin.name, "email": system_admin.email, "expected": system_admin.revision}
    url = f"/settings/people/{system_admin.pk}/"
    answer = admin.post(url, {**entered, "department": south.pk})
    assert "不能调动自己" in answer.content.decode()
    system_admin.refresh_from_db()
    assert system_admin.department == before
    admin.post(url, {**entered, "department": before.pk if before else "", "title": "主管"})
    system_admin.refresh_from_db()
    assert system_admin.title == "主管"
