"""The top level (B9): a fresh second factor and a reason, once in a sitting, whatever the way in."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from kedang.access.models import Run
from kedang.access.runs import start_run
from kedang.access.words import Clearance
from kedang.core.actor import Actor, as_actor
from kedang.core.clock import frozen, now
from kedang.core.errors import StepUpNeeded
from kedang.customers.models import Customer
from kedang.documents.actions.bulk import edit_chunk
from kedang.documents.actions.edit import change_document
from kedang.documents.downloads import open_download
from kedang.documents.models import Document
from kedang.documents.readings import read_now
from kedang.documents.tests import samples
from kedang.documents.tests.makers import make_document
from kedang.jobs import run_pending
from kedang.ledger.models import Event
from kedang.ledger.record import read_reason
from kedang.people.models import Person
from kedang.search import find

SignIn = Callable[[Person], Client]
PAGE = {"Accept": "text/html"}
TEXT = "合同金额是三百万元"


@pytest.fixture
def secret(abc: Customer, sales_a: Person) -> Document:
    document = make_document(abc, by=sales_a, content=samples.pdf(TEXT), original_name="合同.pdf")
    read_now([document.pk])
    Document.objects.filter(pk=document.pk).update(classification=Clearance.CORE)
    document.refresh_from_db()
    return document


def addresses(document: Document) -> dict[str, str]:
    start = f"/documents/{document.pk}/"
    return {
        "page": start,
        "text": f"{start}versions/1/text/",
        "image": f"{start}versions/1/pages/1/1000/",
        "file": f"{start}file/",
        "versions": f"{start}versions/",
        "facts": f"{start}facts/",
    }


@pytest.mark.parametrize("what", ["page", "text", "image", "file", "versions", "facts"])
def test_nothing_of_it_is_opened_before_it_was_asked_for(
    what: str, secret: Document, manager: Person, client_of: SignIn
) -> None:
    client, address = client_of(manager), addresses(secret)[what]
    assert client.get(address, headers={"Accept": "image/webp"}).status_code == 401
    asked = client.get(address, headers=PAGE)
    assert asked.status_code == 302
    assert asked["Location"].startswith(f"/documents/{secret.pk}/unlock/?next=")
    assert not Event.objects.filter(kind__in=("documents.opened", "documents.downloaded")).exists()
    told = client.get(address, headers={"Accept": "application/json"})
    assert told.status_code == 401
    assert "请在网页上打开" in told.json()["error"]["remedy"]


def test_the_reason_is_asked_once_and_leads_back_to_where_one_was_going(
    secret: Document, manager: Person, client_of: SignIn
) -> None:
    client = client_of(manager)
    asked = client.get(f"/documents/{secret.pk}/versions/1/", headers=PAGE)
    page = client.get(asked["Location"]).content.decode()
    assert "请说明查看它的原因" in page
    went = client.post(
        asked["Location"], {"reason": "核对合同金额", "next": f"/documents/{secret.pk}/versions/1/"}
    )
    assert went["Location"] == f"/documents/{secret.pk}/versions/1/"
    assert [client.get(address).status_code for address in addresses(secret).values()] == [200] * 6
    (event,) = Event.objects.filter(kind="documents.unlocked", actor=manager)
    assert event.customer_id == secret.customer_id
    assert read_reason(event) == "核对合同金额"


def test_without_a_reason_it_stays_shut(secret: Document, manager: Person, client_of: SignIn) -> None:
    client = client_of(manager)
    assert client.post(f"/documents/{secret.pk}/unlock/", {"reason": "  "}).status_code == 401
    assert client.get(f"/documents/{secret.pk}/").status_code == 401


def test_after_the_sitting_it_is_asked_again(secret: Document, manager: Person, client_of: SignIn) -> None:
    client = client_of(manager)
    client.post(f"/documents/{secret.pk}/unlock/", {"reason": "核对"})
    with frozen(now() + timedelta(minutes=10)):
        client.get("/account/")  # still there
    with frozen(now() + timedelta(minutes=16)):
        assert client.get(f"/documents/{secret.pk}/").status_code == 401
        # A document that is being read does not stop between two pages.
        assert client.get(addresses(secret)["image"]).status_code == 200


def test_a_factor_shown_long_ago_is_shown_again(secret: Document, manager: Person, client_of: SignIn) -> None:
    client = without_fresh_factor(client_of(manager))
    page = client.get(f"/documents/{secret.pk}/unlock/").content.decode()
    assert "启用第二因素" in page  # this person has none
    assert f"/account/factors/add/?next=%2Fdocuments%2F{secret.pk}%2Funlock%2F" in page
    assert client.post(f"/documents/{secret.pk}/unlock/", {"reason": "核对"}).status_code == 401
    assert not Event.objects.filter(kind="documents.unlocked").exists()


def test_who_has_a_factor_is_led_to_show_it(secret: Document, manager: Person, client_of: SignIn) -> None:
    from allauth.mfa.models import Authenticator

    Authenticator.objects.create(user=manager, type=Authenticator.Type.TOTP, data={})
    page = without_fresh_factor(client_of(manager)).get(f"/documents/{secret.pk}/unlock/").content.decode()
    assert f"/account/again/factor/?next=%2Fdocuments%2F{secret.pk}%2Funlock%2F" in page


def test_another_site_is_not_led_to(secret: Document, manager: Person, client_of: SignIn) -> None:
    went = client_of(manager).post(
        f"/documents/{secret.pk}/unlock/", {"reason": "核对", "next": "https://evil.example/"}
    )
    assert went["Location"] == f"/documents/{secret.pk}/"


def test_a_document_of_a_customer_of_the_top_level_is_of_it_too(
    abc: Customer, sales_a: Person, manager: Person, client_of: SignIn
) -> None:
    document = make_document(abc, by=sales_a)
    Customer.objects.filter(pk=abc.pk).update(classification=Clearance.CORE)
    assert client_of(manager).get(f"/documents/{document.pk}/").status_code == 401


def test_thumbnail_and_snippet_do_not_tell(secret: Document, manager: Person, client_of: SignIn) -> None:
    client, address = client_of(manager), f"/documents/{secret.pk}/versions/1/thumbnail/"
    assert client.get(address).status_code == 204
    found = find(Document.objects.with_places(), "三百万", as_actor(manager))
    assert [row.pk for row in found.items] == [secret.pk]
    assert found.snippets == {secret.pk: []}
    for page in ("/documents/?q=三百万", "/search/?q=三百万", "/search/instant/?q=三百万"):
        assert "合同金额是" not in client.get(page).content.decode()
    client.post(f"/documents/{secret.pk}/unlock/", {"reason": "核对"})
    shown = client.get(address)
    assert (shown.status_code, shown["Cache-Control"]) == (200, "private, no-store")


def test_other_channels_are_refused_with_the_way_to_go(secret: Document, manager: Person) -> None:
    for channel in ("api", "command", "link"):
        with pytest.raises(StepUpNeeded, match="请在网页上打开"):
            open_download(Actor(person=manager, channel=channel), secret.pk)


@pytest.fixture
def cleared_archivist(archivist: Person) -> Person:
    """An archivist of an office that clears its archive for the top level."""
    for holding in archivist.holdings.all():
        holding.post.clearance = Clearance.CORE
        holding.post.save()
    return archivist


@pytest.mark.parametrize(("before", "after"), [(4, 2), (2, 4)])
def test_the_level_changes_only_in_such_a_sitting(
    before: int, after: int, secret: Document, cleared_archivist: Person
) -> None:
    Document.objects.filter(pk=secret.pk).update(classification=before)
    secret.refresh_from_db()
    actor = Actor(person=cleared_archivist, channel="page", second_factor_at=now())
    with pytest.raises(StepUpNeeded):
        change_document(secret, {"classification": after}, actor=actor)
    from kedang.documents.actions.unlocking import unlock_document

    told = Actor(person=cleared_archivist, channel="page", second_factor_at=now(), reason="降密已批准")
    unlock_document(secret, actor=told)
    change_document(secret, {"classification": after}, actor=actor)
    assert secret.classification == after


def test_bulk_work_does_not_change_the_top_level(
    secret: Document, abc: Customer, sales_a: Person, cleared_archivist: Person
) -> None:
    other = make_document(abc, by=sales_a, original_name="b.txt", content=b"b")
    run = start_run(
        edit_chunk,
        Document.objects.filter(pk__in=[secret.pk, other.pk]),
        {"changes": {"classification": 3}},
        actor=as_actor(cleared_archivist),
        title="改密级",
    )
    run_pending()
    run = Run.objects.get(pk=run.pk)
    assert (run.done, run.failed) == (1, 1)
    ((item, why),) = run.chunks.get().outcomes
    assert item == secret.pk
    assert "最高密级" in why
    assert list(Document.objects.order_by("pk").values_list("classification", flat=True)) == [4, 3]


def without_fresh_factor(client: Client) -> Client:
    session: Any = client.session
    session["account_authentication_methods"] = [{"method": "mfa", "at": time.time() - 3600, "type": "totp"}]
    session.save()
    return client
