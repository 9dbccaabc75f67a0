from __future__ import annotations

from datetime import date

from kedang.core.actor import as_actor
from kedang.customers.models import Customer
from kedang.customers.tests.makers import make_customer
from kedang.documents.tagging import tags_named
from kedang.filing.models import DocumentType
from kedang.jobs import run_pending
from kedang.people.models import Person
from kedang.understanding import showing
from kedang.understanding.models import Suggestion
from kedang.understanding.suggesting import METHOD
from kedang.understanding.tasks import understand_documents, understand_next, understand_outdated
from kedang.understanding.tests.makers import (
    CONTRACT,
    INVOICE,
    make_paper,
    parts_of,
    payload_of,
    suggestion_of,
)

Types = dict[str, DocumentType]


def test_a_contract_is_known_from_the_first_day(huaxin: Customer, types: Types, sales_a: Person) -> None:
    parts = parts_of(make_paper(huaxin, by=sales_a))
    assert parts["type"].value == types["contract"].pk
    assert parts["type"].confidence > 0.9
    assert parts["date"].value == "2026-03-08"
    assert CONTRACT[parts["field:amount"].start : parts["field:amount"].end].strip() == "壹拾贰万捌仟元整"


def test_what_a_person_gave_is_not_suggested_otherwise(
    huaxin: Customer, types: Types, sales_a: Person
) -> None:
    paper = make_paper(
        huaxin, by=sales_a, type=types["contract"], document_date=date(2020, 2, 2), fields={"amount": "5"}
    )
    parts = parts_of(paper)
    assert "type" not in parts
    assert "date" not in parts
    assert "field:amount" not in parts
    assert "field:contract_no" in parts


def test_amounts_that_contradict_each_other_are_flagged(
    huaxin: Customer, types: Types, sales_a: Person
) -> None:
    paper = make_paper(huaxin, CONTRACT.replace("128,000.00", "182,000.00"), by=sales_a)
    (warning,) = payload_of(paper).warnings
    assert (warning["figures"], warning["capitals"]) == ("182000.00", "128000.00")
    assert not payload_of(make_paper(huaxin, by=sales_a, name="ok.txt")).warnings


def test_the_same_invoice_in_two_files_is_recognised_within_rights(
    huaxin: Customer, types: Types, sales_a: Person, sales_b: Person
) -> None:
    first = make_paper(huaxin, INVOICE, by=sales_a, name="发票.txt")
    again = make_paper(huaxin, INVOICE + "\n第二联", by=sales_a, name="又一张.txt")
    theirs = make_customer("别人的客户有限公司", by=sales_b, contacts={"mobile": "13712345678"})
    hidden = make_paper(theirs, INVOICE + "\n第三联", by=sales_b, name="他的.txt")
    assert showing.same_invoices(suggestion_of(again), as_actor(sales_a)) == [first]
    assert showing.same_invoices(suggestion_of(hidden), as_actor(sales_b)) == []


def test_a_customer_whom_the_reader_does_not_see_is_not_told(
    huaxin: Customer, types: Types, sales_a: Person, sales_b: Person
) -> None:
    theirs = make_customer("杭州永丰精密机械有限公司", by=sales_b, contacts={"mobile": "13712345678"})
    paper = make_paper(huaxin, "沟通记录\n甲方：杭州永丰精密机械有限公司\n", by=sales_a)
    part = payload_of(paper).customer
    assert part is not None
    assert part.value == theirs.pk
    row = showing.row_of(paper, as_actor(sales_a))
    assert row is not None
    assert row.customer is None


def test_tags_that_people_put_on_such_papers_are_suggested(
    huaxin: Customer, types: Types, archivist: Person, sales_a: Person
) -> None:
    (tag,) = tags_named(["重点合同"], actor=as_actor(archivist))
    for number in range(3):
        make_paper(huaxin, by=sales_a, name=f"合同{number}.txt", type=types["contract"], tags=[tag])
        make_paper(huaxin, INVOICE, by=sales_a, name=f"发票{number}.txt", type=types["invoice"])
    assert f"tag:{tag}" in parts_of(make_paper(huaxin, by=sales_a, name="新.txt"))
    assert f"tag:{tag}" not in parts_of(make_paper(huaxin, INVOICE, by=sales_a, name="新票.txt"))


def test_an_older_method_is_made_anew_by_night(huaxin: Customer, types: Types, sales_a: Person) -> None:
    paper = make_paper(huaxin, by=sales_a)
    Suggestion.objects.filter(document=paper).update(method=METHOD - 1)
    understand_outdated()
    run_pending()
    assert suggestion_of(paper).method == METHOD


def test_an_archive_that_was_there_before_is_gone_through(
    huaxin: Customer, types: Types, sales_a: Person
) -> None:
    papers = [make_paper(huaxin, by=sales_a, name=f"{n}.txt") for n in range(3)]
    Suggestion.objects.all().delete()
    understand_next(0)
    run_pending()
    assert all("type" in parts_of(each) for each in papers)


def test_the_same_text_gives_the_same_suggestion(huaxin: Customer, types: Types, sales_a: Person) -> None:
    paper = make_paper(huaxin, by=sales_a)
    before = payload_of(paper)
    understand_documents([paper.pk])
    assert payload_of(paper) == before
    assert before.inputs["characters"] == len(CONTRACT)


def test_the_number_of_an_identity_card_is_masked(huaxin: Customer, types: Types, archivist: Person) -> None:
    text = (
        "姓名 王伟\n性别 男 民族 汉\n公民身份号码 11010519491231002X\n居民身份证\n"
        "签发机关 北京市公安局\n有效期限 2010.01.01-2030.01.01"
    )
    paper = make_paper(huaxin, text, by=archivist, name="证.txt")
    row = showing.row_of(paper, as_actor(archivist))
    assert row is not None
    shown = {each.part.key: each for each in row.parts}
    assert "19491231" not in shown["field:id_number"].words
    assert showing.excerpts_of(row)["field:id_number"] == []
