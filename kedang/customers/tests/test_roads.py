"""Both roads of the reading rule (decision 0002) lead to the same customers, those the audience names."""

from datetime import timedelta

import pytest
from django.db.models import Q

from kedang.access.actions.grants import grant
from kedang.access.models import Audience
from kedang.access.rights import rights_of
from kedang.access.words import Reach
from kedang.core.actor import as_actor
from kedang.core.clock import frozen, now
from kedang.customers.models import ContactPoint, Customer
from kedang.customers.tests.makers import make_customer
from kedang.people.models import Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def customers(sales_a: Person, sales_b: Person, colleague: Person) -> list[Customer]:
    owners = (sales_a, sales_b, colleague, sales_a)
    return [
        make_customer(f"客户{number}", by=owner, contacts={"mobile": f"1380000000{number}"})
        for number, owner in enumerate(owners)
    ]


def seen(person: Person, *, few: bool) -> tuple[set[int], set[int]]:
    """Customers, and the customers of the contact points seen."""
    actor = as_actor(person)
    rights_of(actor).__dict__["sees_few"] = few
    return (
        set(Customer.objects.visible_to(actor).values_list("pk", flat=True)),
        set(ContactPoint.objects.permitted(actor, "view").values_list("customer_id", flat=True)),
    )


def test_both_roads_show_what_the_audience_names(
    customers: list[Customer], sales_a: Person, head: Person, outsider: Person, manager: Person
) -> None:
    near = Q(principal=head.pk, reach__in=(Reach.OWNER, Reach.HELPER))
    near |= Q(principal=-(head.department_id or 0), reach=Reach.DEPARTMENT)
    expected = {
        sales_a: {customers[0].pk, customers[3].pk},
        head: set(Audience.objects.filter(near).values_list("customer_id", flat=True)),
        outsider: set(),
        manager: {customer.pk for customer in customers},
    }
    assert len(expected[head]) == 3
    for person, ids in expected.items():
        assert seen(person, few=True) == seen(person, few=False) == (ids, ids)


def test_a_grant_counts_on_both_roads_until_its_date(
    customers: list[Customer], sales_b: Person, head: Person
) -> None:
    own, granted = customers[1].pk, customers[0].pk
    until = now() + timedelta(days=1)
    grant(customers[0], ["view"], to=sales_b, expires_at=until, actor=as_actor(head, reason="代班"))
    for few in (True, False):
        assert seen(sales_b, few=few)[0] == {own, granted}
    with frozen(until + timedelta(seconds=1)):
        for few in (True, False):
            assert seen(sales_b, few=few)[0] == {own}
