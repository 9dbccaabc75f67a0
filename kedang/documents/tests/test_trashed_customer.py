"""What belongs to a customer in the trash is left alone by bulk work, also when it was begun before."""

from __future__ import annotations

import pytest

from kedang.access.models import Run
from kedang.access.runs import start_run, undo_run
from kedang.core.actor import as_actor
from kedang.core.errors import Conflict
from kedang.customers.actions.trash import trash_customer
from kedang.customers.bulk import stage_run
from kedang.customers.models import Customer
from kedang.customers.tests.makers import make_customer
from kedang.documents.actions.bulk import edit_chunk, untrash_chunk
from kedang.documents.actions.edit import change_document
from kedang.documents.actions.trash import trash_document
from kedang.documents.models import Document
from kedang.documents.tests.makers import make_document
from kedang.jobs import run_pending
from kedang.people.models import Person

ALONE = "在回收站里，没有改动"


def outcomes(run: Run) -> dict[int, str]:
    return {item: why for chunk in run.chunks.all() for item, why in chunk.outcomes}


def test_a_run_leaves_alone_what_went_to_the_trash_after_it_began(
    abc: Customer, sales_a: Person, head: Person
) -> None:
    actor = as_actor(head)
    other = make_customer("远景公司", by=sales_a)
    trashed = make_document(abc, by=sales_a, original_name="a.txt", content=b"a")
    its_customer_goes = make_document(other, by=sales_a, original_name="b.txt", content=b"b")
    stays = make_document(abc, by=sales_a, original_name="c.txt", content=b"c")
    run = start_run(
        edit_chunk, Document.objects.all(), {"changes": {"title": "新题名"}}, actor=actor, title="改"
    )
    trash_document(trashed, actor=actor)
    trash_customer(other, actor=actor)
    run_pending()
    assert outcomes(run) == {trashed.pk: ALONE, its_customer_goes.pk: ALONE}
    assert list(Document.objects.filter(title="新题名")) == [stays]


def test_a_run_over_customers_likewise(abc: Customer, sales_a: Person, head: Person) -> None:
    make_customer("远景公司", by=sales_a)
    run = start_run(stage_run, Customer.objects.all(), {"stage": "lost"}, actor=as_actor(head), title="改")
    trash_customer(abc, actor=as_actor(head))
    run_pending()
    assert outcomes(run) == {abc.pk: ALONE}
    abc.refresh_from_db()
    assert abc.stage != "lost"


def test_what_brings_back_from_the_trash_still_works(abc: Customer, sales_a: Person, head: Person) -> None:
    document = make_document(abc, by=sales_a)
    trash_document(document, actor=as_actor(head))
    start_run(untrash_chunk, Document.objects.all(), {}, actor=as_actor(head), title="恢复")
    run_pending()
    document.refresh_from_db()
    assert not document.is_trashed


def test_an_undo_leaves_documents_of_a_trashed_customer_alone(
    abc: Customer, sales_a: Person, head: Person
) -> None:
    document = make_document(abc, by=sales_a)
    changes = {"changes": {"title": "新题名"}}
    run = start_run(edit_chunk, Document.objects.all(), changes, actor=as_actor(head), title="改")
    run_pending()
    trash_customer(abc, actor=as_actor(head))
    run.refresh_from_db()
    undo_run(run, actor=as_actor(head))
    run_pending()
    document.refresh_from_db()
    assert document.title == "新题名"


def test_a_document_in_the_trash_is_not_edited(abc: Customer, sales_a: Person) -> None:
    document = make_document(abc, by=sales_a)
    trash_document(document, actor=as_actor(sales_a))
    with pytest.raises(Conflict, match="在回收站里"):
        change_document(document, {"title": "新题名"}, actor=as_actor(sales_a))
