from datetime import UTC, datetime

import pytest

from kedang.core.actor import Actor, as_actor
from kedang.core.clock import frozen
from kedang.core.errors import NotFound
from kedang.customers.actions.change import change_fields, set_stage
from kedang.customers.actions.contacts import add_contact, change_contact, remove_contact
from kedang.customers.actions.restore import restore_as_on, restore_field
from kedang.customers.actions.tags import create_tag, tag_customer
from kedang.customers.changing import NothingChanged
from kedang.customers.contacts import ContactInput
from kedang.customers.history import Words, differences, revisions_of, state_on
from kedang.customers.models import ContactPoint, Customer, RecordTemplate, Tag
from kedang.customers.presets import load_presets
from kedang.customers.record import load_state
from kedang.customers.tests.makers import make_customer
from kedang.people.models import Person

MONDAY, TUESDAY, WEDNESDAY = (datetime(2026, 3, day, 2, tzinfo=UTC) for day in (2, 3, 4))


@pytest.fixture
def actor(service: Person) -> Actor:
    return as_actor(service)


@pytest.fixture
def customer(service: Person) -> Customer:
    with frozen(MONDAY):
        return make_customer(by=service, industry="金融", contacts={"mobile": "13812345678"})


def test_the_record_as_on_a_date_is_what_it_was(customer: Customer, actor: Actor) -> None:
    before = load_state(customer)
    with frozen(WEDNESDAY):
        change_fields(customer, {"industry": "医疗", "note": "新"}, actor=actor)
        change_contact(ContactPoint.objects.get(), ContactInput("mobile", "13987654321"), actor=actor)
        add_contact(customer, ContactInput("email", "a@b.com"), actor=actor)
        tag_customer(customer, [Tag.objects.create(name="VIP客户", match_key="VIP客户")], actor=actor)
    fresh = Customer.objects.get(pk=customer.pk)
    assert differences(before, state_on(fresh, TUESDAY)) == []
    with pytest.raises(NotFound):
        state_on(fresh, datetime(2026, 3, 1, tzinfo=UTC))


def test_the_whole_record_comes_back_contact_points_and_all(customer: Customer, actor: Actor) -> None:
    before = load_state(customer)
    point = ContactPoint.objects.get()
    with frozen(WEDNESDAY):
        change_fields(customer, {"industry": "医疗", "address": "上海"}, actor=actor)
        set_stage(customer, "现有客户", actor=actor)
        remove_contact_point(point, actor)
        added = add_contact(customer, ContactInput("email", "a@b.com"), actor=actor)
        restore_as_on(customer, TUESDAY, actor=actor)
    after = load_state(Customer.objects.get(pk=customer.pk))
    assert differences(before, after) == []
    added.refresh_from_db()
    assert added.removed_at is not None


def test_one_field_comes_back_and_the_others_stay(customer: Customer, actor: Actor) -> None:
    first = revisions_of(customer)[0]
    change_fields(customer, {"industry": "医疗", "short_name": "新简称"}, actor=actor)
    restore_field(customer, "industry", first.event, actor=actor)
    after = Customer.objects.get(pk=customer.pk)
    assert (after.industry, after.short_name) == ("J", "新简称")
    with pytest.raises(NothingChanged):
        restore_field(customer, "industry", first.event, actor=actor)


def test_history_tells_newest_first_with_reason_and_masks_contact_values(
    customer: Customer, actor: Actor
) -> None:
    change_contact(ContactPoint.objects.get(), ContactInput("mobile", "13987654321"), actor=actor)
    newest, first = revisions_of(customer)
    assert (newest.event.kind, first.event.kind) == ("customers.contact_changed", "customers.registered")
    change = newest.changes[0]
    words = Words(newest.changes, plain=False)
    assert words.of(change["field"], change["old"]) == "手机 138****5678"
    assert Words(newest.changes, plain=True).of(change["field"], change["new"]) == "手机 13987654321"


def test_links_are_told_by_name(customer: Customer, archivist: Person) -> None:
    actor = as_actor(archivist)
    tag = create_tag(Tag, "VIP客户", actor=actor)
    changes = tag_customer(customer, [tag], actor=actor)
    assert Words(changes, plain=False).of("tags", changes[0]["new"]) == "VIP客户"


def remove_contact_point(point: ContactPoint, actor: Actor) -> None:
    remove_contact(ContactPoint.objects.select_related("customer").get(pk=point.pk), actor=actor)


def test_a_record_template_is_told_by_name(customer: Customer) -> None:
    load_presets()
    template = RecordTemplate.objects.get(name="企业")
    change = {"field": "template", "label": "档案模板", "old": None, "new": template.pk}
    assert Words([change], plain=False).of("template", template.pk) == "企业"
