from datetime import date, timedelta

import pytest

from kedang.access.models import Audience
from kedang.core.actor import Actor, as_actor
from kedang.core.clock import today
from kedang.core.errors import Invalid, NotFound, Refused
from kedang.customers.actions.change import (
    assign,
    change_fields,
    classify,
    end_cooperation,
    resume_cooperation,
    set_classification,
    set_stage,
)
from kedang.customers.actions.restore import restore_field
from kedang.customers.actions.settings import add_class, create_custom_field, create_dimension
from kedang.customers.changing import FieldConflict, NothingChanged, fingerprint
from kedang.customers.history import Words, differences, events_of, replay, revisions_of
from kedang.customers.models import Customer, CustomField, CustomValue, Dimension, Stage, Status
from kedang.customers.record import load_state
from kedang.customers.tests.makers import make_customer
from kedang.ledger.models import Event
from kedang.ledger.record import read_payload
from kedang.people.models import Person
from kedang.search import finding


def test_a_changed_field_is_one_event_that_tells_from_and_to(service: Person) -> None:
    customer = make_customer(by=service, industry="金融")
    change_fields(
        customer, {"industry": "医疗", "address": "上海浦东新区世纪大道1号"}, actor=as_actor(service)
    )
    event = Event.objects.get(kind="customers.changed")
    changes = {one["field"]: (one["old"], one["new"]) for one in (read_payload(event) or {})["changes"]}
    assert changes == {"industry": ("J", "Q"), "address": (None, "上海浦东新区世纪大道1号")}
    state = load_state(Customer.objects.get(pk=customer.pk))
    assert (state["industry"], state["address"]) == ("Q", "上海浦东新区世纪大道1号")


def test_a_new_name_gets_a_new_match_key(service: Person) -> None:
    customer = make_customer(by=service)
    change_fields(customer, {"name": "臺灣永豐"}, actor=as_actor(service))
    assert Customer.objects.get(pk=customer.pk).match_key == "台湾永丰"


def test_the_same_value_again_changes_nothing(service: Person) -> None:
    customer = make_customer(by=service, industry="金融")
    with pytest.raises(NothingChanged):
        change_fields(customer, {"industry": "金融业"}, actor=as_actor(service))


def test_two_people_at_one_field_get_mine_and_theirs(service: Person) -> None:
    customer = make_customer(by=service, short_name="旧")
    seen = {"short_name": fingerprint("short_name", "旧")}
    change_fields(customer, {"short_name": "他的"}, seen=seen, actor=as_actor(service))
    with pytest.raises(FieldConflict) as conflict:
        change_fields(customer, {"short_name": "我的"}, seen=seen, actor=as_actor(service))
    assert conflict.value.fields == [
        {"field": "short_name", "label": "简称", "mine": "我的", "theirs": "他的"}
    ]


def test_two_people_at_two_fields_do_not_disturb_each_other(service: Person) -> None:
    customer = make_customer(by=service)
    stale = Customer.objects.get(pk=customer.pk)
    change_fields(customer, {"short_name": "甲"}, actor=as_actor(service))
    change_fields(stale, {"grade": "A"}, seen={"grade": fingerprint("grade", "")}, actor=as_actor(service))
    after = Customer.objects.get(pk=customer.pk)
    assert (after.short_name, after.grade, after.revision) == ("甲", "A", 3)


def test_a_salesman_asks_for_other_changes_and_nobody_else_finds_the_record(
    sales_a: Person, sales_b: Person
) -> None:
    customer = make_customer(by=sales_a)
    with pytest.raises(Refused):
        change_fields(customer, {"grade": "A"}, actor=as_actor(sales_a))
    with pytest.raises(NotFound):
        change_fields(customer, {"grade": "A"}, actor=as_actor(sales_b))


def test_becoming_current_begins_the_cooperation_and_being_lost_does_not_end_it(service: Person) -> None:
    customer = make_customer(by=service)
    set_stage(customer, "现有客户", actor=as_actor(service))
    set_stage(customer, "已流失客户", actor=as_actor(service))
    customer.refresh_from_db()
    assert customer.stage == Stage.LOST
    assert (customer.cooperation_start, customer.cooperation_end, customer.status) == (
        today(),
        None,
        "active",
    )


def test_an_end_needs_a_date_and_a_reason(service: Person) -> None:
    customer = make_customer(by=service, cooperation_start="2024-01-01")
    actor = as_actor(service)
    with pytest.raises(Invalid, match="原因"):
        end_cooperation(customer, date(2025, 1, 1), " ", actor=actor)
    with pytest.raises(Invalid, match="早于合作开始"):
        end_cooperation(customer, date(2023, 1, 1), "合同到期", actor=actor)
    with pytest.raises(Invalid, match="今天之后"):
        end_cooperation(customer, today() + timedelta(days=1), "合同到期", actor=actor)
    end_cooperation(customer, date(2025, 1, 1), "合同到期", actor=actor)
    customer.refresh_from_db()
    assert (customer.status, customer.end_reason) == (Status.ENDED, "合同到期")
    resume_cooperation(customer, actor=actor)
    customer.refresh_from_db()
    assert (customer.status, customer.cooperation_end) == (Status.ACTIVE, None)


def test_a_new_owner_sees_the_customer_and_the_old_one_no_longer(
    sales_a: Person, sales_b: Person, archivist: Person
) -> None:
    customer = make_customer(by=sales_a)
    assign(customer, owner=sales_b, actor=as_actor(archivist))
    assert list(Customer.objects.visible_to(as_actor(sales_b))) == [customer]
    assert not Customer.objects.visible_to(as_actor(sales_a)).exists()


def test_helpers_come_and_go(sales_a: Person, sales_b: Person, archivist: Person) -> None:
    customer = make_customer(by=sales_a)
    assign(customer, helpers=[sales_b], actor=as_actor(archivist))
    assert Customer.objects.visible_to(as_actor(sales_b)).exists()
    assign(customer, helpers=[], actor=as_actor(archivist))
    assert not Customer.objects.visible_to(as_actor(sales_b)).exists()
    assert Audience.objects.filter(customer_id=customer.pk).count() == 2


def test_a_helper_has_a_role_as_long_as_they_help(
    sales_a: Person, sales_b: Person, colleague: Person, archivist: Person
) -> None:
    customer, actor = make_customer(by=sales_a), as_actor(archivist)
    assign(customer, helpers=[sales_b, colleague], roles={sales_b.pk: "technical"}, actor=actor)
    assign(customer, roles={colleague.pk: "finance"}, actor=actor)
    roles = {str(sales_b.pk): "technical", str(colleague.pk): "finance"}
    assert load_state(customer)["helper_roles"] == roles
    assert found("协作角色:技术支持", actor) == found("helper_role:finance", actor) == [customer]
    assert found("协作角色:客服", actor) == found("协作角色:空", actor) == []
    assign(customer, helpers=[colleague], actor=actor)
    assert load_state(customer)["helper_roles"] == {str(colleague.pk): "finance"}
    told = [change for one in revisions_of(customer) for change in one.changes]
    words = Words(told, plain=False)
    said = [words.of("helper_roles", one["new"]) for one in told if one["field"] == "helper_roles"]
    assert said == ["销售丙（财务对接）", "销售乙（技术支持）、销售丙（财务对接）", "销售乙（技术支持）"]
    assert differences(replay(customer), load_state(customer)) == []
    restore_field(customer, "helpers", list(events_of(customer))[1], actor=actor)
    restore_field(customer, "helper_roles", list(events_of(customer))[2], actor=actor)
    assert load_state(customer)["helper_roles"] == roles


def test_a_role_that_is_none_is_refused(sales_a: Person, sales_b: Person, archivist: Person) -> None:
    with pytest.raises(Invalid, match="没有这个协作角色"):
        assign(
            make_customer(by=sales_a),
            helpers=[sales_b],
            roles={sales_b.pk: "boss"},
            actor=as_actor(archivist),
        )


def found(typed: str, actor: Actor) -> list[Customer]:
    return list(finding.compile(typed, Customer, actor))


def test_nobody_classifies_above_their_own_level(archivist: Person) -> None:
    customer = make_customer(by=archivist)
    set_classification(customer, 3, actor=as_actor(archivist))
    with pytest.raises(Refused, match="涉密等级"):
        set_classification(customer, 4, actor=as_actor(archivist))


def test_a_customer_belongs_to_one_class_of_a_single_dimension(archivist: Person) -> None:
    actor = as_actor(archivist)
    customer = make_customer(by=archivist)
    channel = create_dimension(Dimension, "渠道类型", actor=actor)
    direct = add_class(channel, "直销", actor=actor)
    dealer = add_class(channel, "经销", actor=actor)
    classify(customer, channel, [direct], actor=actor)
    classify(customer, channel, [dealer], actor=actor)
    assert load_state(customer)["classes"] == [dealer.pk]
    with pytest.raises(Invalid, match="只能选一项"):
        classify(customer, channel, [direct, dealer], actor=actor)


@pytest.mark.parametrize(
    ("type", "typed", "stored"),
    [
        ("text", " 要快 ", "要快"),
        ("number", "1,200.50", "1200.5"),
        ("money", "USD 12000", "USD 12000"),
        ("money", "¥9.90", "CNY 9.9"),
        ("date", "2026年5月3日", "2026-05-03"),
        ("choice", "高", "高"),
    ],
)
def test_a_custom_field_keeps_its_type(type: str, typed: str, stored: str, archivist: Person) -> None:
    actor = as_actor(archivist)
    field = create_custom_field(CustomField, "自定义", type=type, choices=["高", "低"], actor=actor)
    customer = make_customer(by=archivist)
    change_fields(customer, {field.key: typed}, actor=actor)
    assert load_state(customer)[field.key] == stored


def test_a_personal_custom_field_is_sealed(archivist: Person) -> None:
    actor = as_actor(archivist)
    field = create_custom_field(CustomField, "家庭情况", is_personal=True, purpose="安排拜访", actor=actor)
    customer = make_customer(by=archivist)
    change_fields(customer, {field.key: "两个孩子"}, actor=actor)
    row = CustomValue.objects.get(customer=customer)
    assert row.text == ""
    assert row.sealed is not None
    assert load_state(customer)[field.key] == "两个孩子"


def test_a_choice_outside_the_list_is_refused_with_the_list(archivist: Person) -> None:
    actor = as_actor(archivist)
    field = create_custom_field(CustomField, "等级", type="choice", choices=["高", "低"], actor=actor)
    customer = make_customer(by=archivist)
    with pytest.raises(Invalid, match="可选：高、低") as refused:
        change_fields(customer, {field.key: "中"}, actor=actor)
    assert refused.value.field == field.key
