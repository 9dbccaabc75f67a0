from __future__ import annotations

from kedang.core.actor import as_actor
from kedang.customers.models import Customer
from kedang.customers.tests.makers import make_customer
from kedang.duplicates.actions.merge import merge_customers, part_customers
from kedang.people.models import Person
from kedang.quality.actions.findings import ignore_finding
from kedang.quality.models import Finding
from kedang.quality.sealing import reasons_of
from kedang.quality.tests.conftest import FULL
from kedang.quality.tests.makers import assessed, finding_of, spoil_point


def test_what_was_said_of_a_contact_point_goes_with_it_and_back(
    customer: Customer, sales_a: Person, archivist: Person
) -> None:
    source = make_customer("华信科技公司", by=sales_a, contacts=FULL)
    spoil_point(source, "email", "nobody at home")
    ignore_finding(finding_of(source, "contact_form"), "客户坚持这样写", actor=as_actor(sales_a))
    merge = merge_customers(customer, source, actor=as_actor(archivist))
    moved = Finding.objects.get(rule="contact_form")
    assert (moved.customer_id, reasons_of([moved])[moved.pk]) == (customer.pk, "客户坚持这样写")
    assert "contact_form" not in assessed(customer).counts
    part_customers(customer, merge, actor=as_actor(archivist))
    moved.refresh_from_db()
    assert (moved.customer_id, reasons_of([moved])[moved.pk]) == (source.pk, "客户坚持这样写")
