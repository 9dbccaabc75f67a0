"""Every page and part of customers: what it shows, and to whom not."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import reverse

from kedang.core.actor import as_actor
from kedang.customers.actions.change import change_fields
from kedang.customers.changing import fingerprint
from kedang.customers.models import (
    ContactPerson,
    ContactPoint,
    Customer,
    CustomField,
    Dimension,
    DimensionValue,
    RecordTemplate,
    Tag,
)
from kedang.customers.presets import load_presets
from kedang.customers.record import load_state
from kedang.customers.tests.makers import make_customer
from kedang.jobs import run_pending
from kedang.ledger.models import Event
from kedang.people.models import Person
from kedang.search.models import SavedView

SignIn = Callable[[Person], Client]


@pytest.fixture
def customer(archivist: Person) -> Customer:
    load_presets()
    return make_customer(by=archivist, industry="金融", contacts={"mobile": "13812345678"})


@pytest.fixture
def page(client_of: SignIn, archivist: Person) -> Client:
    return client_of(archivist)


def text(response: Any) -> str:
    return str(response.content.decode())


def test_an_empty_list_offers_the_next_step(page: Client) -> None:
    shown = text(page.get(reverse("customers")))
    assert "还没有客户" in shown
    assert reverse("customer_new") in shown


def test_the_list_says_what_is_wrong_with_a_query(page: Client, customer: Customer) -> None:
    assert "没有找到行业" in text(page.get(reverse("customers"), {"q": "行业:乌有"}))


@pytest.mark.parametrize("order", ["name", "-name", "number", "-updated_at", "-id"])
def test_the_list_goes_on_where_it_stopped(order: str, page: Client, archivist: Person) -> None:
    from kedang.customers import listing

    for place in range(5):
        make_customer(f"客户{place}", by=archivist)
    rows = listing.ROWS
    listing.ROWS = 2
    try:
        found, after = [], ""
        for _page in range(3):
            one = listing.list_customers(as_actor(archivist), order=order, cursor=after)
            found += [row.customer.pk for row in one.rows]
            after = one.cursor
    finally:
        listing.ROWS = rows
    assert after == ""
    assert len(found) == len(set(found)) == 5


def test_a_query_can_be_kept_as_a_view_and_stands_among_the_tabs(
    page: Client, customer: Customer, archivist: Person
) -> None:
    shown = text(page.get(reverse("customers"), {"q": "行业:金融"}))
    assert reverse("saved_view_new") in shown
    SavedView.objects.create(owner=archivist, kind="customer", name="金融客户", query="行业:金融")
    kept = text(page.get(reverse("customers"), {"q": "行业:金融"}))
    assert "金融客户" in kept
    assert reverse("saved_view_new") not in kept


def test_columns_are_remembered_by_the_browser(page: Client, customer: Customer) -> None:
    page.post(reverse("customer_columns"), {"columns": ["grade", "region"]})
    shown = text(page.get(reverse("customers")))
    assert 'data-label="等级"' in shown
    assert 'data-label="手机"' not in shown


def test_bulk_work_on_all_results_runs_in_the_background(
    page: Client, customer: Customer, archivist: Person
) -> None:
    make_customer("别家", by=archivist)
    vip = Tag.objects.get(name="VIP客户")
    page.post(reverse("customers_bulk", args=["tag"]), {"all": "ABC", "tags": [vip.pk]})
    run_pending()
    assert [one.name for one in vip.customers.all()] == ["ABC公司"]
    page.post(reverse("customers_bulk", args=["stage"]), {"ids": [customer.pk], "stage": "current"})
    run_pending()
    customer.refresh_from_db()
    assert customer.stage == "current"


def test_opening_the_record_is_in_the_ledger(page: Client, customer: Customer) -> None:
    before = Event.objects.filter(customer_id=customer.pk).count()
    assert page.get(reverse("customer", args=[customer.pk])).status_code == 200
    assert Event.objects.filter(customer_id=customer.pk).count() == before + 1


@pytest.mark.parametrize(
    "name", ["customer_facts", "customer_contacts", "customer_history", "customer_compare"]
)
def test_a_part_of_the_record_is_no_way_around_the_ledger(
    name: str, page: Client, customer: Customer
) -> None:
    opened = Event.objects.filter(kind="access.opened", customer_id=customer.pk)
    page.get(reverse(name, args=[customer.pk]))
    assert opened.count() == 1
    page.get(reverse(name, args=[customer.pk]))
    assert opened.count() == 1  # the same look goes on


def test_a_fact_is_changed_in_place_and_a_conflict_shows_both(
    page: Client, customer: Customer, archivist: Person
) -> None:
    url = reverse("customer_fact", args=[customer.pk, "short_name"])
    form = text(page.get(url))
    seen = form.split('name="seen" value="')[1].split('"')[0]
    change_fields(customer, {"short_name": "他的"}, actor=as_actor(archivist))
    conflict = text(page.post(url, {"short_name": "我的", "seen": seen}))
    assert "他的" in conflict
    assert "我的" in conflict
    assert "他的" not in text(
        page.post(url, {"short_name": "我的", "seen": conflict.split('name="seen" value="')[1].split('"')[0]})
    )
    assert load_state(Customer.objects.get(pk=customer.pk))["short_name"] == "我的"


@pytest.mark.parametrize(
    ("key", "value"), [("id_number", "11010519491231002X"), ("address", "北京市海淀区中关村大街1号")]
)
def test_an_edit_form_holds_no_masked_value(key: str, value: str, page: Client, archivist: Person) -> None:
    """Else the form would be a way around the reason and the ledger that unmasking asks for."""
    facts: dict[str, Any] = {key: value}
    person = make_customer("张三", by=archivist, kind="person", **facts)
    url = reverse("customer_fact", args=[person.pk, key])
    form = text(page.get(url))
    assert value not in form
    seen = form.split('name="seen" value="')[1].split('"')[0]
    page.post(url, {key: "", "seen": seen})
    assert load_state(Customer.objects.get(pk=person.pk))[key] == value
    page.post(url, {key: "", "seen": seen, "clear": "1"})
    assert not load_state(Customer.objects.get(pk=person.pk))[key]


def test_a_conflict_over_a_masked_value_shows_theirs_masked(page: Client, archivist: Person) -> None:
    person = make_customer("张三", by=archivist, kind="person", address="北京市海淀区中关村大街1号")
    url = reverse("customer_fact", args=[person.pk, "address"])
    seen = text(page.get(url)).split('name="seen" value="')[1].split('"')[0]
    change_fields(person, {"address": "上海市浦东新区世纪大道100号"}, actor=as_actor(archivist))
    conflict = text(page.post(url, {"address": "广州市天河路1号", "seen": seen}))
    assert "广州市天河路1号" in conflict
    assert "世纪大道100号" not in conflict


def test_contact_points_are_added_changed_verified_and_marked_absent(
    page: Client, customer: Customer
) -> None:
    new = reverse("contact_new", args=[customer.pk])
    assert 'name="value"' in text(page.get(new, {"kind": "email"}))
    assert "缺少 @" in text(page.post(new, {"kind": "email", "value": "zhang"}))
    page.post(new, {"kind": "email", "value": "zhang@x.com", "person": "张三"})
    page.post(new, {"kind": "landline", "absent_reason": "没有座机"})
    point = ContactPoint.objects.get(kind="email")
    page.post(reverse("contact", args=[point.pk]), {"kind": "email", "label": "采购"})
    page.post(reverse("contact_verify", args=[point.pk]))
    shown = text(page.get(reverse("customer_contacts", args=[customer.pk])))
    assert "z***@x.com" in shown
    assert "采购" in shown
    assert "核实" in shown
    assert "暂无：没有座机" in shown
    person = ContactPerson.objects.get()
    page.post(
        reverse("contact_person", args=[person.pk]), {"name": "张三", "title": "经理", "is_primary": "on"}
    )
    person.refresh_from_db()
    assert person.title == "经理"


def test_a_wrong_value_is_said_at_its_field(page: Client, customer: Customer) -> None:
    shown = text(page.post(reverse("contact_new", args=[customer.pk]), {"kind": "email", "value": "zhang"}))
    assert 'class="form-errors"' not in shown
    assert "缺少 @" in shown.split('id="id_value_error"')[1].split('id="id_absent_reason_error"')[0]


def test_of_two_who_change_a_contact_person_the_second_is_told(page: Client, customer: Customer) -> None:
    new = {"kind": "email", "value": "zhang@x.com", "person": "张三"}
    page.post(reverse("contact_new", args=[customer.pk]), new)
    person = ContactPerson.objects.get()
    address, seen = reverse("contact_person", args=[person.pk]), person.revision
    page.post(address, {"name": "张三", "title": "经理", "revision": seen})
    refused = text(page.post(address, {"name": "张三", "title": "总监", "revision": seen}))
    assert "有人刚刚改过这位联系人" in refused
    assert 'data-stale="true"' in refused
    person.refresh_from_db()
    assert person.title == "经理"


def test_the_plain_value_is_given_for_a_reason_only(client_of: SignIn, service: Person) -> None:
    customer = make_customer(
        "张三", by=service, kind="个人", id_number="11010519491231002X", contacts={"mobile": "13812345678"}
    )
    page = client_of(service)
    point = ContactPoint.objects.get(customer=customer)
    url = reverse("contact_unmask", args=[point.pk])
    assert page.post(url, headers={"accept": "application/json"}).status_code == 401
    assert text(page.post(url, {"reason": "回访"})) == "13812345678"
    field = reverse("customer_unmask", args=[customer.pk, "id_number"])
    assert text(page.post(field, {"reason": "核对"})) == "11010519491231002X"
    assert "11010519491231002X" not in text(page.get(reverse("customer", args=[customer.pk])))


def test_the_cooperation_ends_with_date_and_reason_and_can_go_on(page: Client, customer: Customer) -> None:
    end = reverse("customer_end", args=[customer.pk])
    assert "终止原因" in text(page.get(end))
    assert "field-error" in text(page.post(end, {"cooperation_end": "2024-01-01"}))
    page.post(end, {"cooperation_end": "2024-01-01", "end_reason": "合同到期"})
    customer.refresh_from_db()
    assert customer.status == "ended"
    page.post(reverse("customer_resume", args=[customer.pk]))
    customer.refresh_from_db()
    assert customer.status == "active"


def test_owner_helpers_classes_and_level_are_set(
    page: Client, customer: Customer, sales_a: Person, sales_b: Person
) -> None:
    assign = reverse("customer_assign", args=[customer.pk])
    assert "协作人" in text(page.get(assign))
    page.post(assign, {"owner": sales_a.pk, "helpers": [sales_b.pk]})
    customer.refresh_from_db()
    assert customer.owner == sales_a
    assert list(customer.helpers.all()) == [sales_b]
    page.post(assign, {"helpers": [sales_b.pk], f"role-{sales_b.pk}": "technical"})
    assert customer.helper_roles.get().role == "technical"
    assert "技术支持" in text(page.get(reverse("customer", args=[customer.pk])))
    form = text(page.get(assign))
    assert f'name="role-{sales_b.pk}"' in form
    assert '<option value="technical" selected>' in form
    page.post(reverse("dimensions"), {"name": "渠道类型"})
    dimension = Dimension.objects.get(name="渠道类型")
    page.post(reverse("class_new", args=[dimension.pk]), {"name": "直销"})
    value = DimensionValue.objects.get()
    classes = reverse("customer_classes", args=[customer.pk])
    assert "渠道类型" in text(page.get(classes))
    page.post(classes, {"dimension": dimension.pk, "values": [value.pk]})
    page.post(classes, {"classification": 3})
    customer.refresh_from_db()
    assert customer.classification == 3
    assert load_state(customer)["classes"] == [value.pk]
    assert "直销" in text(page.get(reverse("customer", args=[customer.pk])))
    page.post(reverse("class_retire", args=[dimension.pk, value.pk]))
    assert DimensionValue.objects.get().retired_at


def test_history_is_listed_compared_and_restored(page: Client, customer: Customer, archivist: Person) -> None:
    change_fields(customer, {"industry": "医疗"}, actor=as_actor(archivist))
    shown = text(page.get(reverse("customer_history", args=[customer.pk])))
    assert "卫生和社会工作" in shown
    assert "138****5678" in shown
    compare: str = reverse("customer_compare", args=[customer.pk])
    assert "那时还没有这份档案" in text(page.get(compare, {"since": "2020-01-01"}))
    first = Event.objects.filter(customer_id=customer.pk).order_by("id")[0]
    assert "金融业" in text(page.get(compare, {"since": first.at.isoformat()}))
    whole = text(page.get(f"{compare}?since={quote(first.at.isoformat())}&whole=1"))
    assert "ABC公司" in whole
    assert "138****5678" in whole
    assert "13812345678" not in whole
    restore = reverse("customer_restore", args=[customer.pk])
    assert "金融业" in text(page.get(f"{restore}?event={first.pk}&field=industry"))
    page.post(restore, {"event": first.pk, "field": "industry"})
    customer.refresh_from_db()
    assert customer.industry == "J"


def test_a_restore_does_not_overwrite_what_somebody_changed_since_it_was_shown(
    page: Client, customer: Customer, archivist: Person
) -> None:
    change_fields(customer, {"industry": "医疗"}, actor=as_actor(archivist))
    first = Event.objects.filter(customer_id=customer.pk).order_by("id")[0]
    seen = {"industry": fingerprint("industry", "Q")}
    change_fields(customer, {"industry": "教育"}, actor=as_actor(archivist))
    restore = reverse("customer_restore", args=[customer.pk])
    one = page.post(restore, {"event": first.pk, "field": "industry", "seen": seen["industry"]})
    assert "有人刚刚改过“行业”" in text(one)
    sent = {"moment": first.at.isoformat(), "back": "compare", "seen:industry": seen["industry"]}
    everything = page.post(restore, sent)
    assert everything.status_code == 409
    assert "有人刚刚改过“行业”" in text(everything)
    customer.refresh_from_db()
    assert customer.industry == "P"


def test_a_project_is_added(page: Client, customer: Customer) -> None:
    url = reverse("project_new", args=[customer.pk])
    assert "项目名称" in text(page.get(url))
    assert "营销项目" in text(page.post(url, {"name": "营销项目", "starts_on": "2023-10-01"}))


def test_the_trash_gives_back(client_of: SignIn, head: Person) -> None:
    customer = make_customer(by=head)
    page = client_of(head)
    page.post(reverse("customer_trash", args=[customer.pk]))
    assert page.get(reverse("customer", args=[customer.pk])).status_code == 404
    assert "ABC公司" in text(page.get(reverse("customers_trash")))
    page.post(reverse("customer_untrash", args=[customer.pk]))
    assert page.get(reverse("customer", args=[customer.pk])).status_code == 200


def test_tags_are_managed_with_their_use(page: Client, customer: Customer) -> None:
    page.post(reverse("tags"), {"name": "重点", "colour": "red"})
    tag = Tag.objects.get(name="重点")
    page.post(reverse("customer_tags", args=[customer.pk]), {"tags": [tag.pk]})
    assert ">1</a>" in text(page.get(reverse("tags")))
    assert "重点" in text(page.get(reverse("tag", args=[tag.pk])))
    page.post(reverse("tag", args=[tag.pk]), {"name": "重点客户", "colour": "blue"})
    page.post(reverse("tag_retire", args=[tag.pk]))
    tag.refresh_from_db()
    assert (tag.name, tag.retired_at is not None) == ("重点客户", True)


def test_a_new_template_needs_no_code(
    page: Client, customer: Customer, client_of: SignIn, archivist: Person
) -> None:
    page.post(reverse("record_templates"), {"name": "经销商", "kind": "enterprise", "industry": "F"})
    template = RecordTemplate.objects.get(name="经销商")
    url = reverse("record_template", args=[template.pk])
    page.post(f"{reverse('custom_field_new')}?template={template.pk}", {"label": "门店数", "type": "number"})
    field = CustomField.objects.get(label="门店数")
    layout = [["联系", "Contact", [["contact:mobile", 0]]], ["经营", "", [[field.key, 1]]]]
    page.post(url, {"layout": json.dumps(layout), "gap_policy": "block", "name": "经销商"})
    assert "门店数" in text(page.get(url))
    new = {"kind": "enterprise", "name": "批发商", "stage": "prospect", "industry": "F"}
    form = text(page.post(reverse("customer_new_fields"), new))
    assert "门店数" in form
    assert "经营" in form
    assert "批发商" in form
    assert "缺少：门店数" in text(page.post(reverse("customer_new"), new))
    page.post(reverse("customer_new"), new | {f"custom_{field.pk}": "12"})
    assert load_state(Customer.objects.get(name="批发商"))[field.key] == "12"
    page.post(reverse("record_template_retire", args=[template.pk]))
    template.refresh_from_db()
    assert template.retired_at


@pytest.mark.parametrize(
    ("name", "typed", "label"),
    [
        ("pick_tag", "vip", "VIP客户"),
        ("pick_industry", "金融", "金融业"),
        ("pick_region", "杭州", "浙江省杭州市"),
        ("pick_customer", "ABC", "ABC公司"),
    ],
)
def test_comboboxes_are_answered(name: str, typed: str, label: str, page: Client, customer: Customer) -> None:
    answered = page.get(reverse(name), {"q": typed}).json()["results"]
    assert label in [one["label"] for one in answered]


PARTS = (
    "customer", "customer_facts", "customer_contacts", "customer_history", "customer_compare", "contact_new",
    "customer_assign", "customer_classes", "customer_tags", "customer_end", "project_new",
)  # fmt: skip


@pytest.mark.parametrize("name", PARTS)
def test_no_part_of_a_record_shows_itself_to_another_department(
    name: str, client_of: SignIn, sales_a: Person, sales_b: Person
) -> None:
    customer = make_customer(by=sales_a)
    assert client_of(sales_b).get(reverse(name, args=[customer.pk])).status_code == 404


@pytest.mark.parametrize("name", ["customer_assign", "customer_classes", "customer_tags", "customer_end"])
def test_who_may_only_look_is_told_so(name: str, client_of: SignIn, sales_a: Person) -> None:
    customer = make_customer(by=sales_a)
    assert client_of(sales_a).get(reverse(name, args=[customer.pk])).status_code == 403


def test_the_administrator_sees_no_customers(
    client_of: SignIn, system_admin: Person, sales_a: Person
) -> None:
    make_customer(by=sales_a)
    assert "ABC公司" not in text(client_of(system_admin).get(reverse("customers")))
    assert client_of(system_admin).get(reverse("customer_new")).status_code == 403


@pytest.mark.parametrize("odd", ["9" * 30, "²", "9" * 5000])
def test_an_id_no_database_holds_finds_nothing_and_breaks_nothing(
    odd: str, page: Client, customer: Customer, client_of: SignIn, auditor: Person
) -> None:
    record = customer.pk
    answers = [
        page.get(reverse("customers"), {"after": odd}),
        page.get(reverse("customer_history", args=[record]), {"before": odd}),
        page.post(reverse("customers_bulk", args=["tag"]), {"ids": [odd], "tags": [odd]}),
        page.post(reverse("customer_tags", args=[record]), {"tags": [odd]}),
        page.post(reverse("customer_assign", args=[record]), {"owner": odd, "helpers": [odd]}),
        page.get(reverse("customer_fact", args=[record, f"custom:{odd[:50]}"])),
        page.get(f"/customers/{odd[:30]}/"),
        client_of(auditor).get(reverse("accounts:ledger"), {"before": odd}),
    ]
    assert [one.status_code for one in answers if one.status_code >= 500] == []


@pytest.mark.parametrize("cursor", ['[["x"], 1]', '["x", 1e999]', '{"a": 1, "b": 2}', "7"])
def test_a_forged_cursor_is_refused(cursor: str, page: Client, customer: Customer) -> None:
    forged = base64.urlsafe_b64encode(cursor.encode()).decode()
    for order in ("name", "-updated_at"):
        answer = page.get(reverse("customers"), {"sort": order, "after": forged})
        assert answer.status_code == 200
        assert "ABC公司" not in text(answer)
