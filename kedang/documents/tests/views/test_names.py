"""Names that do not follow the rule: listed with the ruled name beside, repaired one by one or all."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from kedang.access.models import Run
from kedang.access.runs import undo_run
from kedang.core.actor import as_actor
from kedang.customers.models import Customer
from kedang.customers.tests.makers import make_customer
from kedang.documents.actions.edit import rename_document
from kedang.documents.misnamed import Within, find
from kedang.documents.models import Document
from kedang.documents.tests.makers import make_document
from kedang.filing.models import DocumentType
from kedang.jobs import run_pending
from kedang.people.models import Person

SignIn = Callable[[Person], Client]
DAY = date(2023, 10, 1)


@pytest.fixture
def wrong(abc: Customer, contract: DocumentType, sales_a: Person) -> Document:
    """The rule calls it ABC公司_20231001_合同.txt; there is a right one and a counted one beside it."""
    for _each in range(2):
        make_document(abc, by=sales_a, type=contract, document_date=DAY)
    document = make_document(abc, by=sales_a, type=contract, document_date=DAY)
    rename_document(document, "随便叫的.txt", actor=as_actor(sales_a))
    return document


def test_a_wrong_name_is_listed_beside_the_ruled_one(
    wrong: Document, sales_a: Person, client_of: SignIn
) -> None:
    page = client_of(sales_a).get("/documents/names/")
    assert [(row.pk, name) for row, name in page.context["rows"]] == [(wrong.pk, "ABC公司_20231001_合同.txt")]
    assert "随便叫的.txt" in page.content.decode()


def test_the_list_is_narrowed_by_customer_folder_and_type(
    wrong: Document, contract: DocumentType, sales_a: Person, client_of: SignIn
) -> None:
    other = make_customer("乙公司", by=sales_a)
    client = client_of(sales_a)

    def listed(**asked: str | int) -> int:
        return len(client.get("/documents/names/", asked).context["rows"])

    assert listed(customer=wrong.customer_id, path=wrong.folder.path, type=contract.pk) == 1
    assert listed(customer=other.pk) == 0
    assert listed(customer=wrong.customer_id, path="没有的文件夹") == 0


def test_names_of_others_are_not_seen(wrong: Document, sales_b: Person, client_of: SignIn) -> None:
    client = client_of(sales_b)
    assert client.get("/documents/names/").context["rows"] == []
    assert client.get("/documents/names/", {"customer": wrong.customer_id}).status_code == 404


def test_a_chosen_one_is_repaired_and_the_repair_undone(
    wrong: Document, sales_a: Person, client_of: SignIn
) -> None:
    client = client_of(sales_a)
    dialog = client.get("/documents/bulk/rename/", {"ids": wrong.pk, "misnamed": 1})
    assert "ABC公司_20231001_合同.txt" in dialog.content.decode()
    assert client.post("/documents/bulk/rename/", {"ids": wrong.pk, "misnamed": 1}).status_code == 204
    wrong.refresh_from_db()
    assert wrong.name == "ABC公司_20231001_合同_3.txt"
    undo_run(Run.objects.get(), actor=as_actor(sales_a))
    run_pending()
    wrong.refresh_from_db()
    assert wrong.name == "随便叫的.txt"


def test_all_are_repaired_and_right_names_are_left_alone(
    wrong: Document, sales_a: Person, client_of: SignIn
) -> None:
    before = dict(Document.objects.exclude(pk=wrong.pk).values_list("pk", "revision"))
    asked = {"all": 1, "misnamed": 1, "customer": wrong.customer_id}
    client = client_of(sales_a)
    assert "检查 3 份" in client.get("/documents/bulk/rename/", asked).content.decode()
    client.post("/documents/bulk/rename/", asked)
    assert find(Within(), as_actor(sales_a)).found == []
    assert dict(Document.objects.exclude(pk=wrong.pk).values_list("pk", "revision")) == before
