"""Customers of 销售甲 who bought 50, 30, 10, 6 and 4 thousand within the last year."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kedang.core.clock import today
from kedang.customers.models import Customer
from kedang.customers.tests.makers import make_customer
from kedang.dealings.tests.makers import make_purchase
from kedang.people.models import Person


@pytest.fixture
def five(sales_a: Person, head: Person) -> list[Customer]:
    """In the order of their revenue; `head` is the head of their department."""
    found = []
    for place, thousands in enumerate((50, 30, 10, 6, 4)):
        customer = make_customer(f"第{place}公司", by=sales_a)
        make_purchase(
            customer, thousands * 1000, by=sales_a, bought_on=str(today() - timedelta(days=30 + place))
        )
        found.append(customer)
    return found
