from datetime import date
from decimal import Decimal

import pytest

from kedang.core.actor import as_actor
from kedang.core.errors import Invalid, NotFound
from kedang.customers.models import Customer, Project
from kedang.documents.models import Document, ReadState, Version
from kedang.documents.tests import samples
from kedang.documents.tests.makers import make_document
from kedang.filing.models import DocumentType
from kedang.jobs import run_pending
from kedang.ledger.models import Event
from kedang.people.models import Person


def test_a_contract_is_named_by_rule_and_the_second_of_a_day_gets_a_count(
    abc: Customer, contract: DocumentType, sales_a: Person
) -> None:
    day = date(2023, 10, 1)
    names = [
        make_document(abc, by=sales_a, original_name="扫描件001.pdf", type=contract, document_date=day).name
        for _ in range(3)
    ]
    assert names == [
        "ABC公司_20231001_合同.pdf",
        "ABC公司_20231001_合同_2.pdf",
        "ABC公司_20231001_合同_3.pdf",
    ]


def test_a_document_of_a_project_is_named_after_it(abc: Customer, sales_a: Person) -> None:
    project = Project.objects.create(customer=abc, name="营销项目", match_key="营销项目")
    document = make_document(
        abc, by=sales_a, original_name="扫描件001.pdf", project=project, document_date=date(2023, 10, 1)
    )
    assert document.name == "ABC公司_营销项目_20231001.pdf"
    assert document.original_name == "扫描件001.pdf"


def test_a_filed_document_is_read_by_a_job(abc: Customer, sales_a: Person) -> None:
    document = make_document(abc, by=sales_a, content=samples.pdf("违约金条款"), original_name="a.pdf")
    assert document.read_state == ReadState.WAITING
    run_pending()
    document.refresh_from_db()
    assert (document.read_state, document.pages, document.mime) == (ReadState.READ, 1, "application/pdf")


def test_filing_leaves_one_event_and_one_version(abc: Customer, sales_a: Person) -> None:
    document = make_document(abc, by=sales_a)
    assert Event.objects.filter(kind="documents.filed", subject_id=document.pk).count() == 1
    version = Version.objects.get(document=document)
    assert (version.number, version.author, version.size) == (1, sales_a, 4)


def test_nobody_files_for_a_customer_one_may_not_see(abc: Customer, sales_b: Person) -> None:
    with pytest.raises(NotFound):
        make_document(abc, by=sales_b)
    assert not Document.objects.exists()


def test_a_format_the_type_does_not_take_is_refused(
    abc: Customer, contract: DocumentType, sales_a: Person
) -> None:
    DocumentType.objects.filter(pk=contract.pk).update(formats=["pdf"])
    contract.refresh_from_db()
    with pytest.raises(Invalid, match="格式"):
        make_document(abc, by=sales_a, type=contract)


def test_personal_fields_are_sealed_and_others_are_not(
    abc: Customer, contract: DocumentType, sales_a: Person
) -> None:
    document = make_document(
        abc, by=sales_a, type=contract, fields={"no": "HT-1", "signer": "张三", "amount": "1,200"}
    )
    rows = {row.key: row for row in document.values.all()}
    assert (rows["no"].text, rows["amount"].number) == ("HT-1", Decimal(1200))
    assert (rows["signer"].text, rows["signer"].sealed is not None) == ("", True)


def test_an_outsider_sees_nothing_of_it(abc: Customer, sales_a: Person, sales_b: Person) -> None:
    make_document(abc, by=sales_a)
    assert Document.objects.visible_to(as_actor(sales_a)).count() == 1
    assert Document.objects.visible_to(as_actor(sales_b)).count() == 0
