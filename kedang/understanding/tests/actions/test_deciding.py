from datetime import date

import pytest

from kedang.access.models import Run
from kedang.access.runs import start_run, undo_run
from kedang.access.words import Clearance
from kedang.core.actor import as_actor
from kedang.core.errors import Conflict, Invalid, NotFound, StepUpNeeded
from kedang.customers.models import Customer
from kedang.customers.tests.makers import make_customer
from kedang.documents.actions.edit import change_document
from kedang.documents.models import Document
from kedang.documents.values import read_fields
from kedang.filing.models import DocumentType
from kedang.jobs import run_pending
from kedang.ledger.models import Event
from kedang.people.models import Person
from kedang.understanding import showing
from kedang.understanding.actions.deciding import (
    accept_run,
    accept_suggestion,
    decline_suggestion,
    move_to_suggested,
    take_decision_back,
)
from kedang.understanding.actions.settings import set_settings
from kedang.understanding.models import Suggestion
from kedang.understanding.settings import Settings
from kedang.understanding.tasks import understand_documents
from kedang.understanding.tests.makers import INVOICE, make_paper, parts_of, payload_of, suggestion_of

Types = dict[str, DocumentType]


def test_accepting_makes_all_of_it_true_in_one_change(
    huaxin: Customer, types: Types, sales_a: Person
) -> None:
    paper = make_paper(huaxin, by=sales_a)
    before = Event.objects.filter(subject_id=paper.pk, kind="documents.changed").count()
    accept_suggestion(paper, actor=as_actor(sales_a))
    assert paper.type == types["contract"]
    assert paper.document_date == date(2026, 3, 8)
    assert read_fields(paper, paper.values.all()) == {
        "contract_no": "HT-2026-0007",
        "amount": "128000",
        "signed_on": "2026-03-08",
        "valid_from": "2026-03-08",
        "valid_until": "2027-03-07",
        "party_a": "上海华信网络科技有限公司",
        "party_b": "杭州永丰精密机械有限公司",
    }
    assert paper.folder.path == "合同"
    assert "合同" in paper.name
    assert "20260308" in paper.name
    assert Event.objects.filter(subject_id=paper.pk, kind="documents.changed").count() == before + 1
    run_pending()
    assert not payload_of(paper).open


def test_parts_left_out_are_not_suggested_again(huaxin: Customer, types: Types, sales_a: Person) -> None:
    paper = make_paper(huaxin, by=sales_a)
    accept_suggestion(paper, ["type"], actor=as_actor(sales_a))
    run_pending()
    paper.refresh_from_db()
    assert paper.type == types["contract"]
    assert not payload_of(paper).open


def test_a_value_may_be_corrected_while_accepting(huaxin: Customer, types: Types, sales_a: Person) -> None:
    paper = make_paper(huaxin, by=sales_a)
    accept_suggestion(paper, edited={"field:amount": "129000"}, actor=as_actor(sales_a))
    assert read_fields(paper, paper.values.all())["amount"] == "129000"


def test_a_wrong_correction_is_refused_and_nothing_changes(
    huaxin: Customer, types: Types, sales_a: Person
) -> None:
    paper = make_paper(huaxin, by=sales_a)
    with pytest.raises(Invalid, match=r"数字"):
        accept_suggestion(paper, edited={"field:amount": "很多"}, actor=as_actor(sales_a))
    paper.refresh_from_db()
    assert paper.type is None


def test_an_acceptance_is_undone_whole(huaxin: Customer, types: Types, sales_a: Person) -> None:
    paper = make_paper(huaxin, by=sales_a)
    name, folder = paper.name, paper.folder_id
    accept_suggestion(paper, actor=as_actor(sales_a))
    run_pending()
    paper.refresh_from_db()
    take_decision_back(paper, actor=as_actor(sales_a))
    run_pending()
    paper.refresh_from_db()
    assert (paper.type, paper.name, paper.folder_id) == (None, name, folder)
    assert "type" in parts_of(paper)


def test_what_was_changed_since_is_not_undone(huaxin: Customer, types: Types, sales_a: Person) -> None:
    paper = make_paper(huaxin, by=sales_a)
    accept_suggestion(paper, actor=as_actor(sales_a))
    change_document(paper, {"title": "自己的题名"}, actor=as_actor(sales_a))
    with pytest.raises(Conflict, match="修改过"):
        take_decision_back(paper, actor=as_actor(sales_a))
    paper.refresh_from_db()
    assert paper.type == types["contract"]


def test_what_was_declined_stays_declined_until_that_is_undone(
    huaxin: Customer, types: Types, sales_a: Person
) -> None:
    paper = make_paper(huaxin, by=sales_a)
    decline_suggestion(paper, actor=as_actor(sales_a))
    understand_documents([paper.pk])
    assert suggestion_of(paper).state == Suggestion.State.SETTLED
    with pytest.raises(Conflict):
        accept_suggestion(paper, actor=as_actor(sales_a))
    take_decision_back(paper, actor=as_actor(sales_a))
    assert suggestion_of(paper).state == Suggestion.State.OPEN


def test_who_may_not_edit_decides_nothing(
    huaxin: Customer, types: Types, sales_a: Person, sales_b: Person
) -> None:
    paper = make_paper(huaxin, by=sales_a)
    with pytest.raises(NotFound):
        accept_suggestion(paper, actor=as_actor(sales_b))


def test_the_top_level_is_decided_only_in_a_sitting(huaxin: Customer, types: Types, sales_a: Person) -> None:
    paper = make_paper(huaxin, by=sales_a)
    for holding in sales_a.holdings.all():
        holding.post.clearance = Clearance.CORE
        holding.post.save()
    Document.objects.filter(pk=paper.pk).update(classification=Clearance.CORE)
    paper.refresh_from_db()
    with pytest.raises(StepUpNeeded):
        accept_suggestion(paper, actor=as_actor(sales_a))
    (row,) = showing.page_of(as_actor(sales_a)).rows
    assert (row.locked, row.parts) == (True, [])
    assert not showing.open_for(as_actor(sales_a)).below_the_top().exists()


def test_many_are_accepted_from_a_confidence_on_and_undone(
    huaxin: Customer, types: Types, sales_a: Person
) -> None:
    sure, unsure = make_paper(huaxin, by=sales_a), make_paper(huaxin, INVOICE, by=sales_a, name="b.txt")
    Suggestion.objects.filter(document=unsure).update(confidence=600)
    actor = as_actor(sales_a)
    rows = Document.objects.filter(pk__in=[sure.pk, unsure.pk])
    start_run(accept_run, rows, {"from": suggestion_of(sure).confidence}, actor=actor, title="采纳")
    run_pending()
    sure.refresh_from_db()
    unsure.refresh_from_db()
    assert (sure.type, unsure.type) == (types["contract"], None)
    undo_run(Run.objects.get(kind="understanding.accept"), actor=actor)
    run_pending()
    sure.refresh_from_db()
    assert sure.type is None


def test_a_document_moves_to_the_customer_it_speaks_of(
    huaxin: Customer, types: Types, sales_a: Person, sales_b: Person
) -> None:
    other = make_customer("杭州永丰精密机械有限公司", by=sales_a, contacts={"mobile": "13912345678"})
    paper = make_paper(other, "沟通记录\n沟通对象：李明\n甲方：上海华信网络科技有限公司\n", by=sales_a)
    part = payload_of(paper).customer
    assert part is not None
    assert part.value == huaxin.pk
    move_to_suggested(paper, huaxin, actor=as_actor(sales_a))
    assert paper.customer == huaxin


def test_nothing_is_filled_in_by_itself_unless_the_organisation_wants_it(
    huaxin: Customer, types: Types, sales_a: Person, archivist: Person, organisation: object
) -> None:
    asked = make_paper(huaxin, by=sales_a)
    assert asked.type is None
    set_settings(None, Settings(80), actor=as_actor(archivist))
    Suggestion.objects.all().delete()
    filled = make_paper(huaxin, by=sales_a, name="另一份.txt")
    assert filled.type == types["contract"]
    assert suggestion_of(filled).decided_by is not None
    given = make_paper(
        huaxin, by=sales_a, name="第三份.txt", type=types["sales"], document_date=date(2020, 1, 1)
    )
    assert (given.type, given.document_date) == (types["sales"], date(2020, 1, 1))
