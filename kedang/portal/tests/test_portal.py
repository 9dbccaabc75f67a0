from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from kedang import jobs
from kedang.core.actor import as_actor
from kedang.core.clock import frozen, now
from kedang.core.errors import Conflict, Invalid, NotFound, Refused
from kedang.customers import timeline
from kedang.customers.contacts import open_points
from kedang.customers.models import ContactKind, ContactPoint, Customer
from kedang.customers.tests.makers import make_customer
from kedang.documents.content import open_version
from kedang.documents.models import Document
from kedang.engagement.actions.permissions import set_permission
from kedang.engagement.models import Complaint, Permission
from kedang.engagement.tests.makers import make_complaint
from kedang.ledger.models import Event
from kedang.notify.models import Notice
from kedang.people.models import Person
from kedang.portal import inbox
from kedang.portal.actions.deciding import approve, reject
from kedang.portal.actions.links import make_code, make_link, withdraw_link
from kedang.portal.models import ChangeRequest, PortalLink, PortalSession

ClientOf = Callable[[Person], Client]
Visitor = Callable[..., Client]


@pytest.fixture
def customer(sales_a: Person) -> Customer:
    return make_customer(
        "华信科技有限公司", by=sales_a, contacts={"email": "wang@huaxin.example", "mobile": "13812345678"}
    )


def link_of(
    customer: Customer, by: Person, kind: str = ContactKind.MOBILE, **given: Any
) -> tuple[PortalLink, str]:
    point = customer.contact_points.get(kind=kind)
    return make_link(customer, point, origin="https://archive.example", actor=as_actor(by), **given)


def door(token: str) -> str:
    return reverse("portal:door", args=[token])


def enter(client: Client, link: PortalLink, token: str, by: Person) -> None:
    code = make_code(link, actor=as_actor(by))
    assert client.post(door(token), {"code": code}).status_code == 302


def ask(client: Client, token: str, what: str, given: dict[str, Any]) -> int:
    return client.post(reverse(f"portal:{what}", args=[token]), given).status_code


def test_before_the_code_nothing_of_the_customer_is_shown(
    customer: Customer, sales_a: Person, client: Client
) -> None:
    _link, token = link_of(customer, sales_a)
    body = client.get(door(token)).content.decode()
    assert "138****5678" in body
    assert "华信科技" not in body
    assert ask(client, token, "field", {"key": "name", "value": "x"}) == 302
    assert not ChangeRequest.objects.exists()


def test_behind_the_code_the_customer_sees_itself(
    customer: Customer, sales_a: Person, client: Client
) -> None:
    link, token = link_of(customer, sales_a, asked_for="营业执照")
    enter(client, link, token, sales_a)
    body = client.get(door(token)).content.decode()
    for words in ("华信科技有限公司", "13812345678", "营业执照"):
        assert words in body
    assert Event.objects.get(kind="portal.entered").channel == "link"
    assert "sessionid" not in client.cookies


def test_a_code_is_good_once_and_for_its_time(customer: Customer, sales_a: Person, client: Client) -> None:
    link, token = link_of(customer, sales_a)
    code = make_code(link, actor=as_actor(sales_a))
    with frozen(now() + timedelta(minutes=31)):
        assert client.post(door(token), {"code": code}).status_code == 422
    code = make_code(link, actor=as_actor(sales_a))
    assert client.post(door(token), {"code": code}).status_code == 302
    assert Client().post(door(token), {"code": code}).status_code == 422


def test_five_wrong_codes_lock_the_link(customer: Customer, sales_a: Person, client: Client) -> None:
    link, token = link_of(customer, sales_a)
    code = make_code(link, actor=as_actor(sales_a))
    wrong = "000000" if code != "000000" else "111111"
    for _try in range(5):
        assert client.post(door(token), {"code": wrong}).status_code == 422
    body = client.post(door(token), {"code": code}).content.decode()
    assert "锁定" in body
    assert not PortalSession.objects.exists()
    assert Event.objects.filter(kind="portal.wrong_code").count() == 4
    assert Notice.objects.filter(person=sales_a, kind="portal.locked").exists()
    link.refresh_from_db()
    with pytest.raises(Conflict):
        make_code(link, actor=as_actor(sales_a))


def test_the_code_is_mailed_to_the_known_address(
    customer: Customer, sales_a: Person, client: Client, settings: Any, mailoutbox: Any
) -> None:
    settings.EMAIL_HOST = "mail.example"
    _link, token = link_of(customer, sales_a, ContactKind.EMAIL, by_mail=True)
    assert client.post(reverse("portal:code", args=[token])).status_code == 200
    assert client.post(reverse("portal:code", args=[token])).status_code == 422  # within the minute
    jobs.run_pending()
    assert [mail.to for mail in mailoutbox] == [["wang@huaxin.example"]] * 2
    code = next(found[0] for mail in mailoutbox if (found := re.search(r"\d{6}", mail.subject)))
    assert client.post(door(token), {"code": code}).status_code == 302


def test_another_links_session_opens_nothing(customer: Customer, sales_a: Person, client: Client) -> None:
    link, token = link_of(customer, sales_a)
    enter(client, link, token, sales_a)
    other = make_customer("别家公司", by=sales_a, contacts={"mobile": "13900001111"})
    _other_link, other_token = link_of(other, sales_a)
    assert "别家公司" not in client.get(door(other_token)).content.decode()


def test_withdrawn_and_expired_links_open_nothing(
    customer: Customer, sales_a: Person, client: Client
) -> None:
    link, token = link_of(customer, sales_a)
    enter(client, link, token, sales_a)
    with frozen(now() + timedelta(days=8)):
        assert client.get(door(token)).status_code == 404
    link.refresh_from_db()
    withdraw_link(link, actor=as_actor(sales_a))
    assert client.get(door(token)).status_code == 404


def test_a_correction_waits_and_is_applied_by_who_may(
    customer: Customer, sales_a: Person, head: Person, client: Client
) -> None:
    link, token = link_of(customer, sales_a)
    enter(client, link, token, sales_a)
    assert ask(client, token, "field", {"key": "short_name", "value": "华信科技"}) == 302
    customer.refresh_from_db()
    assert customer.short_name == ""
    request = ChangeRequest.objects.get()
    assert "华信科技".encode() not in bytes(request.wanted)
    assert Notice.objects.filter(person=sales_a, kind="portal.requested").exists()
    with pytest.raises(Refused):  # the seller does not edit the record
        approve(request, actor=as_actor(sales_a))
    approve(request, actor=as_actor(head))
    customer.refresh_from_db()
    assert customer.short_name == "华信科技"
    kinds = Event.objects.filter(actor_id=head.pk).values_list("kind", flat=True)
    assert set(kinds) == {"customers.changed", "portal.approved"}
    with pytest.raises(Conflict):
        approve(ChangeRequest.objects.get(), actor=as_actor(head))
    (moment,) = timeline.stream(customer, as_actor(sales_a), only=["request"])
    assert moment.context["wanted"]["new"] == "华信科技"


def test_what_was_changed_meanwhile_is_not_overwritten(
    customer: Customer, sales_a: Person, head: Person, client: Client
) -> None:
    from kedang.customers.actions.change import change_fields

    link, token = link_of(customer, sales_a)
    enter(client, link, token, sales_a)
    ask(client, token, "field", {"key": "short_name", "value": "华信"})
    change_fields(customer, {"short_name": "华信集团"}, actor=as_actor(head))
    with pytest.raises(Conflict):
        approve(ChangeRequest.objects.get(), actor=as_actor(head))
    assert ChangeRequest.objects.get().state == "waiting"


@pytest.mark.parametrize("key", ["grade", "note", "owner", "custom:1", "id_number"])
def test_the_houses_own_fields_are_out_of_reach(
    key: str, customer: Customer, sales_a: Person, client: Client
) -> None:
    link, token = link_of(customer, sales_a)
    enter(client, link, token, sales_a)
    assert ask(client, token, "field", {"key": key, "value": "A"}) == 422
    assert not ChangeRequest.objects.exists()


def test_contacts_are_corrected_added_and_taken_away(
    customer: Customer, sales_a: Person, client: Client
) -> None:
    link, token = link_of(customer, sales_a)
    enter(client, link, token, sales_a)
    mobile, mail = (customer.contact_points.get(kind=kind) for kind in ("mobile", "email"))
    assert ask(client, token, "contact", {"point": mobile.pk, "value": "13911112222"}) == 302
    assert ask(client, token, "contact", {"point": mail.pk, "value": "x", "do": "remove"}) == 302
    assert ask(client, token, "contact", {"kind": "landline", "value": "021-62345678"}) == 302
    assert ask(client, token, "contact", {"kind": "mobile", "value": "12"}) == 422
    for request in ChangeRequest.objects.order_by("pk"):
        approve(request, actor=as_actor(sales_a))
    values = {one.value for one in open_points(ContactPoint.objects.in_use().filter(customer=customer))}
    assert {"13911112222"} < values
    assert "wang@huaxin.example" not in values
    assert len(values) == 2


def test_somebody_elses_contact_is_masked_and_not_theirs_to_change(sales_a: Person, client: Client) -> None:
    customer = make_customer("华信科技有限公司", by=sales_a, contacts={"mobile": "13812345678"})
    from kedang.customers.actions.contacts import add_contact
    from kedang.customers.contacts import ContactInput

    other = add_contact(
        customer, ContactInput("mobile", "13700001111", person="李雷"), actor=as_actor(sales_a)
    )
    own = customer.contact_points.exclude(pk=other.pk).get()
    link, token = make_link(customer, own, origin="https://x.example", actor=as_actor(sales_a))
    enter(client, link, token, sales_a)
    assert "13700001111" not in client.get(door(token)).content.decode()
    assert ask(client, token, "contact", {"point": other.pk, "value": "13700002222"}) == 422


def test_a_file_is_kept_aside_and_filed_on_approval(
    customer: Customer, sales_a: Person, client: Client, client_of: ClientOf
) -> None:
    link, token = link_of(customer, sales_a, asked_for="营业执照")
    enter(client, link, token, sales_a)
    sent = SimpleUploadedFile("营业执照.pdf", b"%PDF-1.4 license", "application/pdf")
    assert ask(client, token, "file", {"file": sent, "what": "营业执照"}) == 302
    assert not Document.objects.exists()
    request = ChangeRequest.objects.get()
    address = reverse("portal:request_file", args=[request.pk])
    answer = client_of(sales_a).get(address)
    assert b"".join(answer.streaming_content) == b"%PDF-1.4 license"  # type: ignore[attr-defined]
    assert answer.headers["Content-Disposition"].startswith("attachment")
    approve(request, actor=as_actor(sales_a))
    document = Document.objects.get()
    assert document.customer == customer
    with open_version(document.versions.get()) as reader:
        assert reader.read() == b"%PDF-1.4 license"
    assert client_of(sales_a).get(address).status_code == 404


@pytest.mark.parametrize(
    ("name", "body"), [("a.exe", b"MZ"), ("a.pdf", b"MZ\x90\x00"), ("a.html", b"<html>"), ("a.pdf", b"")]
)
def test_what_runs_is_not_taken(
    name: str, body: bytes, customer: Customer, sales_a: Person, client: Client
) -> None:
    link, token = link_of(customer, sales_a)
    enter(client, link, token, sales_a)
    assert ask(client, token, "file", {"file": SimpleUploadedFile(name, body)}) == 422
    assert not ChangeRequest.objects.exists()


def test_a_permission_is_withdrawn_at_once(customer: Customer, sales_a: Person, client: Client) -> None:
    set_permission(customer, "email", "allowed", means="form", actor=as_actor(sales_a))
    link, token = link_of(customer, sales_a)
    enter(client, link, token, sales_a)
    assert ask(client, token, "permission", {"channel": "email"}) == 302
    found = Permission.objects.get()
    assert (found.state, found.means) == ("refused", "portal")


def test_a_rejection_says_why_and_the_customer_reads_it(
    customer: Customer, sales_a: Person, client: Client
) -> None:
    link, token = link_of(customer, sales_a)
    enter(client, link, token, sales_a)
    ask(client, token, "field", {"key": "short_name", "value": "华信"})
    request = ChangeRequest.objects.get()
    with pytest.raises(Invalid):
        reject(request, answer=" ", actor=as_actor(sales_a))
    reject(request, answer="与营业执照不符", actor=as_actor(sales_a))
    assert "与营业执照不符" in client.get(door(token)).content.decode()


def test_strangers_neither_send_nor_decide(
    customer: Customer, sales_a: Person, sales_b: Person, client: Client, client_of: ClientOf
) -> None:
    with pytest.raises(NotFound):
        link_of(customer, sales_b)
    link, token = link_of(customer, sales_a)
    enter(client, link, token, sales_a)
    ask(client, token, "field", {"key": "short_name", "value": "华信"})
    assert not inbox.page_of(as_actor(sales_b)).rows
    request = ChangeRequest.objects.get()
    stranger = client_of(sales_b)
    for name in ("request_approve", "request_reject"):
        assert stranger.post(reverse(f"portal:{name}", args=[request.pk])).status_code == 404


def test_leaving_ends_the_session(customer: Customer, sales_a: Person, client: Client) -> None:
    link, token = link_of(customer, sales_a)
    enter(client, link, token, sales_a)
    assert ask(client, token, "exit", {}) == 200
    assert "华信科技" not in client.get(door(token)).content.decode()


def test_the_offices_pages(customer: Customer, sales_a: Person, head: Person, client_of: ClientOf) -> None:
    page = client_of(sales_a)
    new = reverse("portal:link_new", args=[customer.pk])
    assert "138****5678" in page.get(new).content.decode()
    point = customer.contact_points.get(kind="mobile")
    made = page.post(new, {"point": point.pk, "days": "7", "asked_for": "营业执照"}).content.decode()
    token = re.search(r"/p/([\w-]+)/", made)
    assert token
    assert "<svg" in made
    link = PortalLink.objects.get()
    shown = page.post(reverse("portal:link_code", args=[link.pk])).content.decode()
    code = re.search(r">(\d{6})<", shown)
    assert code
    visitor = Client()
    assert visitor.post(door(token[1]), {"code": code[1]}).status_code == 302
    ask(visitor, token[1], "field", {"key": "short_name", "value": "华信"})
    card = page.get(reverse("portal:customer_links", args=[customer.pk])).content.decode()
    assert "1 项申请待处理" in card
    assert "部门主管" in page.get(reverse("portal:requests")).content.decode()
    boss = client_of(head)
    assert 'data-key="a"' in boss.get(reverse("portal:requests")).content.decode()
    request = ChangeRequest.objects.get()
    assert boss.post(reverse("portal:request_approve", args=[request.pk])).status_code == 302
    assert page.post(reverse("portal:link_withdraw", args=[link.pk])).status_code == 204


def test_a_complaint_by_the_link_gets_owner_deadline_and_place_on_the_timeline(
    customer: Customer, sales_a: Person, client: Client
) -> None:
    link, token = link_of(customer, sales_a)
    enter(client, link, token, sales_a)
    given = {"kind": "complaint", "title": "两批轴承有划痕", "content": "周五前要换货"}
    assert ask(client, token, "feedback", given) == 302
    made = Complaint.objects.get()
    assert (made.owner, made.source, made.state) == (sales_a, "portal", "open")
    assert made.due_at > now()
    assert Notice.objects.filter(person=sales_a, kind="engagement.complaint_given").exists()
    event = Event.objects.get(kind="portal.complained")
    assert (event.channel, event.customer_id) == ("link", customer.pk)
    stream = timeline.stream(customer, as_actor(sales_a), only=("complaint",))
    assert [moment.context["content"] for moment in stream] == ["周五前要换货"]
    body = client.get(door(token)).content.decode()
    assert "两批轴承有划痕" in body
    assert "待受理" in body


def test_the_customer_reads_only_feedback_it_gave_itself(
    customer: Customer, sales_a: Person, client: Client
) -> None:
    make_complaint(customer, sales_a, title="销售记下的一句话")
    link, token = link_of(customer, sales_a)
    enter(client, link, token, sales_a)
    assert "销售记下的一句话" not in client.get(door(token)).content.decode()


def test_feedback_by_the_link_needs_the_code_a_title_and_some_patience(
    customer: Customer, sales_a: Person, client: Client
) -> None:
    link, token = link_of(customer, sales_a)
    given = {"kind": "suggestion", "title": "开通线上对账", "content": ""}
    assert ask(client, token, "feedback", given) == 302
    assert not Complaint.objects.exists()
    enter(client, link, token, sales_a)
    assert ask(client, token, "feedback", given | {"title": " "}) == 422
    assert ask(client, token, "feedback", given | {"kind": "rumour"}) == 422
    assert [ask(client, token, "feedback", given) for _time in range(11)] == [302] * 10 + [422]
