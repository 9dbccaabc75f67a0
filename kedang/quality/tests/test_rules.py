from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kedang.core.actor import as_actor
from kedang.core.clock import frozen, today
from kedang.customers.actions.change import end_cooperation
from kedang.customers.actions.contacts import verify_contact
from kedang.customers.models import Customer
from kedang.customers.tests.makers import make_customer
from kedang.dealings.tests.makers import make_interaction
from kedang.people.models import Person
from kedang.quality.area_codes import province_of
from kedang.quality.bounces import is_for_good, note_bounce
from kedang.quality.names import tidied
from kedang.quality.tests.conftest import FULL
from kedang.quality.tests.makers import assessed, finding_of, open_rules, spoil, spoil_point
from kedang.quality.words import tell

GOOD_USCC = "91330106MA2H3X9K47"
MAN_OF_1990 = "110105199003078115"


def test_a_record_as_it_should_be_has_a_hundred_points(customer: Customer) -> None:
    assert assessed(customer).score == 100
    assert not open_rules(customer)


def test_what_the_template_requires_and_is_missing_is_found_by_field(sales_a: Person) -> None:
    customer = make_customer(by=sales_a, contacts={"mobile": "13812345678"})
    assert assessed(customer).counts == {"required": 2}
    fields = {one.field for one in customer.findings.all()}
    assert fields == {"contact:landline", "contact:email"}
    assert tell(customer.findings.get(field="contact:email")) == "缺少邮箱"


def test_nobody_can_be_reached_without_a_working_contact_point(customer: Customer, sales_a: Person) -> None:
    yesterday = today() - timedelta(days=1)
    customer.contact_points.update(valid_until=yesterday, verified_on=yesterday)
    assessed(customer)
    assert open_rules(customer) == {"unreachable", "expired_contact"}


def test_an_owner_who_left_is_none(customer: Customer, sales_a: Person) -> None:
    Person.objects.filter(pk=sales_a.pk).update(is_active=False)
    assessed(customer)
    assert open_rules(customer) == {"no_owner"}


@pytest.mark.parametrize(
    ("columns", "rule"),
    [
        ({"uscc": "91330106MA2H3X9K40"}, "uscc"),
        ({"name": "华信　科技（ＡＢＣ）"}, "name_form"),
        ({"birth_date": date(1990, 1, 1)}, "other_kind"),
        ({"address": "浙江省杭州市西湖区文三路1号"}, "address_only"),
        ({"address": "浙江省杭州市西湖区文三路1号", "region": "310100"}, "region_address"),
        ({"region": "310100"}, "region_phone"),
        ({"cooperation_start": date(2026, 5, 1), "cooperation_end": date(2026, 4, 1)}, "dates"),
    ],
)
def test_a_fault_is_found(customer: Customer, columns: dict[str, Any], rule: str) -> None:
    spoil(customer, **columns)
    assessed(customer)
    assert rule in open_rules(customer)
    assert "%(" not in tell(finding_of(customer, rule))


@pytest.mark.parametrize(
    ("columns", "rule"),
    [
        ({"id_number": "110105199003078116"}, "id_number"),
        ({"id_number": MAN_OF_1990, "birth_date": date(1990, 3, 8)}, "against_id"),
        ({"id_number": MAN_OF_1990, "gender": "female"}, "against_id"),
        ({"birth_date": date(2999, 1, 1)}, "birth_date"),
        ({"uscc": GOOD_USCC}, "other_kind"),
    ],
)
def test_a_fault_of_a_person_is_found(sales_a: Person, columns: dict[str, Any], rule: str) -> None:
    customer = make_customer("王小明", by=sales_a, contacts=FULL, kind="person")
    spoil(customer, **columns)
    assessed(customer)
    assert rule in open_rules(customer)


def test_a_number_under_the_wrong_kind_or_unreadable_is_found(customer: Customer) -> None:
    point = spoil_point(customer, "landline", "13912345678")
    found = finding_of(customer, "contact_form")
    assert (found.field, found.facts["is"]) == (f"contact:{point.pk}", "mobile")
    spoil_point(customer, "email", "nobody at home")
    assert assessed(customer).counts["contact_form"] == 2


def test_a_lost_customer_with_an_open_project_is_a_contradiction(sales_a: Person, head: Person) -> None:
    customer = make_customer("流失公司", by=sales_a, contacts=FULL, projects=["营销项目"])
    end_cooperation(customer, today(), "停业", actor=as_actor(head))
    assert finding_of(customer, "lost_with_project").facts == {"count": 1}


def test_time_alone_makes_it_stale_and_a_contact_or_check_mends_it(sales_a: Person, head: Person) -> None:
    begun = datetime(2026, 1, 5, 2, tzinfo=UTC)
    with frozen(begun):
        customer = make_customer("远景公司", by=sales_a, contacts=FULL)
        first = assessed(customer)
        assert first.due_on == date(2026, 7, 5)
    with frozen(begun + timedelta(days=181)):
        assessed(customer)
        assert open_rules(customer) == {"silent"}
        make_interaction(customer, by=sales_a, at="2026-07-05 10:00")
        assessed(customer)
        assert not open_rules(customer)
    with frozen(begun + timedelta(days=366)):
        assessed(customer)
        assert "unconfirmed" in open_rules(customer)
        verify_contact(customer.contact_points.all()[0], actor=as_actor(sales_a))
        assessed(customer)
        assert "unconfirmed" not in open_rules(customer)


def test_a_mail_that_came_back_counts_until_the_address_is_another(customer: Customer) -> None:
    point = customer.contact_points.get(kind="email")
    note_bounce(point.pk)
    assert finding_of(customer, "bounced").field == f"contact:{point.pk}"
    spoil_point(customer, "email", "b@abc.example")
    assessed(customer)
    assert not open_rules(customer)


@pytest.mark.parametrize(
    ("error", "expected"),
    [("SMTPRecipientsRefused 550", True), ("SMTPRecipientsRefused 450", False), ("ConnectionError", False)],
)
def test_only_what_the_server_refuses_for_good_is_a_bounce(error: str, expected: bool) -> None:
    assert is_for_good(error) is expected


@pytest.mark.parametrize(
    ("number", "province"), [("0571-88886666", "33"), ("010-65880000", "11"), ("0349-2020202", "14"), ("400-800-1234", "")]
)  # fmt: skip
def test_the_area_code_tells_the_province(number: str, province: str) -> None:
    assert province_of(number) == province


@given(st.text(max_size=40))
def test_tidying_a_name_twice_changes_nothing_more(name: str) -> None:
    assert tidied(tidied(name)) == tidied(name)
