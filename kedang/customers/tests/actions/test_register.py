"""New customers: numbered, normalised, near their owner, found, and in the ledger."""

import pytest

from kedang import vault
from kedang.access.models import Audience
from kedang.core.actor import as_actor
from kedang.core.errors import Conflict, Invalid, Refused
from kedang.customers import contacts
from kedang.customers.models import ContactPoint, Customer
from kedang.customers.tests.makers import make_customer
from kedang.ledger.models import Event
from kedang.ledger.record import read_payload
from kedang.people.models import Person


def test_a_new_customer_has_a_number_by_the_rule(service: Person) -> None:
    first, second = make_customer("甲公司", by=service), make_customer("乙公司", by=service)
    assert first.number.startswith("KH-")
    assert int(second.number[-5:]) == int(first.number[-5:]) + 1


def test_names_codes_and_words_are_stored_in_normal_form(service: Person) -> None:
    customer = make_customer(
        "ＡＢＣ（北京）有限公司",
        by=service,
        uscc="91110000600037341l",
        industry="金融",
        region="浙江杭州",
        stage="现有客户",
    )
    customer.refresh_from_db()
    assert customer.name == "ＡＢＣ（北京）有限公司"
    assert customer.match_key == "ABC(北京)有限公司"
    assert (customer.uscc, customer.industry, customer.region) == ("91110000600037341L", "J", "330100")
    assert customer.stage == "current"


def test_a_contact_point_is_sealed_and_found_by_its_token(service: Person) -> None:
    customer = make_customer(by=service, contacts={"mobile": "138 1234 5678"})
    point = ContactPoint.objects.get(customer=customer)
    assert b"13812345678" not in bytes(point.value or b"")
    opened = contacts.open_points([point])[0]
    assert (opened.value, opened.raw, opened.masked) == ("13812345678", "138 1234 5678", "138****5678")
    token = contacts.token_of("landline", "+8613812345678")
    assert list(ContactPoint.objects.with_tokens([token])) == [point]


def test_a_malformed_phone_is_refused_with_field_and_reason_and_nothing_is_stored(service: Person) -> None:
    with pytest.raises(Invalid, match="应为 11 位，现为 10 位") as refused:
        make_customer(by=service, contacts={"mobile": "1381234567"})
    assert refused.value.field == "mobile"
    assert not Customer.objects.exists()


def test_sealed_fields_are_unreadable_in_the_database(service: Person) -> None:
    customer = make_customer(
        "张三",
        by=service,
        kind="个人",
        id_number="11010519491231002X",
        address="北京市海淀区一号",
        note="喜欢茶",
    )
    customer.refresh_from_db()
    assert "海淀".encode() not in bytes(customer.address or b"")
    opened = vault.unseal(
        bytes(customer.note or b""), owner=customer.key_owner, purpose="profile", aad=b"note"
    )
    assert opened.decode() == "喜欢茶"
    assert bytes(customer.id_number_token or b"") == contacts.id_number_token("11010519491231002X")


def test_a_company_has_no_birth_date(service: Person) -> None:
    with pytest.raises(Invalid, match="企业客户没有“出生日期”"):
        make_customer(by=service, birth_date="2000-01-01")


def test_the_registrar_owns_the_customer_and_their_department_is_near(sales_a: Person) -> None:
    customer = make_customer(by=sales_a)
    assert customer.owner == sales_a
    near = set(Audience.objects.filter(customer_id=customer.pk).values_list("principal", flat=True))
    assert near == {sales_a.pk, -(sales_a.department_id or 0)}


def test_a_salesman_cannot_register_for_somebody_else(sales_a: Person, sales_b: Person) -> None:
    with pytest.raises(Refused, match="只能登记自己负责的客户"):
        make_customer(by=sales_a, owner_id=sales_b.pk)


def test_the_other_salesman_sees_nothing_of_it_and_the_management_does(
    sales_a: Person, sales_b: Person, manager: Person
) -> None:
    customer = make_customer(by=sales_a)
    assert not Customer.objects.visible_to(as_actor(sales_b)).exists()
    assert list(Customer.objects.visible_to(as_actor(manager))) == [customer]
    assert list(Customer.objects.visible_to(as_actor(sales_a))) == [customer]


def test_a_level_above_the_registrars_own_is_refused(sales_a: Person) -> None:
    with pytest.raises(Refused, match="涉密等级"):
        make_customer(by=sales_a, classification=4)


def test_a_brought_number_is_kept_and_never_given_twice(service: Person) -> None:
    customer = make_customer(by=service, number="旧-001")
    assert customer.number == "旧-001"
    with pytest.raises(Conflict, match="已经用过"):
        make_customer("别家", by=service, number="旧-001")


def test_registration_is_one_event_with_the_values_sealed(service: Person) -> None:
    customer = make_customer(by=service, contacts={"mobile": "13812345678"})
    event = Event.objects.get(customer_id=customer.pk)
    assert event.kind == "customers.registered"
    assert b"13812345678" not in bytes(event.payload or b"") + bytes(event.canonical)
    changes = {one["field"].partition(":")[0]: one["new"] for one in (read_payload(event) or {})["changes"]}
    assert changes["name"] == "ABC公司"
    assert changes["contact"]["value"] == "13812345678"
