"""As an office would try it: the first hour with one customer (issue, part 1)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from kedang.customers.models import Customer, Tag
from kedang.customers.presets import load_presets
from kedang.people.models import Person

SignIn = Callable[[Person], Client]

ABC = {"kind": "enterprise", "name": "ABC公司", "stage": "prospect", "mobile": "138 1234 5678"}


@pytest.fixture
def service_page(client_of: SignIn, service: Person) -> Client:
    load_presets("finance")
    return client_of(service)


def text(response: Any) -> str:
    return str(response.content.decode())


def test_a_customer_with_a_mobile_only_is_numbered_and_its_gaps_are_shown(service_page: Client) -> None:
    made = service_page.post(reverse("customer_new"), ABC, follow=True)
    customer = Customer.objects.get()
    page = text(made)
    assert customer.number in page
    assert "缺少座机" in page
    assert "缺少邮箱" in page
    assert "138****5678" in page
    assert "13812345678" not in page


def test_a_malformed_phone_is_refused_with_the_reason_and_the_entries_stay(service_page: Client) -> None:
    refused = service_page.post(reverse("customer_new"), ABC | {"mobile": "1381234567", "note": "老朋友介绍"})
    assert refused.status_code == 422
    page = text(refused)
    assert "应为 11 位，现为 10 位" in page
    assert "1381234567" in page
    assert "老朋友介绍" in page
    assert not Customer.objects.exists()


def test_a_second_one_of_the_same_name_is_warned_of_while_typing_and_needs_a_yes(
    service_page: Client,
) -> None:
    service_page.post(reverse("customer_new"), ABC)
    warned = text(service_page.post(reverse("customer_duplicates"), {"name": "ＡＢＣ公司"}))
    assert "可能已有这位客户" in warned
    assert "ABC公司" in warned
    again = ABC | {"name": "ＡＢＣ公司", "mobile": "13900000000"}
    assert service_page.post(reverse("customer_new"), again).status_code == 422
    service_page.post(reverse("customer_new"), again | {"is_known_duplicate": "on"})
    assert Customer.objects.count() == 2


def test_another_departments_customer_is_only_hinted_at(
    service_page: Client, client_of: SignIn, sales_a: Person
) -> None:
    client_of(sales_a).post(reverse("customer_new"), ABC)
    typed = {"name": "ABC公司", "mobile": ABC["mobile"]}
    warned = text(service_page.post(reverse("customer_duplicates"), typed))
    assert "请联系华东销售部" in warned
    assert "ABC公司" not in warned


def test_stages_change_and_tags_and_industry_filter_the_list(service_page: Client) -> None:
    service_page.post(reverse("customer_new"), ABC)
    service_page.post(reverse("customer_new"), ABC | {"name": "别家", "mobile": "13900000000"})
    customer = Customer.objects.get(name="ABC公司")
    for stage in ("current", "lost"):
        service_page.post(reverse("customer_stage", args=[customer.pk]), {"stage": stage})
    service_page.post(reverse("customer_fact", args=[customer.pk, "industry"]), {"industry": "J"})
    vip = Tag.objects.get(name="VIP客户")
    service_page.post(reverse("customer_tags", args=[customer.pk]), {"tags": [vip.pk]})
    listed = text(service_page.get(reverse("customers"), {"q": "标签:VIP客户 行业:金融 阶段:已流失客户"}))
    assert 'title="ABC公司"' in listed
    assert 'title="别家"' not in listed


@pytest.mark.parametrize("query", ["ABC", "abcgs", "1234", "138 1234", "公", "ＡＢＣ", "KH-"])
def test_it_is_found_by_any_word_number_or_pinyin(query: str, service_page: Client) -> None:
    service_page.post(reverse("customer_new"), ABC)
    assert 'title="ABC公司"' in text(service_page.get(reverse("customers"), {"q": query}))


def test_the_other_salesman_gets_404_and_finds_nothing_and_the_management_sees_it(
    client_of: SignIn, sales_a: Person, sales_b: Person, manager: Person
) -> None:
    client_of(sales_a).post(reverse("customer_new"), ABC)
    customer = Customer.objects.get()
    url = reverse("customer", args=[customer.pk])
    assert client_of(sales_b).get(url).status_code == 404
    assert "ABC公司" not in text(client_of(sales_b).get(reverse("customers"), {"q": "ABC"}))
    assert client_of(manager).get(url).status_code == 200
    assert "ABC公司" in text(client_of(manager).get(reverse("customers"), {"q": "ABC"}))
