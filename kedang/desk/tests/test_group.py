from collections.abc import Callable

from django.test import Client
from django.urls import reverse

from kedang.core.actor import as_actor
from kedang.customers.actions.relations import relate
from kedang.customers.tests.makers import make_customer
from kedang.dealings.tests.makers import make_purchase
from kedang.documents.tests.makers import make_document
from kedang.people.models import Person


def test_the_group_is_summed_within_the_readers_rights(
    client_of: Callable[[Person], Client], sales_a: Person, sales_b: Person, head: Person, archivist: Person
) -> None:
    parent, branch = (make_customer(name, by=sales_a) for name in ("华信科技有限公司", "华信科技苏州分公司"))
    far = make_customer("华信科技深圳分公司", by=sales_b)
    for customer, person, amount in ((parent, sales_a, 1000), (branch, sales_a, 200), (far, sales_b, 50_000)):
        make_purchase(customer, amount, by=person)
    make_purchase(branch, 70, by=sales_a, currency="USD")
    make_document(branch, by=sales_a, original_name="合同.txt", content=b"1")
    for one in (branch, far):
        relate(parent, one, "branch", actor=as_actor(archivist))
    page = reverse("customer_group", args=[branch.pk])
    shown = client_of(head).get(page)
    assert shown.context["bought"] == {"CNY": 1200, "USD": 70}
    assert (shown.context["count"], shown.context["documents"]) == (2, 1)
    assert "深圳" not in shown.content.decode()
    everything = client_of(archivist).get(page)
    assert (everything.context["count"], everything.context["bought"]["CNY"]) == (3, 51_200)
    assert client_of(sales_b).get(page).status_code == 404
