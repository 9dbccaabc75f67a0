from datetime import date

import pytest

from kedang.access.audience import AudienceSource, rewrite
from kedang.access.models import Run
from kedang.access.runs import start_run, undo_run
from kedang.core.actor import as_actor
from kedang.customers.models import Customer, Tag
from kedang.documents.actions.bulk import edit_chunk, move_chunk, rename_chunk, tag_chunk, trash_chunk
from kedang.documents.actions.edit import rename_document
from kedang.documents.models import Document
from kedang.documents.tests.makers import make_document
from kedang.filing.models import DocumentType
from kedang.jobs import run_pending
from kedang.people.models import Person


@pytest.fixture
def three(abc: Customer, sales_a: Person) -> list[Document]:
    return [make_document(abc, by=sales_a, content=f"{n}".encode()) for n in range(3)]


def _run(kind: object, args: dict[str, object], by: Person) -> Run:
    run = start_run(kind, Document.objects.all(), args, actor=as_actor(by), title="批量")  # type: ignore[arg-type]  # a RunKind
    run_pending()
    run.refresh_from_db()
    return run


def _undo(run: Run, by: Person) -> None:
    undo_run(run, actor=as_actor(by))
    run_pending()


@pytest.mark.usefixtures("three")
def test_many_are_edited_and_the_edit_is_undone(sales_a: Person) -> None:
    run = _run(edit_chunk, {"changes": {"document_date": "2026-01-02"}}, sales_a)
    assert run.done == 3
    assert set(Document.objects.values_list("document_date", flat=True)) == {date(2026, 1, 2)}
    _undo(run, sales_a)
    assert date(2026, 1, 2) not in Document.objects.values_list("document_date", flat=True)


def test_undo_leaves_what_was_changed_since(three: list[Document], sales_a: Person) -> None:
    run = _run(edit_chunk, {"changes": {"title": "新题名"}}, sales_a)
    three[0].refresh_from_db()
    rename_document(three[0], "改过了", actor=as_actor(sales_a))
    _undo(run, sales_a)
    assert sorted(Document.objects.values_list("title", flat=True)) == ["", "", "新题名"]


@pytest.mark.usefixtures("three")
def test_undo_asks_for_the_right_again(abc: Customer, sales_a: Person, sales_b: Person) -> None:
    """The customer went to somebody else in between: what was done stays theirs to decide."""
    edited = _run(edit_chunk, {"changes": {"title": "新题名"}}, sales_a)
    trashed = _run(trash_chunk, {}, sales_a)
    assert trashed.done == 3
    rewrite([AudienceSource(abc.pk, owner_id=sales_b.pk)])
    _undo(trashed, sales_a)
    _undo(edited, sales_a)
    assert not Document.objects.filter(trashed_at=None).exists()
    assert set(Document.objects.values_list("title", flat=True)) == {"新题名"}


@pytest.mark.usefixtures("three")
def test_tags_are_added_to_many_and_taken_off_again(sales_a: Person) -> None:
    tag = Tag.objects.create(name="待续签", match_key="待续签")
    run = _run(tag_chunk, {"add": [tag.pk]}, sales_a)
    assert tag.documents.count() == 3
    _undo(run, sales_a)
    assert tag.documents.count() == 0


@pytest.mark.usefixtures("three")
def test_many_move_to_a_folder_of_their_customer(sales_a: Person) -> None:
    run = _run(move_chunk, {"path": "合同/2026"}, sales_a)
    assert set(Document.objects.values_list("folder__path", flat=True)) == {"合同/2026"}
    _undo(run, sales_a)
    assert not Document.objects.filter(folder__path="合同/2026").exists()


def test_many_are_renamed_by_rule(three: list[Document], contract: DocumentType, sales_a: Person) -> None:
    Document.objects.update(type=contract, document_date=date(2026, 3, 4))
    _run(rename_chunk, {}, sales_a)
    assert sorted(Document.objects.values_list("name", flat=True)) == [
        "ABC公司_20260304_合同.txt",
        "ABC公司_20260304_合同_2.txt",
        "ABC公司_20260304_合同_3.txt",
    ]


@pytest.mark.usefixtures("three")
def test_many_are_trashed_and_brought_back(sales_a: Person) -> None:
    run = _run(trash_chunk, {}, sales_a)
    assert Document.objects.trashed().count() == 3
    _undo(run, sales_a)
    assert Document.objects.trashed().count() == 0


@pytest.mark.usefixtures("three")
def test_bulk_work_reaches_only_what_one_may_change(sales_b: Person) -> None:
    run = _run(edit_chunk, {"changes": {"title": "x"}}, sales_b)
    assert run.total == 0
