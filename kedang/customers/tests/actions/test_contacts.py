import pytest

from kedang.core.actor import Actor, as_actor, with_reason
from kedang.core.clock import today
from kedang.core.errors import Conflict, Invalid, Refused, StepUpNeeded
from kedang.customers.actions.contacts import (
    add_contact,
    add_contact_person,
    change_contact,
    change_contact_person,
    mark_absent,
    remove_contact,
    unmask_contact,
    unmask_field,
    verify_contact,
)
from kedang.customers.completeness import completeness_of
from kedang.customers.contact_changes import state_of
from kedang.customers.contacts import ContactInput
from kedang.customers.models import ContactPoint, Customer
from kedang.customers.tests.makers import make_customer
from kedang.ledger.models import Event
from kedang.ledger.record import read_reason
from kedang.people.models import Person


@pytest.fixture
def actor(sales_a: Person) -> Actor:
    return as_actor(sales_a)


@pytest.fixture
def customer(sales_a: Person) -> Customer:
    return make_customer(by=sales_a, contacts={"mobile": "13812345678"})


def test_missing_landline_and_email_are_shown(customer: Customer) -> None:
    assert [gap.label for gap in completeness_of(customer).gaps] == ["座机", "邮箱"]


def test_a_salesman_adds_a_contact_point_at_once(customer: Customer, actor: Actor) -> None:
    point = add_contact(customer, ContactInput("landline", "010-62345678", person="王芳"), actor=actor)
    assert point.contact_person is not None
    assert point.contact_person.name == "王芳"
    assert [gap.label for gap in completeness_of(customer).gaps] == ["邮箱"]


def test_absent_needs_a_reason_counts_as_filled_and_gives_way_to_a_value(
    customer: Customer, actor: Actor
) -> None:
    with pytest.raises(Invalid, match="写明原因"):
        mark_absent(customer, "email", " ", actor=actor)
    mark_absent(customer, "email", "客户不用邮箱", actor=actor)
    measured = completeness_of(customer)
    assert [gap.label for gap in measured.gaps] == ["座机"]
    assert measured.absent == (("邮箱", "客户不用邮箱"),)
    add_contact(customer, ContactInput("email", "a@b.com"), actor=actor)
    assert completeness_of(customer).absent == ()
    with pytest.raises(Conflict, match="不能标记暂无"):
        mark_absent(customer, "email", "又不用了", actor=actor)


def test_a_landline_does_not_pass_for_a_mobile(customer: Customer, actor: Actor) -> None:
    with pytest.raises(Invalid, match="是座机号，不是手机号"):
        add_contact(customer, ContactInput("mobile", "010-62345678"), actor=actor)


def test_a_changed_value_is_unverified_again(customer: Customer, actor: Actor) -> None:
    point = ContactPoint.objects.get(customer=customer)
    verify_contact(point, actor=actor)
    change_contact(point, ContactInput("mobile", "13812345678", label="总机"), actor=actor)
    point.refresh_from_db()
    assert point.verified_on == today()
    change_contact(point, ContactInput("mobile", "13987654321", label="总机"), actor=actor)
    changed = state_of(ContactPoint.objects.get(pk=point.pk)) or {}
    assert (changed["verified_on"], changed["value"]) == (None, "13987654321")


def test_a_removed_point_is_out_of_use_but_not_gone(customer: Customer, actor: Actor) -> None:
    point = ContactPoint.objects.get(customer=customer)
    remove_contact(point, actor=actor)
    assert not ContactPoint.objects.in_use().filter(customer=customer).exists()
    assert ContactPoint.objects.filter(pk=point.pk).exists()


def test_plain_values_are_shown_only_for_a_reason_which_is_kept(customer: Customer, actor: Actor) -> None:
    point = ContactPoint.objects.get(customer=customer)
    with pytest.raises(StepUpNeeded):
        unmask_contact(point, actor=actor)
    assert unmask_contact(point, actor=with_reason(actor, "回访")) == "13812345678"
    event = Event.objects.get(kind="customers.unmasked")
    assert (event.customer_id, read_reason(event)) == (customer.pk, "回访")


def test_who_may_not_see_plain_values_is_refused(customer: Customer, archivist: Person) -> None:
    point = ContactPoint.objects.get(customer=customer)
    with pytest.raises(Refused):
        unmask_contact(point, actor=with_reason(as_actor(archivist), "想看"))


def test_a_sealed_field_is_opened_the_same_way(service: Person) -> None:
    customer = make_customer("张三", by=service, kind="个人", id_number="11010519491231002X")
    actor = with_reason(as_actor(service), "核对证件")
    assert (
        unmask_field(Customer.objects.get(pk=customer.pk), "id_number", actor=actor) == "11010519491231002X"
    )


def test_contact_people_have_titles_and_are_not_doubled(customer: Customer, actor: Actor) -> None:
    person = add_contact_person(customer, "王芳", title="采购经理", actor=actor)
    with pytest.raises(Conflict, match="已有联系人"):
        add_contact_person(customer, "王芳", actor=actor)
    change_contact_person(person, "王芳", title="采购总监", is_primary=True, actor=actor)
    person.refresh_from_db()
    assert (person.title, person.is_primary) == ("采购总监", True)


def test_a_contact_changed_meanwhile_is_not_overwritten(customer: Customer, actor: Actor) -> None:
    point = ContactPoint.objects.get()
    seen = point.revision
    change_contact(point, ContactInput("mobile", "13987654321"), expected=seen, actor=actor)
    with pytest.raises(Conflict):
        change_contact(point, ContactInput("mobile", "13711112222"), expected=seen, actor=actor)
