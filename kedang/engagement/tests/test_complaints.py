from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from kedang import search
from kedang.core.actor import as_actor
from kedang.core.clock import frozen, now
from kedang.core.errors import Conflict, Invalid, NotFound, Refused
from kedang.customers import timeline
from kedang.customers.models import Customer
from kedang.customers.tests.makers import make_customer
from kedang.engagement import lists
from kedang.engagement.actions.complaints import (
    change_complaint,
    close_complaint,
    reopen_complaint,
    set_deadlines,
    take_complaint,
)
from kedang.engagement.deadlines import days_in_force
from kedang.engagement.models import Complaint
from kedang.engagement.reading import ComplaintFacts
from kedang.engagement.sealing import words_of
from kedang.engagement.tasks import escalate_late_complaints
from kedang.engagement.tests.makers import make_complaint
from kedang.ledger.models import Event
from kedang.notify.models import Notice
from kedang.people.models import Organisation, Person

ClientOf = Callable[[Person], Client]


@pytest.fixture
def customer(sales_a: Person) -> Customer:
    return make_customer("华信科技有限公司", by=sales_a, grade="A")


@pytest.mark.parametrize(("grade", "days"), [("A", 1), ("B", 2), ("C", 3), ("", 3)])
def test_the_grade_says_by_when(grade: str, days: int, sales_a: Person) -> None:
    made = make_complaint(make_customer(f"甲{grade}公司", by=sales_a, grade=grade), sales_a)
    assert timedelta(days=days) - (made.due_at - now()) < timedelta(minutes=1)
    assert made.owner == sales_a


def test_its_words_are_sealed_and_found(customer: Customer, sales_a: Person, sales_b: Person) -> None:
    made = make_complaint(customer, sales_a)
    assert "着急".encode() not in bytes(made.content or b"")
    assert words_of([made])[made.pk] == ("客户很着急", "")
    assert [one.pk for one in search.find(Complaint.objects.all(), "着急", as_actor(sales_a)).items] == [
        made.pk
    ]
    assert not search.find(Complaint.objects.all(), "着急", as_actor(sales_b)).items
    customers = search.find(Customer.objects.for_lists(), "投诉:着急 待处理反馈:是", as_actor(sales_a)).items
    assert [one.pk for one in customers] == [customer.pk]


def test_late_feedback_goes_to_the_head_once(customer: Customer, sales_a: Person, head: Person) -> None:
    made = make_complaint(customer, sales_a)
    escalate_late_complaints()
    assert not Event.objects.filter(kind="engagement.complaint_escalated").exists()
    with frozen(now() + timedelta(days=2)):
        escalate_late_complaints()
        escalate_late_complaints()
    assert Event.objects.filter(kind="engagement.complaint_escalated", subject_id=made.pk).count() == 1
    told = Notice.objects.filter(kind="engagement.complaint_late").values_list("person_id", flat=True)
    assert set(told) == {sales_a.pk, head.pk}


def test_from_open_to_closed_and_back(customer: Customer, sales_a: Person) -> None:
    made, actor = make_complaint(customer, sales_a), as_actor(sales_a)
    take_complaint(made, actor=actor)
    with pytest.raises(Invalid):
        close_complaint(made, outcome=" ", actor=actor)
    close_complaint(made, outcome="已补发并致歉", actor=actor)
    assert words_of([made])[made.pk][1] == "已补发并致歉"
    with pytest.raises(Conflict):
        take_complaint(made, actor=actor)
    reopen_complaint(made, actor=actor)
    assert made.is_open
    moments = timeline.stream(customer, actor, only=["complaint"])
    assert [one.context["row"].pk for one in moments] == [made.pk]


def test_a_colleague_who_cannot_see_the_customer_does_not_get_it(
    customer: Customer, sales_a: Person, sales_b: Person
) -> None:
    with pytest.raises(Invalid):
        make_complaint(customer, sales_a, owner=sales_b)


def test_a_changed_kind_changes_the_deadline(customer: Customer, sales_a: Person, head: Person) -> None:
    made = make_complaint(customer, sales_a)
    facts = ComplaintFacts(kind="suggestion", title="加一个颜色")
    change_complaint(made, facts, owner=head, actor=as_actor(sales_a))
    assert (made.due_at - made.created_at).days == 10
    assert Notice.objects.filter(person=head, kind="engagement.complaint_given").exists()
    with pytest.raises(Conflict):
        change_complaint(made, facts, expected=1, actor=as_actor(sales_a))


def test_strangers_neither_see_nor_add(customer: Customer, sales_a: Person, sales_b: Person) -> None:
    make_complaint(customer, sales_a)
    with pytest.raises(NotFound):
        make_complaint(customer, sales_b)
    assert not lists.page_of(as_actor(sales_b), lists.ALL).rows


def test_the_house_sets_its_own_deadlines(
    customer: Customer, sales_a: Person, head: Person, organisation: Organisation
) -> None:
    days = days_in_force() | {"complaint": {"A": 4, "B": 4, "C": 4, "": 4}}
    with pytest.raises(Refused):
        set_deadlines(organisation, days, actor=as_actor(sales_a))
    set_deadlines(organisation, days, actor=as_actor(head))
    assert (make_complaint(customer, sales_a).due_at - now()).days == 3


def test_the_pages(customer: Customer, sales_a: Person, head: Person, client_of: ClientOf) -> None:
    page = client_of(sales_a)
    new = reverse("engagement:complaint_new", args=[customer.pk])
    assert page.get(new).status_code == 200
    given = {"kind": "complaint", "source": "phone", "title": "发票开错了", "content": "抬头写错"}
    assert page.post(new, given, headers={"HX-Request": "true"}).status_code == 204
    made = Complaint.objects.get()
    address = reverse("engagement:complaint", args=[made.pk])
    assert "抬头写错" in page.get(address).content.decode()
    assert page.post(address, given | {"title": "发票抬头错了", "revision": made.revision}).status_code == 302
    assert page.post(reverse("engagement:complaint_take", args=[made.pk])).status_code == 302
    closing = {"outcome": "已重开", "how": "resolved"}
    assert page.post(reverse("engagement:complaint_close", args=[made.pk]), closing).status_code == 302
    assert page.post(reverse("engagement:complaint_reopen", args=[made.pk])).status_code == 302
    for show in ("all", "late", "mine", "closed"):
        assert page.get(reverse("engagement:complaints"), {"show": show}).status_code == 200
    limits = reverse("engagement:deadlines")
    assert page.get(limits).status_code == 403
    boss = client_of(head)
    assert boss.get(limits).status_code == 200
    typed = {
        f"{kind}-{grade}": "7"
        for kind in ("complaint", "service", "suggestion")
        for grade in ("A", "B", "C", "")
    }
    assert boss.post(limits, typed).status_code == 302
    assert days_in_force()["service"]["B"] == 7
