"""The wizard from the list of customers and from nothing, its preview, its report."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client
from django.urls import reverse

from kedang.customers.models import Customer
from kedang.customers.tests.makers import make_customer
from kedang.jobs import run_pending
from kedang.people.models import Person
from kedang.teamwork.models import HandOver

SignIn = Callable[[Person], Client]


def test_from_preview_to_report(sales_a: Person, colleague: Person, head: Person, client_of: SignIn) -> None:
    make_customer(by=sales_a)
    browser = client_of(head)
    given = {"leaver": sales_a.pk, "heirs": [colleague.pk], "rule": "even", "with_tasks": "1"}
    preview = browser.post(reverse("teamwork:hand_over_preview"), given).content.decode()
    assert "位客户会转交" in preview
    assert "销售甲" in preview  # loses sight of it
    begun = browser.post(reverse("teamwork:hand_over_new"), given)
    made = HandOver.objects.get()
    assert begun.headers["Location"] == reverse("teamwork:hand_over", args=[made.pk])
    run_pending()
    report = browser.get(reverse("teamwork:hand_over", args=[made.pk])).content.decode()
    assert "ABC公司" in report
    assert "已移交" in report
    file = browser.post(reverse("teamwork:hand_over_export", args=[made.pk]), {"reason": "留底"})
    assert file.content.startswith(b"PK")
    assert "销售甲" in browser.get(reverse("teamwork:hand_overs")).content.decode()


def test_a_mistake_is_said_in_the_preview(sales_a: Person, head: Person, client_of: SignIn) -> None:
    make_customer(by=sales_a)
    given = {"leaver": sales_a.pk, "heirs": [head.pk], "rule": "even", "query": "阶段:不存在"}
    answer = client_of(head).post(reverse("teamwork:hand_over_preview"), given)
    assert answer.status_code == 200
    assert "notice" in answer.content.decode()


def test_chosen_in_the_list_whoever_owns_them(
    sales_a: Person, colleague: Person, head: Person, client_of: SignIn
) -> None:
    mine, theirs = make_customer(by=sales_a), make_customer("远景公司", by=colleague)
    make_customer("不选的公司", by=sales_a)
    browser = client_of(head)
    page = browser.post(reverse("teamwork:hand_over_new"), {"choose": "1", "ids": [mine.pk, theirs.pk]})
    ids = f"{mine.pk}-{theirs.pk}"
    assert f'value="{ids}"' in page.content.decode()
    browser.post(reverse("teamwork:hand_over_new"), {"ids": ids, "heirs": [head.pk], "rule": "even"})
    run_pending()
    assert set(Customer.objects.filter(owner=head)) == {mine, theirs}


def test_somebody_suspended_can_be_handed_over_from(
    sales_a: Person, colleague: Person, head: Person, client_of: SignIn
) -> None:
    make_customer(by=sales_a)
    Person.objects.filter(pk=sales_a.pk).update(is_active=False)
    browser = client_of(head)
    offered = browser.get(reverse("teamwork:pick_leaver"), {"q": "销售甲"}).json()["results"]
    assert "已停用" in offered[0]["hint"]
    browser.post(
        reverse("teamwork:hand_over_new"), {"leaver": sales_a.pk, "heirs": [colleague.pk], "rule": "even"}
    )
    run_pending()
    assert Customer.objects.get().owner == colleague
