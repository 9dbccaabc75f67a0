from __future__ import annotations

import pytest

from kedang.customers.models import Customer
from kedang.customers.tests.makers import make_customer
from kedang.people.models import Person

FULL = {"mobile": "13812345678", "landline": "0571-88886666", "email": "a@abc.example"}


@pytest.fixture
def customer(sales_a: Person, head: Person) -> Customer:
    """A company of 销售甲 about which nothing is wrong."""
    return make_customer("华信科技有限公司", by=sales_a, contacts=FULL)
