"""The rule told of people agrees with the rule told of rows."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kedang.access.actions.grants import grant
from kedang.access.sight import Onlookers, Standing, standings_of
from kedang.core.actor import as_actor, with_reason
from kedang.core.clock import frozen, now
from kedang.customers.actions.change import assign, set_classification
from kedang.customers.models import Customer
from kedang.customers.tests.makers import make_customer
from kedang.people.models import Department, Person

CAST = (
    "sales_a", "colleague", "sales_b", "head", "service", "archivist", "privacy_officer", "auditor",
    "system_admin", "security_admin", "manager", "outsider", "founder",
)  # fmt: skip


@pytest.fixture
def everybody(request: pytest.FixtureRequest) -> list[Person]:
    return [request.getfixturevalue(name) for name in CAST]


def test_sight_agrees_with_the_reading_rule_for_the_whole_cast(
    everybody: list[Person],
    shanghai: Department,
    sales_a: Person,
    sales_b: Person,
    archivist: Person,
    head: Person,
) -> None:
    customers = [make_customer(f"客户{number}公司", by=sales_a) for number in range(5)]
    assign(customers[1], owner=sales_b, helpers=[sales_a], actor=as_actor(archivist))
    assign(customers[2], department=shanghai, actor=as_actor(head))
    set_classification(customers[3], 3, actor=as_actor(head))
    until = now() + timedelta(days=3)
    actor = with_reason(as_actor(head), "代班")
    grant(customers[4], ["view"], to=sales_b, expires_at=until, actor=actor)
    assert everybody[4].department is not None
    grant(customers[0], ["view"], to=everybody[4].department, actor=actor)
    stored = Customer.objects.filter(pk__in=[one.pk for one in customers])
    standings = standings_of(dict(stored.values_list("pk", "classification")))
    for resource in ("customer", "document"):
        eyes = Onlookers(everybody, resource=resource)
        for person in everybody:
            by_rule = set(
                stored.permitted(as_actor(person), "view", resource=resource).values_list("pk", flat=True)
            )
            by_sight = {pk for pk, standing in standings.items() if eyes.sees(person.pk, standing)}
            assert by_sight == by_rule, (person.name, resource)


def test_who_is_suspended_sees_nothing(sales_a: Person) -> None:
    sales_a.suspended_at = now()
    assert not Onlookers([sales_a]).sees(sales_a.pk, Standing(1, owner_id=sales_a.pk))


def test_a_grant_that_ran_out_shows_nothing(head: Person, sales_a: Person, sales_b: Person) -> None:
    customer = make_customer(by=sales_a)
    until = now() + timedelta(hours=1)
    grant(customer, ["view"], to=sales_b, expires_at=until, actor=with_reason(as_actor(head), "代班"))
    with frozen(until + timedelta(minutes=1)):
        standing = standings_of({customer.pk: 2})[customer.pk]
        assert not Onlookers([sales_b]).sees(sales_b.pk, standing)
