"""What follows a merge: keys, addresses, numbers, histories, rights; and what refuses one."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from kedang import vault
from kedang.access.actions.grants import grant
from kedang.core.actor import Actor, as_actor, with_reason
from kedang.core.errors import Conflict, Invalid, NotFound, Refused
from kedang.customers import history
from kedang.customers.actions.change import change_fields
from kedang.customers.contacts import open_points
from kedang.customers.models import ContactPoint, Customer, Relation
from kedang.customers.record import load_state
from kedang.customers.tests.makers import make_customer
from kedang.documents.content import open_version
from kedang.documents.models import Document
from kedang.duplicates.actions.merge import merge_customers, part_customers
from kedang.duplicates.models import DuplicatePair, Merge
from kedang.duplicates.tests.makers import make_record
from kedang.jobs import run_pending
from kedang.ledger.models import Event
from kedang.people.models import Person
from kedang.search import find
from kedang.vault.models import Key


@pytest.fixture
def two(sales_a: Person) -> tuple[Customer, Customer]:
    target = make_record(
        "北京华信科技有限公司",
        by=sales_a,
        contacts={"mobile": "13800138000"},
        documents=["合同/合同.txt"],
        projects=["年度采购"],
    )
    source = make_record(
        "北京華信科技公司",
        by=sales_a,
        contacts={"mobile": "13900139000", "email": "a@hx.example"},
        documents=["合同/合同.txt", "往来/邮件/来信.txt"],
        projects=["年度采购"],
        note="要发票",
    )
    return target, source


def merge(two: tuple[Customer, Customer], by: Person, *fields: str) -> Merge:
    target, source = (fresh(one) for one in two)
    found = merge_customers(target, source, fields, actor=as_actor(by))
    run_pending()
    return found


def fresh(customer: Customer) -> Customer:
    return Customer.objects.get(pk=customer.pk)


def test_everything_follows_and_reads_as_before(two: tuple[Customer, Customer], head: Person) -> None:
    target, source = two
    merge(two, head, "note")
    assert load_state(fresh(target))["note"] == "要发票"
    points = ContactPoint.objects.in_use().filter(customer=target)
    assert {one.value for one in open_points(points)} == {"13800138000", "13900139000", "a@hx.example"}
    documents = Document.objects.filter(customer=target).order_by("name")
    assert [document.name for document in documents] == ["合同.txt", "合同_2.txt", "来信.txt"]
    assert documents[0].folder_id == documents[1].folder_id
    for document in documents:
        assert open_version(document.versions.get()).read() == b"text"
    names = set(fresh(target).projects.values_list("name", flat=True))
    assert names == {"年度采购", f"年度采购（{source.number}）"}


def test_the_keys_of_documents_hang_on_the_new_customers_key(
    two: tuple[Customer, Customer], head: Person
) -> None:
    target, source = two
    ids = list(Document.objects.filter(customer=source).values_list("pk", flat=True))
    done = merge(two, head)
    assert parents(ids) == {f"customer:{target.pk}"}
    part_customers(fresh(target), done, actor=as_actor(head))
    run_pending()
    assert parents(ids) == {f"customer:{source.pk}"}
    vault.forget()
    assert open_version(Document.objects.get(pk=ids[0]).versions.get()).read() == b"text"


def parents(ids: list[int]) -> set[str]:
    keys = Key.objects.filter(owner__in=[f"document:{pk}" for pk in ids]).select_related("parent")
    return {key.parent.owner for key in keys if key.parent}


def test_the_old_number_and_address_lead_to_the_whole_record(
    two: tuple[Customer, Customer], head: Person, outsider: Person, client_of: Callable[[Person], Client]
) -> None:
    target, source = two
    merge(two, head)
    answer = client_of(head).get(f"/customers/{source.pk}/")
    assert (answer.status_code, answer["Location"]) == (301, f"/customers/{target.pk}/")
    assert "no-store" in answer["Cache-Control"]
    assert client_of(outsider).get(f"/customers/{source.pk}/").status_code == 404
    found = find(Customer.objects.for_lists(), source.number, as_actor(head))
    assert list(found.items) == [target]


def test_each_record_tells_of_the_merge_and_both_histories_are_read(
    two: tuple[Customer, Customer], head: Person
) -> None:
    target, source = two
    change_fields(fresh(source), {"short_name": "华信"}, actor=as_actor(head))
    merge(two, head)
    told = Event.objects.filter(kind__startswith="customers.merged").order_by("pk")
    assert list(told.values_list("kind", "customer_id")) == [
        ("customers.merged", target.pk),
        ("customers.merged_away", source.pk),
    ]
    kinds = [
        one.event.kind for one in history.revisions_of(fresh(target)) if one.event.customer_id == source.pk
    ]
    assert "customers.changed" in kinds
    assert not any(one.is_erased for one in history.revisions_of(fresh(target)))


def test_who_was_let_in_to_one_sees_the_whole(
    two: tuple[Customer, Customer], head: Person, sales_b: Person
) -> None:
    target, source = two
    grant(source, ["view"], to=sales_b, actor=reasoned(head))
    assert not Customer.objects.visible_to(as_actor(sales_b)).filter(pk=target.pk).exists()
    done = merge(two, head)
    assert Customer.objects.visible_to(as_actor(sales_b)).filter(pk=target.pk).exists()
    part_customers(fresh(target), done, actor=as_actor(head))
    assert not Customer.objects.visible_to(as_actor(sales_b)).filter(pk=target.pk).exists()
    assert Customer.objects.visible_to(as_actor(sales_b)).filter(pk=source.pk).exists()


def reasoned(person: Person) -> Actor:
    return with_reason(as_actor(person), "项目需要")


def test_relations_go_along_without_a_ring_or_a_second_parent(
    two: tuple[Customer, Customer], head: Person
) -> None:
    target, source = two
    parent, child = (make_customer(name, by=head) for name in ("集团", "子公司"))
    Relation.objects.create(customer=parent, other=target, kind="parent")
    Relation.objects.create(customer=source, other=child, kind="parent")
    Relation.objects.create(customer=source, other=parent, kind="parent")  # would make a ring
    Relation.objects.create(customer=source, other=target, kind="partner")  # would be of itself
    merge(two, head)
    rows = Relation.objects.filter(customer=target) | Relation.objects.filter(other=target, customer=parent)
    assert {(row.customer_id, row.other_id) for row in rows} == {
        (parent.pk, target.pk),
        (target.pk, child.pk),
    }


def test_what_was_changed_since_stays_when_parted(two: tuple[Customer, Customer], head: Person) -> None:
    target, source = two
    done = merge(two, head, "note")
    change_fields(fresh(target), {"note": "改过了", "short_name": "新简称"}, actor=as_actor(head))
    part_customers(fresh(target), done, actor=as_actor(head))
    assert load_state(fresh(target))["note"] == "改过了"
    assert load_state(fresh(target))["short_name"] == "新简称"
    assert load_state(fresh(source))["note"] == "要发票"
    with pytest.raises(Conflict):
        part_customers(fresh(target), done, actor=as_actor(head))


def test_merges_are_taken_back_in_the_order_they_came(two: tuple[Customer, Customer], head: Person) -> None:
    target, source = two
    third = make_customer("华信科技", by=head)
    first = merge((target, source), head)
    second = merge((third, target), head)
    with pytest.raises(Conflict):
        part_customers(fresh(target), first, actor=as_actor(head))
    part_customers(fresh(third), second, actor=as_actor(head))
    part_customers(fresh(target), first, actor=as_actor(head))
    assert not Customer.objects.exclude(merged_into=None).exists()


def test_who_may_not_merge_both_merges_none(
    two: tuple[Customer, Customer], sales_a: Person, head: Person, sales_b: Person
) -> None:
    stranger = make_customer("别家", by=sales_b)
    with pytest.raises(Refused):
        merge_customers(*two, actor=as_actor(sales_a))
    with pytest.raises(NotFound):
        merge_customers(two[0], stranger, actor=as_actor(head))
    assert not Merge.objects.exists()


def test_a_choice_made_on_an_older_state_is_refused(two: tuple[Customer, Customer], head: Person) -> None:
    target, source = (fresh(one) for one in two)
    change_fields(fresh(source), {"short_name": "华信"}, actor=as_actor(head))
    with pytest.raises(Conflict):
        merge_customers(target, source, seen=(target.revision, source.revision), actor=as_actor(head))


def test_a_company_and_a_person_are_not_merged(two: tuple[Customer, Customer], head: Person) -> None:
    person = make_customer("王芳", by=head, kind="person")
    with pytest.raises(Invalid):
        merge_customers(fresh(two[0]), person, actor=as_actor(head))


def test_the_pair_is_settled_by_the_merge_and_open_again_after_its_undo(
    two: tuple[Customer, Customer], head: Person
) -> None:
    pair = DuplicatePair.objects.create(low=two[0], high=two[1], score=0.99)
    done = merge(two, head)
    pair.refresh_from_db()
    assert (pair.state, pair.decided_by) == ("merged", head)
    part_customers(fresh(two[0]), done, actor=as_actor(head))
    pair.refresh_from_db()
    assert (pair.state, pair.decided_by) == ("open", None)


def test_a_merged_record_does_not_lie_in_the_trash_to_be_taken_out(
    two: tuple[Customer, Customer], head: Person
) -> None:
    merge(two, head)
    assert not Customer.objects.in_trash().exists()
