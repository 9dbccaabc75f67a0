"""A file that lies in the trash comes again: the sender is asked before a second copy is filed."""

import base64
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from kedang.core.actor import as_actor
from kedang.core.clock import frozen, now
from kedang.customers.models import Customer
from kedang.customers.tests.makers import make_customer
from kedang.documents.actions.trash import trash_document
from kedang.documents.models import Document, Upload
from kedang.documents.tests.makers import make_document
from kedang.documents.uploads import ASKED_FOR
from kedang.jobs import run_pending
from kedang.people.models import Person

SignIn = Callable[[Person], Client]
BODY = "application/offset+octet-stream"


def send(client: Client, content: bytes, **facts: object) -> Any:
    """A small file, whole with its creation."""
    told = ",".join(f"{key} {base64.b64encode(str(value).encode()).decode()}" for key, value in facts.items())
    headers = {"Upload-Length": str(len(content)), "Upload-Metadata": f"filename {_name()},{told}"}
    return client.post("/uploads/", content, content_type=BODY, headers=headers)


def decide(client: Client, place: str, deed: str, **more: object) -> Any:
    return client.post(f"{place}decision/", {"deed": deed, **more})


def told(response: Any, header: str) -> list[dict[str, Any]]:
    value = response.headers.get(header, "")
    found: list[dict[str, Any]] = json.loads(base64.b64decode(value)) if value else []
    return found


def _name() -> str:
    return base64.b64encode("合同.txt".encode()).decode()


@pytest.fixture
def gone(abc: Customer, sales_a: Person, archivist: Person) -> Document:
    """In the trash of ABC公司."""
    document = make_document(abc, by=sales_a, content=b"the same words")
    trash_document(document, actor=as_actor(archivist))
    return document


def test_the_sender_is_asked_and_nothing_is_filed(
    abc: Customer, gone: Document, archivist: Person, client_of: SignIn
) -> None:
    response = send(client_of(archivist), b"the same words", customer=abc.pk)
    (asked,) = told(response, "Upload-Asks")
    assert (asked["id"], asked["name"]) == (gone.pk, gone.name)
    assert asked["until"]
    assert "ABC公司" in asked["place"]
    assert Document.objects.count() == 1


def test_restoring_takes_the_old_one_back_and_frees_the_new(
    abc: Customer, gone: Document, archivist: Person, client_of: SignIn
) -> None:
    client = client_of(archivist)
    place = send(client, b"the same words", customer=abc.pk)["Location"]
    answer = decide(client, place, "restore", document=gone.pk).json()
    assert answer["url"] == f"/documents/{gone.pk}/"
    assert [(row.pk, row.is_trashed) for row in Document.objects.all()] == [(gone.pk, False)]
    assert Upload.objects.get().segments == []


def test_a_new_one_may_be_filed_all_the_same(
    abc: Customer, gone: Document, archivist: Person, client_of: SignIn
) -> None:
    client = client_of(archivist)
    place = send(client, b"the same words", customer=abc.pk)["Location"]
    answer = decide(client, place, "new").json()
    assert Document.objects.available().get().pk == int(answer["document"])
    assert Document.objects.trashed().get() == gone


def test_an_upload_that_is_dropped_leaves_nothing(
    abc: Customer, gone: Document, archivist: Person, client_of: SignIn
) -> None:
    client = client_of(archivist)
    place = send(client, b"the same words", customer=abc.pk)["Location"]
    assert decide(client, place, "drop").status_code == 200
    assert client.head(place).status_code == 404
    assert Document.objects.get() == gone


def test_a_sender_who_said_so_before_is_not_asked(
    abc: Customer, gone: Document, archivist: Person, client_of: SignIn
) -> None:
    response = send(client_of(archivist), b"the same words", customer=abc.pk, twin="new")
    assert "Upload-Asks" not in response.headers
    assert Document.objects.available().count() == 1


def test_who_may_not_take_it_out_of_the_trash_is_told_but_not_asked(
    service: Person, archivist: Person, client_of: SignIn
) -> None:
    served = make_customer("服务公司", by=service)
    document = make_document(served, by=service, content=b"the same words")
    trash_document(document, actor=as_actor(archivist))
    response = send(client_of(service), b"the same words", customer=served.pk)
    assert "Upload-Asks" not in response.headers
    assert [twin["id"] for twin in told(response, "Upload-Twins")] == [document.pk]


def test_other_content_of_the_same_size_is_filed(
    abc: Customer, gone: Document, archivist: Person, client_of: SignIn
) -> None:
    assert "Upload-Asks" not in send(client_of(archivist), b"any other word", customer=abc.pk).headers


def test_the_same_content_elsewhere_is_told_inside_ones_rights_only(
    abc: Customer, sales_a: Person, sales_b: Person, archivist: Person, client_of: SignIn
) -> None:
    other = make_customer("他人公司", by=sales_b)
    hidden = make_document(other, by=sales_b, content=b"the same words")
    assert told(send(client_of(sales_a), b"the same words", customer=abc.pk), "Upload-Twins") == []
    mine = Document.objects.get(customer=abc)
    seen = told(send(client_of(archivist), b"the same words", customer=abc.pk), "Upload-Twins")
    assert {twin["id"] for twin in seen} == {hidden.pk, mine.pk}


def test_what_is_not_answered_in_a_day_is_filed(
    abc: Customer, gone: Document, archivist: Person, client_of: SignIn
) -> None:
    send(client_of(archivist), b"the same words", customer=abc.pk)
    with frozen(now() + timedelta(minutes=5)):
        run_pending()
    assert not Document.objects.available().exists()
    with frozen(now() + ASKED_FOR + timedelta(minutes=5)):
        run_pending()
    assert Document.objects.available().count() == 1


def test_only_the_sender_decides(
    abc: Customer, gone: Document, archivist: Person, sales_a: Person, client_of: SignIn
) -> None:
    place = send(client_of(archivist), b"the same words", customer=abc.pk)["Location"]
    assert decide(client_of(sales_a), place, "new").status_code == 404


def test_a_document_of_other_content_is_not_restored_by_the_way(
    abc: Customer, gone: Document, archivist: Person, sales_a: Person, client_of: SignIn
) -> None:
    longer = make_document(abc, by=sales_a, content=b"something else that is longer")
    trash_document(longer, actor=as_actor(archivist))
    client = client_of(archivist)
    place = send(client, b"the same words", customer=abc.pk)["Location"]
    assert decide(client, place, "restore", document=longer.pk).status_code == 404
    assert Document.objects.trashed().count() == 2
