from __future__ import annotations

import pytest
from django.test import Client

from kedang.access.models import Holding, Post
from kedang.access.separation import pairs
from kedang.accounts.tests.conftest import SignIn
from kedang.people.models import Person

pytestmark = pytest.mark.usefixtures("no_factors")
CLERK = {
    "name": "文员",
    "scope": "2",
    "clearance": "2",
    "rights": ["customer.view", "document.view", "document.download"],
}


@pytest.fixture
def security(security_admin: Person, sign_in: SignIn) -> Client:
    return sign_in(security_admin)


def test_a_post_is_made_and_changed_in_the_matrix(security: Client) -> None:
    security.post("/settings/posts/new/", CLERK)
    post = Post.objects.get(name="文员")
    assert pairs(post) == {("customer", "view"), ("document", "view"), ("document", "download")}
    page = security.get(f"/settings/posts/{post.pk}/").content.decode()
    assert 'value="document.download" aria-label="文档：下载" checked' in page
    changed = {**CLERK, "rights": ["customer.view"], "expected": post.revision}
    security.post(f"/settings/posts/{post.pk}/", changed)
    assert pairs(post) == {("customer", "view")}


def test_a_post_changed_meanwhile_is_not_overwritten(security: Client) -> None:
    post = Post.objects.get(code="service")
    page = security.post(
        f"/settings/posts/{post.pk}/", {**CLERK, "expected": post.revision + 1}
    ).content.decode()
    assert "有人刚刚改过" in page
    assert 'data-stale="true"' in page  # the page lays both beside each other


@pytest.mark.parametrize(
    "rights",
    [["ledger.view", "post.manage"], ["ledger.view", "settings.manage"], ["post.manage", "person.manage"]],
)
def test_no_post_unites_what_must_stay_apart(security: Client, rights: list[str]) -> None:
    assert security.post("/settings/posts/new/", {**CLERK, "rights": rights}).status_code == 200
    assert not Post.objects.filter(name="文员").exists()


def test_widening_a_post_does_not_unite_powers_in_its_holder(security: Client, auditor: Person) -> None:
    security.post("/settings/posts/new/", CLERK)
    post = Post.objects.get(name="文员")
    security.post(f"/settings/people/{auditor.pk}/posts/", {"post": post.pk})
    wider = {**CLERK, "rights": ["settings.manage"], "expected": post.revision}
    assert (
        "查看台账的岗位不能管理系统" in security.post(f"/settings/posts/{post.pk}/", wider).content.decode()
    )


def test_nobody_changes_the_post_they_hold(security: Client) -> None:
    post = Post.objects.get(code="security_admin")
    page = security.post(f"/settings/posts/{post.pk}/", {**CLERK, "expected": post.revision}).content.decode()
    assert "不能修改自己担任的岗位" in page


def test_the_auditor_looks_and_grants_nothing(auditor: Person, sign_in: SignIn, sales_a: Person) -> None:
    client = sign_in(auditor)
    post = Post.objects.get(code="sales")
    assert "checked disabled" in client.get(f"/settings/posts/{post.pk}/").content.decode()
    client.post(f"/settings/posts/{post.pk}/", {**CLERK, "expected": post.revision})
    client.post(f"/settings/people/{sales_a.pk}/posts/", {"post": post.pk})
    post.refresh_from_db()
    assert post.name == "销售"
    assert Holding.objects.filter(person=sales_a).count() == 1


def test_a_post_somebody_held_is_not_removed(security: Client, sales_a: Person) -> None:
    post = Post.objects.get(code="sales")
    assert security.post(f"/settings/posts/{post.pk}/remove/").status_code == 409
    security.post("/settings/posts/new/", CLERK)
    security.post(f"/settings/posts/{Post.objects.get(name='文员').pk}/remove/")
    assert not Post.objects.filter(name="文员").exists()


def test_the_example_says_what_one_person_would_see(security: Client, sales_a: Person) -> None:
    page = security.post("/settings/posts/example/", {**CLERK, "example_person": sales_a.pk}).content.decode()
    assert "销售甲 能看到 0 份客户" in page
    assert "文档：查看、下载" in page


def test_a_salesperson_sees_no_posts(sales_a: Person, sign_in: SignIn) -> None:
    assert sign_in(sales_a).get("/settings/posts/").status_code == 403
