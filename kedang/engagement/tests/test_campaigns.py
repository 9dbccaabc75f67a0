from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from kedang import jobs
from kedang.core.actor import as_actor
from kedang.core.errors import Conflict, DomainError, Invalid, Refused
from kedang.customers import timeline
from kedang.customers.models import Customer
from kedang.customers.tests.makers import make_customer
from kedang.engagement.actions.campaigns import (
    CampaignDraft,
    add_campaign,
    change_campaign,
    offer_campaign,
    send_campaign,
)
from kedang.engagement.actions.permissions import set_permission
from kedang.engagement.models import Campaign, Permission, Recipient
from kedang.engagement.permissions import states
from kedang.ledger.models import Event
from kedang.notify.models import Notice
from kedang.people.models import Department, Organisation, Person

ClientOf = Callable[[Person], Client]
ORIGIN = "https://archive.example"


@pytest.fixture
def mail(settings: Any) -> None:
    settings.EMAIL_HOST = "mail.example"


@pytest.fixture
def customers(sales_a: Person) -> dict[str, Customer]:
    made = {
        name: make_customer(f"{name}公司", by=sales_a, contacts={"email": f"c{number}@x.example"})
        for number, name in enumerate(("允许", "拒绝", "未知"))
    }
    actor = as_actor(sales_a)
    set_permission(made["允许"], "email", "allowed", means="form", actor=actor)
    set_permission(made["拒绝"], "email", "refused", means="phone", actor=actor)
    made["无邮箱"] = make_customer("无邮箱公司", by=sales_a, contacts={"mobile": "13812345678"})
    return made


def make_campaign(by: Person, **given: Any) -> Campaign:
    draft = {"name": "新年", "subject": "致{客户名称}", "body": "{联系人}，新年好！\n{负责人}"}
    return add_campaign(Campaign, CampaignDraft(**(draft | given)), actor=as_actor(by))


def states_of(campaign: Campaign) -> dict[str, tuple[str, str]]:
    rows = Recipient.objects.filter(campaign=campaign).select_related("customer")
    return {row.customer.name.removesuffix("公司"): (str(row.state), row.why) for row in rows}


def test_only_who_allowed_it_gets_the_mail(
    customers: dict[str, Customer], head: Person, manager: Person, mail: None, mailoutbox: Any
) -> None:
    campaign = make_campaign(head)
    send_campaign(campaign, origin=ORIGIN, actor=as_actor(manager))
    jobs.run_pending()
    (sent,) = mailoutbox
    assert (sent.to, sent.subject) == (["c0@x.example"], "致允许公司")
    assert "销售甲" in sent.body
    assert sent.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert sent.extra_headers["List-Unsubscribe"].startswith(f"<{ORIGIN}/u/")
    assert states_of(campaign) == {
        "允许": ("sent", ""), "拒绝": ("skipped", "refused"), "未知": ("skipped", "unknown"),
        "无邮箱": ("skipped", "no_address"),
    }  # fmt: skip
    campaign.refresh_from_db()
    assert campaign.state == "sent"
    (moment,) = timeline.stream(customers["允许"], as_actor(head), only=["campaign"])
    assert moment.context["row"].campaign == campaign
    assert Event.objects.filter(kind="engagement.campaign_mailed").count() == 1


def test_one_click_takes_the_address_out_and_a_visit_does_not(
    customers: dict[str, Customer], head: Person, manager: Person, mail: None, mailoutbox: Any
) -> None:
    send_campaign(make_campaign(head), origin=ORIGIN, actor=as_actor(manager))
    jobs.run_pending()
    found = re.search(r"/u/[\w-]+/", mailoutbox[0].extra_headers["List-Unsubscribe"])
    assert found
    stranger = Client(enforce_csrf_checks=True)
    assert stranger.get(found[0]).status_code == 200
    point = customers["允许"].contact_points.get()
    assert states("email", [point])[point.pk] == "allowed"
    assert stranger.post(found[0], {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert stranger.post(found[0]).status_code == 200
    assert states("email", [point])[point.pk] == "refused"
    assert Permission.objects.get(point=point).means == "unsubscribed"
    assert Recipient.objects.get(customer=customers["允许"]).state == "unsubscribed"
    again = make_campaign(head)
    send_campaign(again, origin=ORIGIN, actor=as_actor(manager))
    jobs.run_pending()
    assert len(mailoutbox) == 1


def test_what_the_query_leaves_out_and_what_one_may_not_see_is_not_addressed(
    customers: dict[str, Customer],
    sales_b: Person,
    head: Person,
    manager: Person,
    mail: None,
    mailoutbox: Any,
) -> None:
    theirs = make_customer("南方公司", by=sales_b, contacts={"email": "s@x.example"})
    set_permission(theirs, "email", "allowed", means="form", actor=as_actor(sales_b))
    campaign = make_campaign(head, query="允许邮件:是")
    send_campaign(campaign, origin=ORIGIN, actor=as_actor(manager))
    jobs.run_pending()
    assert set(states_of(campaign)) == {"允许"}


def test_it_is_sent_once(customers: dict[str, Customer], head: Person, manager: Person, mail: None) -> None:
    campaign = make_campaign(head)
    send_campaign(campaign, origin=ORIGIN, actor=as_actor(manager))
    with pytest.raises(Conflict):
        send_campaign(campaign, origin=ORIGIN, actor=as_actor(manager))


def test_a_permission_withdrawn_meanwhile_counts(
    customers: dict[str, Customer],
    head: Person,
    manager: Person,
    sales_a: Person,
    mail: None,
    mailoutbox: Any,
) -> None:
    send_campaign(make_campaign(head), origin=ORIGIN, actor=as_actor(manager))
    set_permission(customers["允许"], "email", "refused", means="phone", actor=as_actor(sales_a))
    jobs.run_pending()
    assert not mailoutbox


def test_sellers_neither_write_nor_send(
    customers: dict[str, Customer], head: Person, sales_a: Person, mail: None
) -> None:
    with pytest.raises(Refused):
        make_campaign(sales_a)
    with pytest.raises(Refused):
        send_campaign(make_campaign(head), origin=ORIGIN, actor=as_actor(sales_a))


@pytest.mark.parametrize("given", [{"subject": ""}, {"body": "{不存在}"}, {"query": "没有这个字段:1"}])
def test_a_bad_letter_is_refused(given: dict[str, str], head: Person) -> None:
    with pytest.raises(DomainError):
        make_campaign(head, **given)


def test_without_a_mail_server_nothing_is_started(
    customers: dict[str, Customer], head: Person, manager: Person
) -> None:
    with pytest.raises(Conflict):
        send_campaign(make_campaign(head), origin=ORIGIN, actor=as_actor(manager))


def test_a_refusal_of_the_whole_customer_counts_before_one_address(
    customers: dict[str, Customer], sales_a: Person
) -> None:
    point = customers["拒绝"].contact_points.get()
    set_permission(customers["拒绝"], "email", "allowed", means="form", point=point, actor=as_actor(sales_a))
    assert states("email", [point])[point.pk] == "refused"
    with pytest.raises(Invalid):
        set_permission(
            customers["允许"], "email", "allowed", means="form", point=point, actor=as_actor(sales_a)
        )


def test_the_pages(
    customers: dict[str, Customer],
    head: Person,
    manager: Person,
    sales_a: Person,
    client_of: ClientOf,
    mail: None,
    mailoutbox: Any,
) -> None:
    page = client_of(head)
    new = reverse("engagement:campaign_new")
    assert page.get(new, {"query": "允许邮件:是"}).status_code == 200
    typed = {"name": "新年", "query": "", "subject": "致{客户名称}", "body": "您好"}
    assert page.post(new, typed | {"body": "{没有}"}).status_code == 422
    assert page.post(new, typed).status_code == 302
    campaign = Campaign.objects.get()
    address = reverse("engagement:campaign", args=[campaign.pk])
    assert "致允许公司" in page.get(address).content.decode()
    assert page.get(reverse("engagement:campaign_edit", args=[campaign.pk])).status_code == 200
    assert page.post(reverse("engagement:campaign_test", args=[campaign.pk])).status_code == 302
    assert client_of(sales_a).post(reverse("engagement:campaign_send", args=[campaign.pk])).status_code == 403
    assert page.post(reverse("engagement:campaign_send", args=[campaign.pk])).status_code == 403
    assert client_of(manager).post(reverse("engagement:campaign_send", args=[campaign.pk])).status_code == 302
    jobs.run_pending()
    assert mailoutbox[0].to == [head.email]
    assert "没有许可" in page.get(address).content.decode()
    assert "新年" in page.get(reverse("engagement:campaigns")).content.decode()


def test_the_permission_card(customers: dict[str, Customer], sales_a: Person, client_of: ClientOf) -> None:
    page, customer = client_of(sales_a), customers["未知"]
    assert "未知" in page.get(reverse("engagement:permissions", args=[customer.pk])).content.decode()
    new = reverse("engagement:permission_new", args=[customer.pk])
    assert page.get(new).status_code == 200
    given = {"channel": "phone", "state": "allowed", "means": "phone"}
    assert page.post(new, given, headers={"HX-Request": "true"}).status_code == 204
    assert Permission.objects.filter(customer=customer, channel="phone", state="allowed").exists()


def test_where_four_eyes_are_demanded_nobody_approves_what_they_wrote(
    customers: dict[str, Customer], head: Person, manager: Person, mail: None
) -> None:
    campaign = make_campaign(head)
    with pytest.raises(Refused, match="另一位"):
        send_campaign(campaign, origin=ORIGIN, actor=as_actor(head))
    offer_campaign(campaign, actor=as_actor(head))
    assert Notice.objects.filter(person=manager, kind="engagement.campaign_offered").exists()
    with pytest.raises(Conflict):
        offer_campaign(campaign, actor=as_actor(head))
    send_campaign(campaign, origin=ORIGIN, actor=as_actor(manager))


def test_whoever_changed_it_last_is_its_author(
    customers: dict[str, Customer],
    head: Person,
    make_person: Any,
    south: Department,
    manager: Person,
    mail: None,
) -> None:
    other = make_person("南区主管", "head.s", south, posts=("head",))
    campaign = make_campaign(head)
    change_campaign(campaign, CampaignDraft(name="n", subject="s", body="b"), actor=as_actor(other))
    with pytest.raises(Refused):
        send_campaign(campaign, origin=ORIGIN, actor=as_actor(other))


def test_an_approval_is_of_the_text_that_was_seen(
    customers: dict[str, Customer], head: Person, manager: Person, mail: None, client_of: ClientOf
) -> None:
    campaign = make_campaign(head)
    seen = campaign.revision
    change_campaign(campaign, CampaignDraft(name="n", subject="s", body="b"), actor=as_actor(head))
    with pytest.raises(Conflict, match="刚刚改过"):
        send_campaign(campaign, origin=ORIGIN, expected=seen, actor=as_actor(manager))
    page = client_of(manager).get(reverse("engagement:campaign", args=[campaign.pk])).content.decode()
    assert f'name="revision" value="{campaign.revision}"' in page


@pytest.mark.parametrize("loosened", [{"security_profile": "asvs"}, {"is_small": True}])
def test_elsewhere_one_person_may_do_both(
    loosened: dict[str, Any], customers: dict[str, Customer], head: Person, mail: None
) -> None:
    Organisation.objects.update(**loosened)
    campaign = make_campaign(head)
    send_campaign(campaign, origin=ORIGIN, actor=as_actor(head))
    campaign.refresh_from_db()
    assert campaign.state == "sending"


def test_the_author_sees_who_may_approve(
    customers: dict[str, Customer], head: Person, manager: Person, mail: None, client_of: ClientOf
) -> None:
    campaign = make_campaign(head)
    address = reverse("engagement:campaign", args=[campaign.pk])
    body = client_of(head).get(address).content.decode()
    assert manager.name in body
    assert "批准并发送" not in body
    assert client_of(head).post(reverse("engagement:campaign_offer", args=[campaign.pk])).status_code == 302
    assert "重新请求" in client_of(head).get(address).content.decode()
