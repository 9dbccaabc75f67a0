"""A document whose reading failed for good says so and may be tried again."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from kedang.customers.models import Customer
from kedang.documents import readings
from kedang.documents.models import Document
from kedang.documents.tests.makers import make_document
from kedang.jobs import identity, queue, run_pending
from kedang.jobs.models import Task, TaskState
from kedang.jobs.worker import retries_of, tell_given_up
from kedang.people.models import Person

SignIn = Callable[[Person], Client]


@pytest.fixture
def document(abc: Customer, sales_a: Person) -> Document:
    return make_document(abc, by=sales_a, content="年度合同".encode())


def kill_workers_until_given_up() -> None:
    gone = identity.me().rsplit("/", 2)[0] + "/4194305/1"
    while queue.claim(gone):
        queue.reap(retries_of, tell_given_up)


def reading() -> Task:
    return Task.objects.get(job="kedang.documents.tasks.read_documents")


def test_a_document_that_kills_every_worker_says_so(
    document: Document, sales_a: Person, client_of: SignIn
) -> None:
    kill_workers_until_given_up()
    document.refresh_from_db()
    assert (document.read_state, document.read_reason) == ("failed", "given_up")
    assert reading().state == TaskState.FAILED
    page = client_of(sales_a).get(f"/documents/{document.pk}/").content.decode()
    assert "读取失败" in page
    assert "重试" in page
    assert document in Document.objects.badly_read()


def test_trying_again_reads_it_and_forgets_the_failure(
    document: Document, sales_a: Person, client_of: SignIn
) -> None:
    kill_workers_until_given_up()
    assert client_of(sales_a).post(f"/documents/{document.pk}/reading/").status_code == 200
    assert reading().state != TaskState.FAILED
    run_pending()
    document.refresh_from_db()
    assert document.read_state == "read"


def test_an_administrator_may_have_the_task_tried_again(document: Document) -> None:
    kill_workers_until_given_up()
    queue.retry_failed()
    run_pending()
    document.refresh_from_db()
    assert document.read_state == "read"


def test_one_of_many_does_not_spoil_the_others(
    document: Document, abc: Customer, sales_a: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = make_document(abc, by=sales_a, content="第二份".encode(), original_name="b.txt")
    Task.objects.all().delete()
    from kedang.documents.tasks import read_documents

    read_now = readings.read_now

    def poisoned(ids: list[int]) -> int:
        if document.pk in ids:
            raise MemoryError
        return read_now(ids)

    monkeypatch.setattr(readings, "read_now", poisoned)
    read_documents.enqueue([document.pk, other.pk])
    Task.objects.update(attempts=read_documents.retries)
    with pytest.raises(MemoryError):
        run_pending()
    Task.objects.filter(state=TaskState.WAITING).update(attempts=read_documents.retries)
    for _each in range(2):
        try:
            run_pending()
        except MemoryError:
            continue
    states = dict(Document.objects.values_list("pk", "read_state"))
    assert states == {document.pk: "failed", other.pk: "read"}
