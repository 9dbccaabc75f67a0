from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from kedang.core.actor import as_actor
from kedang.customers.models import Customer
from kedang.customers.tests.makers import make_customer
from kedang.customers.timeline import stream
from kedang.jobs import run_pending
from kedang.people.models import Organisation, Person
from kedang.quality.actions.findings import ignore_finding
from kedang.quality.models import Finding
from kedang.quality.rules import RULES
from kedang.quality.settings import DAYS
from kedang.quality.tests.makers import assessed, finding_of, spoil

ClientOf = Callable[[Person], Client]


@pytest.fixture
def poor(sales_a: Person, head: Person) -> Customer:
    customer = make_customer("瑞鑫公司", by=sales_a, contacts={"mobile": "13812345678"})
    spoil(customer, uscc="123")
    assessed(customer)
    return customer


def test_the_worklist_mends_the_field_in_place(poor: Customer, head: Person, client_of: ClientOf) -> None:
    page = client_of(head).get(reverse("quality:worklist")).content.decode()
    assert reverse("customer_fact", args=[poor.pk, "uscc"]) in page
    found = finding_of(poor, "uscc")
    standing = reverse("quality:standing", args=[found.pk])
    assert "问题还在" in client_of(head).get(standing).content.decode()
    spoil(poor, uscc="")
    assert "已改好" in client_of(head).get(standing).content.decode()


@pytest.mark.parametrize("rule", sorted(RULES))
def test_every_rule_has_a_page_to_work_it_off(
    rule: str, poor: Customer, head: Person, client_of: ClientOf
) -> None:
    facts = {"kind": "enterprise", "code": "330000", "day": "2026-01-01", "limit": 1, "count": 1}
    if rule in {"bounced", "contact_form", "expired_contact"}:
        facts |= {"kind": "email", "why": "unreadable"}
    field = {"required": "contact:email", "no_owner": "owner"}.get(rule, "name")
    Finding.objects.all().delete()
    made = Finding.objects.create(customer=poor, rule=rule, field=field, severity=2, facts=facts)
    page = client_of(head).get(f"{reverse('quality:worklist')}?rule={rule}").content.decode()
    assert f"finding={made.pk}" in page


def test_ignoring_leads_on_and_can_be_taken_back(
    poor: Customer, sales_a: Person, client_of: ClientOf
) -> None:
    client, found = client_of(sales_a), finding_of(poor, "uscc")
    address = reverse("quality:ignore", args=[found.pk])
    assert "为什么忽略" in client.get(address).content.decode()
    assert "这个字段是必填项" in client.post(address, {"reason": ""}).content.decode()
    done = client.post(address, {"reason": "客户没有", "next": "mine=1"})
    assert done.headers["HX-Redirect"].endswith("?mine=1")
    moments = stream(poor, as_actor(sales_a), only={"finding"})
    assert [one.context["why"] for one in moments] == ["客户没有"]
    assert "客户没有" in client.get(f"{reverse('quality:worklist')}?state=ignored").content.decode()


def test_the_card_says_why(poor: Customer, sales_a: Person, sales_b: Person, client_of: ClientOf) -> None:
    address = reverse("quality:customer", args=[poor.pk])
    page = client_of(sales_a).get(address).content.decode()
    assert "69 / 100" in page
    assert "每处扣 15 分" in page
    assert client_of(sales_b).get(address).status_code == 404


def test_the_rules_page_saves_what_it_shows(
    archivist: Person, organisation: Organisation, client_of: ClientOf
) -> None:
    given = {f"severity_{code}": int(one.severity) for code, one in RULES.items()}
    given |= {f"points_{one}": worth for one, worth in ((1, 3), (2, 8), (3, 15))}
    given |= {f"{what}_{kind}": days for what, kinds in DAYS.items() for kind, days in kinds.items()}
    on = {f"on_{code}": "on" for code in RULES if code != "silent"}
    client = client_of(archivist)
    assert client.post(reverse("quality:settings"), given | on).status_code == 302
    organisation.refresh_from_db()
    assert organisation.options["quality"]["off"] == ["silent"]
    assert client.post(reverse("quality:settings"), given | {"points_1": "200"}).status_code == 422


def test_the_league_and_the_fixes_are_pages(
    poor: Customer, head: Person, auditor: Person, system_admin: Person, client_of: ClientOf
) -> None:
    client = client_of(head)
    client.post(reverse("quality:assess"), {"next": "league"})
    run_pending()
    assert "销售甲" in client.get(reverse("quality:league")).content.decode()
    assert "华东销售部" in client.get(f"{reverse('quality:league')}?by=department").content.decode()
    assert "销售甲" in client_of(auditor).get(reverse("quality:league")).content.decode()
    assert client_of(system_admin).get(reverse("quality:league")).status_code == 403
    assert "整理名称" in client.get(reverse("quality:fixes")).content.decode()
    assert client.get(reverse("quality:fix", args=["nothing"])).status_code == 404
    assert client.get(reverse("quality:fix", args=["names"])).status_code == 200


def test_a_check_is_started_and_worked_off_on_pages(
    poor: Customer, head: Person, archivist: Person, manager: Person, client_of: ClientOf
) -> None:
    client = client_of(head)
    given = {"title": "抽查", "size": "5", "fields_chosen": ["name", "region"]}
    assert client.post(reverse("quality:check_new"), given).status_code == 422
    made = client.post(reverse("quality:check_new"), given | {"first": archivist.pk, "second": manager.pk})
    assert made.status_code == 302
    run_pending()
    page = client_of(archivist).get(made.headers["Location"]).content.decode()
    assert "继续核对" in page
    item = poor.sample_items.get()
    answers = {"verdict:name": "correct", "verdict:region": "wrong", "right:region": "浙江杭州"}
    for person in (archivist, manager):
        done = client_of(person).post(reverse("quality:item", args=[item.pk]), answers)
        assert done.status_code == 302
    page = client.get(made.headers["Location"]).content.decode()
    assert "完成核对" in page
    answer = item.answers.get(key="region")
    assert client.post(reverse("quality:correct", args=[item.pk, answer.pk])).status_code == 302
    poor.refresh_from_db()
    assert poor.region == "330100"
    assert (
        client.post(
            reverse("quality:check_end", args=[made.headers["Location"].split("/")[-2]]), {"deed": "finish"}
        ).status_code
        == 302
    )
    assert [one.context["wrong"] for one in stream(poor, as_actor(head), only={"sample"})] == [1]


def test_an_ignored_reason_is_found_in_the_stream(poor: Customer, sales_a: Person) -> None:
    ignore_finding(finding_of(poor, "uscc"), "客户没有", actor=as_actor(sales_a))
    assert len(stream(poor, as_actor(sales_a), only={"finding"}, words="没有")) == 1
    assert len(stream(poor, as_actor(sales_a), only={"finding"}, words="别的")) == 0
