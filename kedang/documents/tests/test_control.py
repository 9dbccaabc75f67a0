"""Seeing is not taking (B9): quotas, permits, stamps and prints, through the pages."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pypdfium2
import pytest
from django.test import Client

from kedang.access.models import Grant
from kedang.access.words import Clearance
from kedang.core.actor import Actor, as_actor
from kedang.core.clock import now
from kedang.core.errors import Refused
from kedang.customers.models import Customer
from kedang.documents import control
from kedang.documents.actions.levels import change_level_rule
from kedang.documents.downloads import open_download
from kedang.documents.models import DailyUse, Document, Permit, PrintTally
from kedang.documents.quotas import QuotaReached
from kedang.documents.readings import read_now
from kedang.documents.tests import samples
from kedang.documents.tests.makers import make_document
from kedang.ledger.models import Event
from kedang.notify.models import Notice
from kedang.people.models import Person

SignIn = Callable[[Person], Client]


def paper(
    customer: Customer, by: Person, level: int = Clearance.INTERNAL, text: str = "合同正文"
) -> Document:
    document = make_document(customer, by=by, content=samples.pdf(text), original_name=f"{text}.pdf")
    read_now([document.pk])
    Document.objects.filter(pk=document.pk).update(classification=level)
    document.refresh_from_db()
    return document


def on_page(person: Person) -> Actor:
    return Actor(person=person, channel="page")


def bytes_of(response: Any) -> bytes:
    return b"".join(response.streaming_content)


# Quotas


def test_the_day_s_number_is_kept_and_told(
    abc: Customer, sales_a: Person, security_admin: Person, client_of: SignIn
) -> None:
    change_level_rule(Clearance.INTERNAL, {"downloads": 2}, actor=as_actor(security_admin))
    client = client_of(sales_a)
    first, second, third = (paper(abc, sales_a, text=text) for text in ("一", "二", "三"))
    assert client.get(f"/documents/{first.pk}/file/").status_code == 200
    assert client.get(f"/documents/{second.pk}/file/").status_code == 200
    refused = client.get(f"/documents/{third.pk}/file/", headers={"Accept": "application/json"})
    assert refused.status_code == 403
    assert "今天下载“内部”文档已达上限（2 份）" in refused.json()["error"]["message"]
    assert "明天零点" in refused.json()["error"]["remedy"]
    assert Notice.objects.filter(kind="documents.quota_reached", person=security_admin).count() == 1
    assert Event.objects.filter(kind="access.refused", subject_id=third.pk, actor=sales_a).exists()


def test_the_same_document_again_costs_nothing_more(
    abc: Customer, sales_a: Person, security_admin: Person
) -> None:
    change_level_rule(Clearance.INTERNAL, {"downloads": 1}, actor=as_actor(security_admin))
    document = paper(abc, sales_a)
    for _again in range(3):
        open_download(on_page(sales_a), document.pk).reader.close()
    assert DailyUse.objects.get(verb="download").count == 1


def test_views_are_counted_too(
    abc: Customer, sales_a: Person, security_admin: Person, client_of: SignIn
) -> None:
    change_level_rule(Clearance.INTERNAL, {"views": 1}, actor=as_actor(security_admin))
    first, second = paper(abc, sales_a, text="一"), paper(abc, sales_a, text="二")
    client = client_of(sales_a)
    assert client.get(f"/documents/{first.pk}/").status_code == 200
    assert client.get(f"/documents/{first.pk}/").status_code == 200
    assert client.get(f"/documents/{second.pk}/").status_code == 403
    assert client.get(f"/documents/{second.pk}/versions/1/pages/1/1000/").status_code == 403


def test_two_at_once_do_not_both_get_the_last(abc: Customer, sales_a: Person, security_admin: Person) -> None:
    change_level_rule(Clearance.INTERNAL, {"downloads": 1}, actor=as_actor(security_admin))
    first, second = paper(abc, sales_a, text="一"), paper(abc, sales_a, text="二")
    open_download(on_page(sales_a), first.pk).reader.close()
    with pytest.raises(QuotaReached):
        open_download(on_page(sales_a), second.pk)
    assert DailyUse.objects.get(verb="download").count == 1


@pytest.mark.parametrize(
    ("who", "status"), [("security_admin", 302), ("sales_a", 403), ("system_admin", 403)]
)
def test_only_security_changes_the_rules(
    who: str, status: int, abc: Customer, client_of: SignIn, request: pytest.FixtureRequest
) -> None:
    form = {"level": "2", "views": "7", "downloads": "0", "prints": "0"}
    person = request.getfixturevalue(who)
    assert client_of(person).post("/documents/levels/", form).status_code == status


# Permits


@pytest.fixture
def closed(abc: Customer, sales_a: Person) -> Document:
    """Of the second level from above."""
    return paper(abc, sales_a, Clearance.CONFIDENTIAL)


def test_the_second_level_leaves_only_with_a_permit(
    closed: Document, archivist: Person, head: Person, client_of: SignIn
) -> None:
    asker, decider = client_of(archivist), client_of(head)
    assert asker.get(f"/documents/{closed.pk}/file/").status_code == 403
    asked = asker.post(f"/documents/{closed.pk}/permit/", {"reason": "客户要副本"})
    assert asked.status_code == 302
    permit = Permit.objects.get()
    assert b"\xe5\xae\xa2" not in bytes(permit.reason)
    assert Notice.objects.filter(kind="documents.permit_asked", person=head).exists()
    assert "客户要副本" in decider.get("/documents/permits/").content.decode()
    decider.post(f"/documents/permits/{permit.pk}/approve/", {"days": "2", "uses": "1"})
    assert Notice.objects.filter(kind="documents.permit_decided", person=archivist).exists()
    assert bytes_of(asker.get(f"/documents/{closed.pk}/file/")).startswith(b"%PDF")
    permit.refresh_from_db()
    assert permit.used == 1


def test_a_permit_is_counted_and_expires(closed: Document, archivist: Person, head: Person) -> None:
    from datetime import timedelta

    from kedang.core.clock import frozen
    from kedang.documents.actions.permits import approve_permit, ask_permit

    permit = ask_permit(closed, reason="核对", actor=as_actor(archivist))
    approve_permit(permit, days=2, uses=1, actor=as_actor(head))
    open_download(on_page(archivist), closed.pk).reader.close()
    open_download(on_page(archivist), closed.pk).reader.close()  # it broke off and goes on
    with frozen(now() + timedelta(minutes=20)), pytest.raises(Refused, match="批准"):
        open_download(on_page(archivist), closed.pk)
    again = ask_permit(closed, reason="再核对", actor=as_actor(archivist))
    approve_permit(again, days=1, uses=5, actor=as_actor(head))
    with frozen(now() + timedelta(days=2)), pytest.raises(Refused, match="批准"):
        open_download(on_page(archivist), closed.pk)


def test_nobody_approves_their_own(closed: Document, head: Person, client_of: SignIn) -> None:
    client = client_of(head)
    client.post(f"/documents/{closed.pk}/permit/", {"reason": "自己用"})
    permit = Permit.objects.get()
    form = {"days": "1", "uses": "1"}
    assert client.post(f"/documents/permits/{permit.pk}/approve/", form).status_code == 403


def test_a_rejection_says_why(closed: Document, archivist: Person, head: Person, client_of: SignIn) -> None:
    asker = client_of(archivist)
    asker.post(f"/documents/{closed.pk}/permit/", {"reason": "核对"})
    permit = Permit.objects.get()
    client_of(head).post(f"/documents/permits/{permit.pk}/reject/", {"answer": "请看纸质件"})
    assert "请看纸质件" in asker.get("/documents/permits/").content.decode()
    assert asker.get(f"/documents/{closed.pk}/file/").status_code == 403


def test_until_then_the_words_stay_on_the_pages(
    closed: Document, archivist: Person, client_of: SignIn
) -> None:
    client = client_of(archivist)
    assert not control.may_copy(as_actor(archivist), closed)
    assert client.get(f"/documents/{closed.pk}/versions/1/text/").status_code == 403
    image = client.get(f"/documents/{closed.pk}/versions/1/pages/1/1000/")
    assert (image["Content-Type"], image["Cache-Control"]) == ("image/jpeg", "private, no-store")


# Stamps and prints


def test_a_reader_who_may_only_see_gets_stamped_images(
    abc: Customer, sales_a: Person, privacy_officer: Person, client_of: SignIn
) -> None:
    document = paper(abc, sales_a)
    address = f"/documents/{document.pk}/versions/1/pages/1/1000/"
    bare, stamped = client_of(sales_a).get(address), client_of(privacy_officer).get(address)
    assert bare["Content-Type"] == "image/webp"
    assert stamped["Content-Type"] == "image/jpeg"
    assert stamped["Cache-Control"] == "private, no-store"


def test_what_has_no_pages_is_drawn_for_them(
    abc: Customer, sales_a: Person, privacy_officer: Person, client_of: SignIn
) -> None:
    text = "\n".join(f"第 {number} 行的密语" for number in range(120)).encode()
    document = make_document(abc, by=sales_a, content=text, original_name="a.txt")
    read_now([document.pk])
    client = client_of(privacy_officer)
    page = client.get(f"/documents/{document.pk}/").content.decode()
    assert 'pages="3"' in page
    assert client.get(f"/documents/{document.pk}/versions/1/pages/3/1000/").status_code == 200
    assert client.get(f"/documents/{document.pk}/versions/1/pages/4/1000/").status_code == 404


def test_prints_are_counted_and_shown(abc: Customer, sales_a: Person, client_of: SignIn) -> None:
    document = paper(abc, sales_a, text="印刷密语")
    client = client_of(sales_a)
    assert "打印件由服务器制作" in client.get(f"/documents/{document.pk}/versions/1/print/").content.decode()
    for _copy in range(3):
        response = client.post(f"/documents/{document.pk}/versions/1/print/", {"purpose": "续签"})
        content = bytes_of(response)
    assert response["Content-Type"] == "application/pdf"
    assert "no-store" in response["Cache-Control"]
    (page,) = pypdfium2.PdfDocument(io.BytesIO(content))
    assert page.get_textpage().get_text_range() == ""
    assert PrintTally.objects.get(document=document, person=sales_a).copies == 3
    assert Event.objects.filter(kind="documents.printed", subject_id=document.pk).count() == 3
    assert "打印 3 次" in client.get(f"/documents/{document.pk}/").content.decode()


def test_the_ledger_has_a_print_before_its_first_byte(
    abc: Customer, sales_a: Person, client_of: SignIn
) -> None:
    document = paper(abc, sales_a)
    response: Any = client_of(sales_a).post(f"/documents/{document.pk}/versions/1/print/")
    assert Event.objects.filter(kind="documents.printed", subject_id=document.pk).exists()
    response.close()


def test_printing_needs_its_own_right(
    abc: Customer, sales_a: Person, privacy_officer: Person, client_of: SignIn
) -> None:
    document = paper(abc, sales_a)
    client = client_of(privacy_officer)
    assert client.get(f"/documents/{document.pk}/versions/1/print/").status_code == 403
    assert client.post(f"/documents/{document.pk}/versions/1/print/").status_code == 403
    assert not PrintTally.objects.exists()


def test_a_grant_to_see_and_print_lets_nothing_be_taken(
    abc: Customer, sales_a: Person, sales_b: Person, client_of: SignIn
) -> None:
    document = paper(abc, sales_a)
    for verb in ("view", "print"):
        Grant.objects.create(
            resource="document", object_id=document.pk, verb=verb, person=sales_b, given_by=sales_a
        )
    client = client_of(sales_b)
    start = f"/documents/{document.pk}/"
    assert client.get(start).status_code == 200
    assert client.post(f"{start}versions/1/print/").status_code == 200
    assert client.get(f"{start}file/").status_code == 403
    assert client.get(f"{start}versions/1/text/").status_code == 403
    assert client.get(f"{start}versions/1/pages/1/1000/")["Content-Type"] == "image/jpeg"


def test_the_top_level_is_printed_only_in_a_sitting(
    abc: Customer, sales_a: Person, manager: Person, client_of: SignIn
) -> None:
    document = paper(abc, sales_a, Clearance.CORE)
    client = client_of(manager)
    assert client.post(f"/documents/{document.pk}/versions/1/print/").status_code == 401
    client.post(f"/documents/{document.pk}/unlock/", {"reason": "核对"})
    assert client.post(f"/documents/{document.pk}/versions/1/print/").status_code == 200
