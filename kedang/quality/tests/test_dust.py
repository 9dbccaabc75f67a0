"""Folders nobody filled and second copies go into the trash together, and come back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from kedang.access.models import Run
from kedang.access.runs import undo_run
from kedang.core.actor import as_actor
from kedang.core.clock import frozen, now
from kedang.customers.models import Customer
from kedang.customers.tests.makers import make_customer
from kedang.documents.models import Document
from kedang.documents.tests.makers import make_document
from kedang.filing.folders import ensure_folder
from kedang.filing.models import Folder
from kedang.jobs import run_pending
from kedang.people.models import Person
from kedang.quality.dust import DUST, count_of, preview_of, start

OLD = timedelta(days=3 * 365)
COPIES, FOLDERS = DUST["second_copies"], DUST["empty_folders"]


@pytest.fixture
def customer(sales_a: Person) -> Customer:
    with frozen(now() - OLD):
        made = make_customer(by=sales_a)
        make_document(made, by=sales_a, content="报价".encode(), name="报价.txt", path="往来")
        make_document(made, by=sales_a, content="报价".encode(), name="报价副本.txt", path="往来/旧")
        other = make_customer("别家公司", by=sales_a)
        make_document(other, by=sales_a, content="报价".encode(), name="也是报价.txt")
        ensure_folder(made, "从没用过/更深")
    make_document(made, by=sales_a, content="报价".encode(), name="新副本.txt", path="往来")
    ensure_folder(made, "刚建的")
    return made


def names(rows: object) -> list[str]:
    return [one.name for one in rows]  # type: ignore[attr-defined]  # rows with a name


def test_a_second_copy_that_lay_for_years_goes_and_the_first_stays(customer: Customer, head: Person) -> None:
    actor = as_actor(head)
    assert names(preview_of(COPIES, actor).rows) == ["报价副本.txt"]
    start(COPIES, actor)
    run_pending()
    gone = Document.objects.exclude(trashed_at=None).get()
    assert gone.name == "报价副本.txt"
    assert count_of(COPIES, actor) == 0
    undo_run(Run.objects.get(), actor=actor)
    run_pending()
    assert not Document.objects.exclude(trashed_at=None).exists()
    # Who wanted it back touched it: it is not offered again at once.
    assert count_of(COPIES, actor) == 0


def test_empty_folders_go_from_below_and_what_was_filled_meanwhile_stays(
    customer: Customer, head: Person, sales_a: Person
) -> None:
    actor = as_actor(head)
    assert [one.path for one in preview_of(FOLDERS, actor).rows] == ["从没用过/更深"]
    start(FOLDERS, actor)
    make_document(customer, by=sales_a, name="及时.txt", path="从没用过/更深")
    run_pending()
    run = Run.objects.get()
    assert (run.done, run.failed) == (0, 1)
    Document.objects.filter(name="及时.txt").update(folder=Folder.objects.get(path="往来"))
    start(FOLDERS, actor)
    run_pending()
    assert [one.path for one in Folder.objects.exclude(trashed_at=None)] == ["从没用过/更深"]
    assert [one.path for one in preview_of(FOLDERS, actor).rows] == ["从没用过"]
    undo_run(Run.objects.latest("pk"), actor=actor)
    run_pending()
    assert not Folder.objects.exclude(trashed_at=None).exists()


def test_the_clean_up_leads_to_a_preview_of_what_one_may_delete(
    customer: Customer, head: Person, sales_a: Person, client_of: Callable[[Person], Client]
) -> None:
    page = client_of(head)
    address = reverse("quality:dust", args=["second_copies"])
    assert "报价副本.txt" in page.get(address).content.decode()
    assert page.post(address).status_code == 302
    run_pending()
    assert "没有要清理的" in page.get(address).content.decode()
    assert client_of(sales_a).get(address).status_code == 403
    made = page.post(reverse("quality:cleanups"), {"cycle": "3"}, follow=True).content.decode()
    assert "空文件夹" in made
    assert reverse("quality:dust", args=["empty_folders"]) in made
