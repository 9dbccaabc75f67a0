"""Compiled queries under the rule find what the querysets find, for whoever asks, and forget nothing of the rule."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kedang.access.actions.grants import grant
from kedang.access.rights import probing, rights_of
from kedang.access.ruled import Ruled, is_permitted
from kedang.access.tests.test_sight import CAST
from kedang.core.actor import Actor, as_actor, with_reason
from kedang.core.clock import frozen, now
from kedang.customers.actions.change import assign, set_classification
from kedang.customers.models import Customer
from kedang.customers.tests.makers import make_customer
from kedang.people.models import Department, Person
from kedang.workflow.models import Task

SEEN = Ruled(Customer, "view", lambda rows: rows.in_use().order_by("pk").values_list("pk", flat=True))
EDITED = Ruled(
    Customer,
    "edit",
    lambda rows, *ids: rows.filter(pk__in=ids).order_by("pk").values_list("pk", flat=True),
    resource="contact_point",
)


@pytest.fixture
def customers(
    sales_a: Person, sales_b: Person, archivist: Person, head: Person, shanghai: Department
) -> list[Customer]:
    made = [make_customer(f"客户{number}公司", by=sales_a) for number in range(5)]
    assign(made[1], owner=sales_b, helpers=[sales_a], actor=as_actor(archivist))
    assign(made[2], department=shanghai, actor=as_actor(head))
    set_classification(made[3], 3, actor=as_actor(head))
    return made


def seen_by(actor: Actor) -> list[int]:
    return list(Customer.objects.visible_to(actor).order_by("pk").values_list("pk", flat=True))


def test_it_finds_what_the_queryset_finds_for_the_whole_cast(
    request: pytest.FixtureRequest, customers: list[Customer]
) -> None:
    everybody: list[Person] = [request.getfixturevalue(name) for name in CAST]
    ids = [one.pk for one in customers]
    assert len({tuple(seen_by(as_actor(person))) for person in everybody}) > 3
    for _again in range(2):  # compiled, and used again
        for person in everybody:
            actor = as_actor(person)
            assert SEEN(actor) == seen_by(actor), person.name
            assert SEEN(probing(as_actor(person))) == seen_by(actor), person.name
            by_rule = Customer.objects.permitted(actor, "edit", resource="contact_point").filter(pk__in=ids)
            assert EDITED(actor, *ids) == list(by_rule.order_by("pk").values_list("pk", flat=True)), (
                person.name
            )
            for one in customers:
                found = Customer.objects.filter(pk=one.pk).permitted(actor, "edit").exists()
                assert is_permitted(as_actor(person), "edit", one) == found, (person.name, one.name)


def test_a_change_of_owner_is_seen_at_once(
    customers: list[Customer], sales_a: Person, sales_b: Person, archivist: Person
) -> None:
    assert SEEN(as_actor(sales_b)) == [customers[1].pk]
    assign(customers[0], owner=sales_b, actor=as_actor(archivist))
    assert SEEN(as_actor(sales_b)) == [customers[0].pk, customers[1].pk]
    assert customers[0].pk not in SEEN(as_actor(sales_a))


def test_a_grant_counts_until_it_ends(customers: list[Customer], sales_b: Person, head: Person) -> None:
    until = now() + timedelta(days=3)
    assert SEEN(as_actor(sales_b)) == [customers[1].pk]
    grant(customers[4], ["view"], to=sales_b, expires_at=until, actor=with_reason(as_actor(head), "代班"))
    assert SEEN(as_actor(sales_b)) == [customers[1].pk, customers[4].pk]
    assert is_permitted(as_actor(sales_b), "view", customers[4])
    with frozen(until + timedelta(minutes=1)):
        assert SEEN(as_actor(sales_b)) == [customers[1].pk]
        assert not is_permitted(as_actor(sales_b), "view", customers[4])


def test_rights_cut_down_do_not_use_what_was_compiled_for_all_of_them(
    customers: list[Customer], founder: Person
) -> None:
    assert len(SEEN(as_actor(founder))) == len(customers)
    assert SEEN(as_actor(founder, scopes=frozenset({"document.view"}))) == []
    assert len(SEEN(as_actor(founder))) == len(customers)


def test_probing_changes_the_road_and_nothing_else(customers: list[Customer], sales_a: Person) -> None:
    actor = as_actor(sales_a, address="10.0.0.1", reason="复核")
    asker = probing(actor)
    assert asker == actor
    assert probing(actor) is asker
    assert (rights_of(actor).sees_few, rights_of(asker).sees_few) == (True, False)
    assert seen_by(asker) == seen_by(actor)


def test_a_model_with_a_rule_of_its_own_is_refused() -> None:
    with pytest.raises(TypeError, match="Task"):
        Ruled(Task, "view", lambda rows: rows)


def test_an_empty_list_finds_nothing(sales_a: Person) -> None:
    assert EDITED(as_actor(sales_a)) == []
