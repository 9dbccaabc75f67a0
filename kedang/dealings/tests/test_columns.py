from collections.abc import Callable

from django.test import Client
from django.urls import reverse

from kedang.core.actor import as_actor
from kedang.customers.listing import list_customers
from kedang.customers.tests.makers import make_customer
from kedang.dealings.columns import LABELS
from kedang.dealings.tests.makers import make_interaction, make_purchase
from kedang.people.models import Person


def test_the_list_shows_figures_in_chosen_columns(
    sales_a: Person, client_of: Callable[[Person], Client]
) -> None:
    for number in range(3):
        customer = make_customer(f"华信{number}公司", by=sales_a)
        make_purchase(customer, "1200", by=sales_a)
        make_interaction(customer, by=sales_a)
    client = client_of(sales_a)
    listing = list_customers(as_actor(sales_a), columns=["bought", "last_contact"])
    assert [row.more["bought"].purchases for row in listing.rows] == [1, 1, 1]
    client.post(reverse("customer_columns"), {"columns": list(LABELS)})
    body = client.get(reverse("customers")).content.decode()
    assert body.count("¥1,200.00") == 3
    assert "最近联系" in body
