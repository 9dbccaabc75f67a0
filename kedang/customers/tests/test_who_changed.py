"""Who changed what this week: from the ledger, within rights, masked, by person, department, kind and field."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kedang.core.actor import as_actor
from kedang.core.clock import today
from kedang.core.errors import Invalid
from kedang.customers import who_changed
from kedang.customers.actions.change import change_fields, set_stage
from kedang.customers.actions.fields import define_field
from kedang.customers.fields import FieldDraft
from kedang.customers.models import Customer, CustomField
from kedang.customers.tests.makers import make_customer
from kedang.customers.who_changed import Asked
from kedang.people.models import Person

SignIn = Callable[[Person], Client]


@pytest.fixture
def customer(sales_a: Person, head: Person) -> Customer:
    made = make_customer("华信公司", by=sales_a, contacts={"mobile": "13812345678"})
    change_fields(made, {"address": "上海市浦东新区世纪大道1号", "short_name": "华信"}, actor=as_actor(head))
    set_stage(made, "current", actor=as_actor(head))
    return made


def week() -> Asked:
    return Asked(*who_changed.this_week())


def text(response: Any) -> str:
    return str(response.content.decode())


def test_a_head_sees_who_changed_what_newest_first(customer: Customer, head: Person) -> None:
    page = who_changed.page_of(as_actor(head), week())
    kinds = [line.shown.revision.event.kind for line in page.lines]
    assert kinds == ["customers.stage_changed", "customers.changed", "customers.registered"]
    address = {one.key: one.new for one in page.lines[1].shown.changes}["address"]
    assert address
    assert "世纪大道1号" not in address
    assert page.before is None


def test_who_sees_no_customer_sees_no_change_of_it(
    customer: Customer, sales_b: Person, service: Person
) -> None:
    assert who_changed.page_of(as_actor(sales_b), week()).lines == []
    assert who_changed.tally_of(as_actor(sales_b), week()).count == 0


def test_filters_by_person_department_kind_and_field(
    customer: Customer, sales_a: Person, head: Person, archivist: Person
) -> None:
    def found(**asked: Any) -> list[str]:
        since, until = who_changed.this_week()
        page = who_changed.page_of(as_actor(head), Asked(since, until, **asked))
        return [line.shown.revision.event.kind.removeprefix("customers.") for line in page.lines]

    assert found(person=sales_a.pk) == ["registered"]
    assert found(person=archivist.pk) == []
    assert found(department=head.department_id) == ["stage_changed", "changed", "registered"]
    assert found(department=archivist.department_id) == []
    assert found(kind="customers.changed") == ["changed"]
    assert found(field="short_name") == ["changed"]
    assert found(field="contact") == ["registered"]
    since, until = who_changed.this_week()
    only = who_changed.page_of(as_actor(head), Asked(since, until, field="short_name")).lines[0]
    assert [one.key for one in only.shown.changes] == ["short_name"]


def test_own_fields_are_told_by_their_name(customer: Customer, head: Person, archivist: Person) -> None:
    field = define_field(CustomField, FieldDraft("合作级别"), actor=as_actor(archivist))
    change_fields(customer, {field.key: "金牌"}, actor=as_actor(head))
    since, until = who_changed.this_week()
    line = who_changed.page_of(as_actor(head), Asked(since, until, field=field.key)).lines[0]
    assert [(one.label, one.new) for one in line.shown.changes] == [("合作级别", "金牌")]


def test_pages_go_on_where_the_one_before_stopped(customer: Customer, head: Person) -> None:
    found, before = [], None
    for _page in range(4):
        page = who_changed.page_of(as_actor(head), week(), before=before, limit=1)
        found += [line.shown.revision.event.pk for line in page.lines]
        before = page.before
        if before is None:
            break
    assert len(found) == len(set(found)) == 3
    assert before is None


def test_a_page_costs_the_same_however_many_changes_it_shows(customer: Customer, head: Person) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            who_changed.page_of(as_actor(head), week())
        # Bisecting over ids grows with their logarithm.
        return sum("ORDER BY" not in one["sql"] or "LIMIT 1" not in one["sql"] for one in queries)

    few = cost()
    for number in range(20):
        change_fields(customer, {"short_name": f"华信{number}"}, actor=as_actor(head))
    assert cost() == few


def test_a_window_has_an_end(head: Person) -> None:
    with pytest.raises(Invalid, match="时间太长"):
        who_changed.page_of(as_actor(head), Asked(today() - timedelta(days=200), today()))


def test_the_page_shows_tallies_that_filter(customer: Customer, head: Person, client_of: SignIn) -> None:
    page = client_of(head)
    shown = text(page.get(reverse("customer_changes")))
    assert "3 次变更" in shown
    assert f"person={head.pk}" in shown
    assert "华信公司" in shown
    assert "世纪大道1号" not in shown
    assert "13812345678" not in shown
    assert "这段时间没有变更" in text(page.get(reverse("customer_changes"), {"kind": "customers.parted"}))
    old = {"since": date(2020, 1, 1).isoformat(), "until": date(2026, 1, 1).isoformat()}
    assert "时间太长" in text(page.get(reverse("customer_changes"), old))


@pytest.mark.parametrize("who", ["system_admin", "security_admin", "auditor"])
def test_who_sees_no_customers_does_not_get_the_page(
    who: str, client_of: SignIn, request: pytest.FixtureRequest
) -> None:
    assert client_of(request.getfixturevalue(who)).get(reverse("customer_changes")).status_code == 403
