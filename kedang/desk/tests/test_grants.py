"""A grant on one record: what it opens, what it keeps closed, and who may give it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from kedang import search
from kedang.access.actions.grants import end_grant, grant
from kedang.access.door import can
from kedang.access.models import Grant
from kedang.core.actor import Actor, as_actor, with_reason
from kedang.core.clock import frozen, now
from kedang.core.errors import Conflict, Invalid, Refused, StepUpNeeded
from kedang.customers.models import Customer
from kedang.customers.tests.makers import make_customer
from kedang.documents.models import Document
from kedang.documents.tests.makers import make_document
from kedang.ledger.models import Event
from kedang.ledger.record import read_payload, read_reason
from kedang.people.models import Department, Person

SignIn = Callable[[Person], Client]


@pytest.fixture
def customer(sales_a: Person) -> Customer:
    return make_customer("ABC公司", by=sales_a, contacts={"mobile": "13812345678"}, projects=["营销项目"])


@pytest.fixture
def document(customer: Customer, sales_a: Person) -> Document:
    project = customer.projects.get()
    return make_document(customer, by=sales_a, original_name="扫描件001.txt", project=project)


@pytest.fixture
def giver(head: Person) -> Actor:
    return with_reason(as_actor(head), "代班")


def test_a_grant_on_one_document_opens_it_and_nothing_else(
    document: Document, giver: Actor, sales_b: Person, client_of: SignIn
) -> None:
    other = make_document(document.customer, by=giver.person, original_name="别的.txt", content=b"other")
    grant(document, ["download"], to=sales_b, actor=giver)
    client = client_of(sales_b)
    assert client.get(f"/documents/{document.pk}/").status_code == 200
    assert client.get(f"/documents/{document.pk}/file/").status_code == 200
    assert client.post(f"/documents/{document.pk}/name/", {"name": "改.txt"}).status_code == 403
    for closed in (f"/documents/{other.pk}/", f"/customers/{document.customer_id}/",
                   f"/customers/{document.customer_id}/documents/"):  # fmt: skip
        assert client.get(closed).status_code == 404


def test_whoever_was_given_one_document_learns_name_and_number_of_its_customer_only(
    document: Document, giver: Actor, sales_a: Person, sales_b: Person, client_of: SignIn
) -> None:
    grant(document, [], to=sales_b, actor=giver)
    place = document.folder.path
    secrets = (place, "华东销售部", f"/customers/{document.customer_id}/")
    paths = (f"/documents/{document.pk}/", f"/documents/{document.pk}/rights/", "/documents/")
    owner, stranger = client_of(sales_a), client_of(sales_b)
    for secret in secrets:
        assert any(secret in owner.get(path).content.decode() for path in paths), secret
    for path in paths:
        page = stranger.get(path).content.decode()
        assert "ABC公司" in page or path.endswith("rights/")
        for secret in secrets:
            assert secret not in page, f"{secret} on {path}"
    assert document.customer.number in stranger.get(paths[0]).content.decode()


def test_search_tells_whoever_was_given_one_document_nothing_of_its_customer(
    document: Document, giver: Actor, sales_a: Person, sales_b: Person
) -> None:
    grant(document, [], to=sales_b, actor=giver)
    for guess in ("阶段:潜在客户", "负责人:销售甲"):
        assert document in search.compile(guess, Document, as_actor(sales_a)), guess
        assert document not in search.compile(guess, Document, as_actor(sales_b)), guess


def test_a_grant_on_a_customer_reaches_all_that_belongs_to_it(
    document: Document, giver: Actor, sales_b: Person, south: Department
) -> None:
    customer = document.customer
    grant(customer, ["edit"], to=south, actor=giver)
    receiver = as_actor(sales_b)
    assert can(receiver, "edit", customer)
    assert can(receiver, "edit", document)
    assert not can(receiver, "download", document)


def test_a_grant_ends_when_it_is_taken_back_and_when_its_time_is_over(
    customer: Customer, document: Document, giver: Actor, sales_b: Person
) -> None:
    (seeing,) = grant(customer, [], to=sales_b, actor=giver)
    end_grant(customer, seeing, actor=giver)
    assert not can(as_actor(sales_b), "view", customer)
    with pytest.raises(Conflict):
        end_grant(customer, seeing, actor=giver)
    for row in (customer, document):
        grant(row, [], to=sales_b, expires_at=now() + timedelta(days=1), actor=giver)
        assert can(as_actor(sales_b), "view", row)
    with frozen(now() + timedelta(days=2)):
        assert not can(as_actor(sales_b), "view", customer)
        assert not can(as_actor(sales_b), "view", document)


def test_giving_again_lengthens_and_never_shortens(document: Document, giver: Actor, sales_b: Person) -> None:
    grant(document, [], to=sales_b, expires_at=now() + timedelta(days=1), actor=giver)
    grant(document, ["download"], to=sales_b, actor=giver)
    standing = Grant.objects.filter(ended_at=None).values_list("verb", "expires_at")
    assert sorted(standing) == [("download", None), ("view", None)]
    with pytest.raises(Conflict, match="同样"):
        grant(document, [], to=sales_b, expires_at=now() + timedelta(days=1), actor=giver)


def test_what_one_may_not_do_one_cannot_give(
    customer: Customer, document: Document, giver: Actor, sales_b: Person, outsider: Person, sales_a: Person
) -> None:
    with pytest.raises(Refused):
        grant(document, [], to=sales_b, actor=with_reason(as_actor(sales_a), "帮忙"))
    with pytest.raises(Refused, match="自己"):
        grant(document, [], to=giver.person, actor=giver)
    with pytest.raises(Invalid, match="没有这种权限"):
        grant(document, ["approve"], to=sales_b, actor=giver)
    with pytest.raises(Invalid, match="密级不够"):
        grant(document, [], to=outsider, actor=giver)
    with pytest.raises(StepUpNeeded):
        grant(document, [], to=sales_b, actor=as_actor(giver.person))
    assert not Grant.objects.exists()


def test_the_ledger_tells_to_whom_what_until_when_and_why(
    document: Document, giver: Actor, sales_b: Person
) -> None:
    grant(document, ["download"], to=sales_b, actor=giver)
    event = Event.objects.get(kind="access.granted")
    payload = read_payload(event)
    assert payload is not None
    assert payload["details"] == {"to": "销售乙", "verbs": ["view", "download"], "until": ""}
    assert (event.person_id, read_reason(event)) == (sales_b.pk, "代班")


def test_a_head_gives_and_takes_back_on_the_pages(
    document: Document, head: Person, sales_b: Person, client_of: SignIn
) -> None:
    client, panel = client_of(head), f"/grants/document/{document.pk}/"
    assert panel in client.get(f"/documents/{document.pk}/rights/").content.decode()
    assert "没有单独授权" in client.get(panel).content.decode()
    form = client.get(f"{panel}new/").content.decode()
    assert 'value="download"' in form
    incomplete = client.post(f"{panel}new/", {"verbs": ["download"], "reason": "代班"})
    assert "请选择一个人或一个部门" in incomplete.content.decode()
    entered = {"person": sales_b.pk, "verbs": ["download"], "expires_on": "2099-01-01", "reason": "代班"}
    page = client.post(f"{panel}new/", entered).content.decode()
    assert page.count("销售乙 <span") == 2
    assert "2099" in page
    for given in Grant.objects.all():
        assert client.post(f"{panel}{given.pk}/end/").status_code == 200
    assert not can(as_actor(sales_b), "view", document)


def test_a_grant_on_the_customer_is_told_on_its_documents_and_ended_there(
    document: Document, giver: Actor, sales_b: Person, client_of: SignIn
) -> None:
    (given,) = grant(document.customer, [], to=sales_b, actor=giver)
    client = client_of(giver.person)
    page = client.get(f"/grants/document/{document.pk}/").content.decode()
    assert "对整个客户" in page
    assert "收回" not in page
    assert client.post(f"/grants/document/{document.pk}/{given.pk}/end/").status_code == 404


def test_without_the_right_to_give_nobody_sees_who_was_given_what(
    document: Document, client_of: SignIn, sales_a: Person, sales_b: Person
) -> None:
    assert client_of(sales_a).get(f"/grants/document/{document.pk}/").status_code == 403
    assert client_of(sales_b).get(f"/grants/document/{document.pk}/").status_code == 404
    for path in (f"/documents/{document.pk}/rights/", f"/customers/{document.customer_id}/"):
        assert "/grants/" not in client_of(sales_a).get(path).content.decode()
