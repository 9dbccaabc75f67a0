from __future__ import annotations

import pytest

from kedang.core.actor import as_actor
from kedang.core.errors import Conflict, Invalid, NotFound, Refused
from kedang.customers.actions.relations import dismiss_suggestion, end_relation, relate
from kedang.customers.kinship import parent_key, suggest
from kedang.customers.models import Customer, Relation, RelationSuggestion
from kedang.customers.relations import group_of, relations_of, suggestions_of
from kedang.customers.tests.makers import make_customer
from kedang.ledger.models import Event
from kedang.people.models import Person


@pytest.fixture
def three(sales_a: Person, head: Person) -> list[Customer]:
    return [make_customer(f"{name}公司", by=sales_a) for name in ("甲", "乙", "丙")]


def test_a_parent_is_seen_from_both_sides(three: list[Customer], head: Person) -> None:
    actor = as_actor(head)
    relate(three[0], three[1], "branch", note="全资", actor=actor)
    assert [(one.other, one.role) for one in relations_of(three[0], actor)] == [(three[1], "branch")]
    assert [(one.other, one.role) for one in relations_of(three[1], actor)] == [(three[0], "parent")]
    assert Event.objects.filter(kind="customers.related", customer_id=three[0].pk).count() == 1


def test_there_is_one_parent_no_ring_and_no_relation_with_oneself(
    three: list[Customer], head: Person
) -> None:
    actor = as_actor(head)
    first, second, third = three
    relate(second, first, "parent", actor=actor)
    relate(third, second, "parent", actor=actor)
    for customer, other, role in (
        (second, third, "parent"),
        (first, third, "parent"),
        (first, first, "partner"),
        (first, second, "boss"),
    ):
        with pytest.raises(Invalid):
            relate(customer, other, role, actor=actor)
    assert Relation.objects.count() == 2


def test_a_partner_is_one_from_either_side(three: list[Customer], head: Person) -> None:
    relate(three[0], three[1], "partner", actor=as_actor(head))
    with pytest.raises(Conflict):
        relate(three[1], three[0], "partner", actor=as_actor(head))


def test_what_ended_is_kept_and_may_begin_again(three: list[Customer], head: Person) -> None:
    actor = as_actor(head)
    made = relate(three[0], three[1], "referrer", actor=actor)
    end_relation(three[1], made, actor=actor)
    with pytest.raises(Conflict):
        end_relation(three[1], made, actor=actor)
    with pytest.raises(Invalid):
        end_relation(three[2], made, actor=actor)
    assert relations_of(three[0], actor) == []
    relate(three[0], three[1], "referrer", actor=actor)
    assert Relation.objects.count() == 2
    assert Event.objects.filter(kind="customers.unrelated").count() == 1


@pytest.mark.parametrize("who", ["sales_a", "sales_b", "privacy_officer", "auditor", "outsider"])
def test_only_who_changes_the_record_relates_it(
    who: str, three: list[Customer], request: pytest.FixtureRequest
) -> None:
    with pytest.raises((NotFound, Refused)):
        relate(three[0], three[1], "partner", actor=as_actor(request.getfixturevalue(who)))


def test_nobody_learns_of_a_member_beyond_their_rights(
    three: list[Customer], head: Person, sales_b: Person, archivist: Person
) -> None:
    actor = as_actor(archivist)
    hidden = make_customer("南方公司", by=sales_b)
    relate(three[0], hidden, "branch", actor=actor)
    relate(three[0], three[1], "branch", actor=actor)
    relate(hidden, make_customer("南方分公司", by=sales_b), "branch", actor=actor)
    assert len(group_of(three[0], actor).members) == 4
    assert group_of(three[0], as_actor(head)).members == [three[0], three[1]]
    with pytest.raises((NotFound, Refused)):
        relate(three[2], hidden, "partner", actor=as_actor(head))


def test_a_group_is_the_same_tree_from_every_member(three: list[Customer], head: Person) -> None:
    actor = as_actor(head)
    relate(three[0], three[1], "branch", actor=actor)
    relate(three[1], three[2], "branch", actor=actor)
    for one in three:
        group = group_of(one, actor)
        assert group.root.customer == three[0]
        assert group.root.below[0].below[0].customer == three[2]
        assert group.is_whole


@pytest.mark.parametrize(
    ("name", "parent"),
    [
        ("华信科技有限公司上海分公司", "华信科技有限公司"),
        ("中国银行苏州分行", "中国银行"),
        ("华信科技有限公司", ""),
        ("上海分公司", ""),
        ("华信酒店北京办事处", "华信酒店"),
    ],
)
def test_branches_are_known_by_their_names(name: str, parent: str) -> None:
    assert parent_key(name) == parent


def test_branches_are_suggested_once_and_dismissed_for_ever(sales_a: Person, head: Person) -> None:
    parent = make_customer("华信科技有限公司", by=sales_a)
    branch = make_customer("华信科技有限公司（上海）分公司", by=sales_a)
    make_customer("无关贸易有限公司", by=sales_a)
    assert (suggest(), suggest()) == (1, 0)
    actor = as_actor(head)
    found = suggestions_of(branch, actor)
    assert [(one.other, one.role) for one in found] == [(parent, "parent")]
    dismiss_suggestion(parent, found[0].suggestion, actor=actor)
    assert suggestions_of(branch, actor) == []
    assert suggest() == 0


def test_the_same_body_of_the_uscc_is_suggested_too(sales_a: Person, head: Person) -> None:
    parent = make_customer("北辰实业", by=sales_a)
    Customer.objects.filter(pk=parent.pk).update(uscc="91310000MA1K35XX0A")
    branch = make_customer("北辰实业（苏州）", by=sales_a)
    Customer.objects.filter(pk=branch.pk).update(uscc="91320500MA1K35XX0B")
    assert suggest() == 1
    assert RelationSuggestion.objects.get().why == "uscc"


def test_what_is_related_is_not_suggested(sales_a: Person, head: Person) -> None:
    parent = make_customer("华信科技有限公司", by=sales_a)
    branch = make_customer("华信科技有限公司上海分公司", by=sales_a)
    relate(parent, branch, "branch", actor=as_actor(head))
    assert suggest() == 0
