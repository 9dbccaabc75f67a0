"""Following: who is told what, once, and never what they may not see."""

from __future__ import annotations

import pytest

from kedang import search
from kedang.access.models import Holding
from kedang.core.actor import as_actor
from kedang.core.clock import now
from kedang.core.errors import Conflict, Invalid, NotFound
from kedang.customers.actions.change import assign, set_stage
from kedang.customers.actions.contacts import add_contact, remove_contact
from kedang.customers.contacts import ContactInput
from kedang.customers.models import Customer
from kedang.customers.tests.makers import make_customer
from kedang.dealings.tests.makers import make_interaction
from kedang.documents.tests.makers import make_document
from kedang.duplicates.actions.merge import merge_customers, part_customers
from kedang.jobs import run_pending
from kedang.ledger.kinds import declared
from kedang.notify.models import Notice
from kedang.people.models import Department, Person
from kedang.teamwork.actions.follows import change_follow, follow, unfollow
from kedang.teamwork.models import Follow
from kedang.teamwork.tests.makers import make_comment
from kedang.teamwork.topics import KINDS


@pytest.fixture
def customer(sales_a: Person) -> Customer:
    return make_customer(by=sales_a)


def told(person: Person) -> list[str]:
    run_pending()
    return list(Notice.objects.filter(person=person).order_by("pk").values_list("kind", flat=True))


def test_every_event_one_may_hear_of_is_declared() -> None:
    assert set(KINDS) <= set(declared())


def test_a_follower_hears_of_each_topic_once_an_hour(
    customer: Customer, sales_a: Person, head: Person
) -> None:
    follow(customer, actor=as_actor(head))
    make_interaction(customer, by=sales_a)
    make_interaction(customer, "又谈了一次", by=sales_a)
    make_document(customer, by=sales_a)
    make_comment(customer, by=sales_a)
    assert told(head) == [
        "teamwork.followed_dealing",
        "teamwork.followed_document",
        "teamwork.followed_comment",
    ]


def test_only_chosen_topics_are_heard_and_one_s_own_deeds_never(
    customer: Customer, sales_a: Person, head: Person
) -> None:
    mine = follow(customer, ["record"], actor=as_actor(head))
    make_interaction(customer, by=sales_a)
    set_stage(customer, "current", actor=as_actor(head))
    assert told(head) == []
    change_follow(mine, ["dealing"], is_muted=False, actor=as_actor(head))
    make_interaction(customer, by=sales_a)
    assert told(head) == ["teamwork.followed_dealing"]


def test_a_muted_follow_is_silent(customer: Customer, sales_a: Person, head: Person) -> None:
    mine = follow(customer, actor=as_actor(head))
    change_follow(mine, mine.topics, is_muted=True, actor=as_actor(head))
    make_interaction(customer, by=sales_a)
    assert told(head) == []


def test_who_lost_sight_of_the_customer_hears_nothing_more(
    customer: Customer, sales_a: Person, sales_b: Person, archivist: Person
) -> None:
    follow(customer, actor=as_actor(sales_a))
    assign(customer, owner=sales_b, actor=as_actor(archivist))
    run_pending()
    Notice.objects.all().delete()
    make_interaction(customer, by=sales_b)
    assert told(sales_a) == []
    assert not Follow.objects.visible_to(as_actor(sales_a)).exists()


def test_a_document_above_one_s_clearance_is_not_told(
    customer: Customer, sales_a: Person, head: Person
) -> None:
    follow(customer, ["document"], actor=as_actor(sales_a))
    make_document(customer, by=head, classification=3)
    assert told(sales_a) == []
    make_document(customer, by=head, content=b"other", classification=2)
    assert told(sales_a) == ["teamwork.followed_document"]


def test_nobody_follows_what_they_may_not_see(customer: Customer, sales_b: Person, outsider: Person) -> None:
    for person in (sales_b, outsider):
        with pytest.raises(NotFound):
            follow(customer, actor=as_actor(person))


def test_one_follows_once_and_something(customer: Customer, head: Person) -> None:
    mine = follow(customer, actor=as_actor(head))
    with pytest.raises(Conflict):
        follow(customer, actor=as_actor(head))
    for topics in ([], ["weather"]):
        with pytest.raises(Invalid):
            change_follow(mine, topics, is_muted=False, actor=as_actor(head))
    unfollow(mine, actor=as_actor(head))
    assert not Follow.objects.exists()


def test_one_changes_only_one_s_own(customer: Customer, head: Person, sales_a: Person) -> None:
    mine = follow(customer, actor=as_actor(head))
    with pytest.raises(NotFound):
        unfollow(mine, actor=as_actor(sales_a))


def test_what_one_follows_is_found(customer: Customer, sales_a: Person, head: Person) -> None:
    make_customer("远景公司", by=sales_a)
    follow(customer, actor=as_actor(head))
    found = search.find(Customer.objects.for_lists(), "关注:我", as_actor(head)).items
    assert list(found) == [customer]
    assert not list(search.find(Customer.objects.for_lists(), "关注:我", as_actor(sales_a)).items)


def test_departments_concerned_hear_of_a_changed_contact_point(
    customer: Customer, sales_a: Person, sales_b: Person, head: Person, south: Department, archivist: Person,
    colleague: Person,
) -> None:  # fmt: skip
    """Owner, helpers and the heads of their departments, but not who did it nor anybody else."""
    from kedang.access.models import Post

    boss = Person.objects.create(name="华南主管", email="boss@huaxin.example", department=south)
    Holding.objects.create(person=boss, post=Post.objects.get(code="manager"), department=south)
    Department.objects.filter(pk=south.pk).update(head=boss)
    assign(customer, helpers=[sales_b], actor=as_actor(archivist))
    add_contact(customer, ContactInput("mobile", "13900000001"), actor=as_actor(sales_a))
    assert told(head) == told(sales_b) == told(boss) == ["teamwork.contact_changed"]
    assert told(sales_a) == told(colleague) == []


def test_a_head_without_sight_of_the_customer_is_not_told(
    customer: Customer,
    sales_a: Person,
    sales_b: Person,
    south: Department,
    archivist: Person,
    make_person: object,
) -> None:
    boss = make_person("华南主管", "boss", south, posts=("head",))  # type: ignore[operator]  # a fixture's function
    Department.objects.filter(pk=south.pk).update(head=boss)
    assign(customer, helpers=[sales_b], actor=as_actor(archivist))
    add_contact(customer, ContactInput("mobile", "13900000001"), actor=as_actor(sales_a))
    assert told(boss) == []


def test_who_follows_contact_points_and_is_concerned_hears_once(
    customer: Customer, sales_a: Person, head: Person
) -> None:
    follow(customer, actor=as_actor(head))
    point = add_contact(customer, ContactInput("mobile", "13900000001"), actor=as_actor(sales_a))
    remove_contact(point, actor=as_actor(sales_a))
    assert told(head) == ["teamwork.contact_changed"]


def test_nothing_is_told_of_a_customer_in_the_trash(
    customer: Customer, sales_a: Person, head: Person
) -> None:
    follow(customer, actor=as_actor(head))
    make_interaction(customer, by=sales_a)
    Customer.objects.filter(pk=customer.pk).update(trashed_at=now())
    assert told(head) == []


def test_follows_go_along_with_a_merge_and_back(
    customer: Customer, sales_a: Person, head: Person, archivist: Person
) -> None:
    twin = make_customer("ABC有限公司", by=sales_a)
    both = [follow(one, actor=as_actor(head)) for one in (customer, twin)]
    only = follow(twin, actor=as_actor(sales_a))
    merge = merge_customers(customer, twin, actor=as_actor(archivist))
    assert set(Follow.objects.filter(customer=customer)) == {both[0], only}
    part_customers(customer, merge, actor=as_actor(archivist))
    assert set(Follow.objects.filter(customer=twin)) == {both[1], only}
