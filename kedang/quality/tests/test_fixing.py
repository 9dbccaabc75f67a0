from __future__ import annotations

from datetime import timedelta

import pytest

from kedang.access.runs import undo_run
from kedang.core.actor import as_actor
from kedang.core.clock import today
from kedang.core.errors import Refused
from kedang.customers.contacts import open_points
from kedang.customers.models import Customer
from kedang.customers.tests.makers import make_customer
from kedang.jobs import run_pending
from kedang.people.models import Person
from kedang.quality import fixing
from kedang.quality.fixes import FIXES
from kedang.quality.tests.conftest import FULL
from kedang.quality.tests.makers import assessed, open_rules, spoil, spoil_point


def values_of(customer: Customer) -> list[tuple[str, str | None]]:
    points = customer.contact_points.filter(removed_at=None).order_by("pk")
    return [(one.point.kind, one.value) for one in open_points(points)]


def test_names_are_tidied_after_a_preview_and_back_again(customer: Customer, head: Person) -> None:
    spoil(customer, name="华信　科技（ＡＢＣ）")
    assessed(customer)
    preview = fixing.preview_of(FIXES["names"], as_actor(head))
    assert preview.count == 1
    assert preview.samples[0].edits[0].shown == ("华信　科技（ＡＢＣ）", "华信科技（ABC）")
    run = fixing.start(FIXES["names"], as_actor(head))
    run_pending()
    customer.refresh_from_db()
    assert (customer.name, open_rules(customer)) == ("华信科技（ABC）", set())
    run.refresh_from_db()
    undo_run(run, actor=as_actor(head))
    run_pending()
    customer.refresh_from_db()
    assert (customer.name, open_rules(customer)) == ("华信　科技（ＡＢＣ）", {"name_form"})


def test_the_region_is_filled_from_the_address(customer: Customer, head: Person) -> None:
    spoil(customer, address="浙江省杭州市西湖区文三路1号")
    assessed(customer)
    fixing.start(FIXES["regions"], as_actor(head))
    run_pending()
    customer.refresh_from_db()
    assert (customer.region, open_rules(customer)) == ("330106", set())


def test_numbers_go_where_they_belong_and_back(customer: Customer, sales_a: Person) -> None:
    spoil_point(customer, "landline", "139 1234 5678", as_kind="other")
    assessed(customer)
    before = values_of(customer)
    shown = fixing.preview_of(FIXES["contacts"], as_actor(sales_a)).samples[0].edits[0].shown
    assert "139****5678" in shown[1]
    run = fixing.start(FIXES["contacts"], as_actor(sales_a))
    run_pending()
    assert ("mobile", "13912345678") in [
        (kind, (value or "").replace(" ", "")) for kind, value in values_of(customer)
    ]
    run.refresh_from_db()
    undo_run(run, actor=as_actor(sales_a))
    run_pending()
    assert values_of(customer) == before


def test_dead_contact_points_go_unless_it_is_the_last(customer: Customer, sales_a: Person) -> None:
    gone = today() - timedelta(days=3)
    customer.contact_points.filter(kind="email").update(valid_until=gone)
    lonely = make_customer("孤单公司", by=sales_a, contacts={"mobile": "13712345678"})
    lonely.contact_points.update(valid_until=gone)
    for one in (customer, lonely):
        assessed(one)
    run = fixing.start(FIXES["dead"], as_actor(sales_a))
    run_pending()
    assert [kind for kind, _value in values_of(customer)] == ["mobile", "landline"]
    assert len(values_of(lonely)) == 1
    run.refresh_from_db()
    undo_run(run, actor=as_actor(sales_a))
    run_pending()
    assert len(values_of(customer)) == 3


def test_nobody_mends_what_they_may_not_change(
    customer: Customer, sales_a: Person, sales_b: Person, head: Person
) -> None:
    spoil(customer, name="华信　科技")
    assessed(customer)
    assert [one.fix.code for one in fixing.offers(as_actor(sales_a))] == ["contacts", "dead"]
    assert fixing.preview_of(FIXES["contacts"], as_actor(sales_b)).count == 0
    with pytest.raises(Refused):
        fixing.start(FIXES["names"], as_actor(sales_a))
    other = make_customer("别处公司", by=sales_b, contacts=FULL)
    spoil(other, name="别　处")
    assessed(other)
    assert fixing.preview_of(FIXES["names"], as_actor(head)).count == 1
