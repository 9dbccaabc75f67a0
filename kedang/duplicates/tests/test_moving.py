"""A merge of more documents than one transaction bears: batch by batch, broken off, gone on with, taken back."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from kedang.core.actor import as_actor
from kedang.core.errors import Conflict
from kedang.customers.merging import parts
from kedang.customers.models import Customer
from kedang.documents.actions.trash import trash_document
from kedang.documents.models import Document
from kedang.duplicates import moving
from kedang.duplicates.actions.merge import merge_customers, part_customers
from kedang.duplicates.models import Merge
from kedang.duplicates.tests.makers import everything_of, make_record
from kedang.filing.models import Folder
from kedang.jobs import run_pending
from kedang.ledger.models import Event
from kedang.people.models import Person

MANY = ["合同/A.txt", "合同/B.txt", "合同/2024/A.txt", "往来/A.txt", "往来/B.txt", "往来/C.txt", "自建/A.txt"]


class Killed(BaseException):
    """Nobody catches it: the worker is gone."""


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(moving, "AT_ONCE", 4)
    monkeypatch.setattr(moving, "BATCH", 2)


@pytest.fixture
def two(head: Person) -> tuple[Customer, Customer]:
    target = make_record(
        "上海华信科技有限公司", by=head, documents=["合同/A.txt", "往来/B.txt"], projects=["展会"]
    )
    source = make_record("上海華信科技公司", by=head, documents=MANY, projects=["展会"], people=["王芳"])
    thrown_away = Document.objects.filter(customer=source, name="C.txt").get()
    trash_document(thrown_away, actor=as_actor(head))
    return fresh(target), fresh(source)


def test_many_documents_follow_step_by_step_and_all_come_back(
    two: tuple[Customer, Customer], head: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    target, source = two
    before = everything_of(target, source)
    merge = merge_customers(target, source, actor=as_actor(head))
    assert (merge.moving, Document.objects.filter(customer=source).count()) == ("joining", 7)
    _kill_in_the_third_batch(monkeypatch, "move", lambda: moving.step(merge.pk))
    assert progress(merge) == ("joining", 4, 7)
    assert Document.objects.filter(customer=source).count() == 3
    run_pending()
    assert progress(merge) == ("", 7, 7)
    assert not Document.objects.filter(customer=source).exists()
    assert not Document.objects.exclude(folder__customer=target).exists()
    assert sorted(paths(target)) == [
        "合同/2024/A.txt", "合同/A.txt", "合同/A_2.txt", "合同/B.txt", "往来/A.txt", "往来/B.txt", "往来/B_2.txt",
        "往来/C.txt", "自建/A.txt",
    ]  # fmt: skip
    assert Event.objects.get(kind="duplicates.merge_settled").customer_id == target.pk

    part_customers(fresh(target), merge, actor=as_actor(head))
    assert progress(merge) == ("parting", 7, 7)
    assert Customer.objects.in_use().filter(pk=source.pk).exists()
    _kill_in_the_third_batch(monkeypatch, "put_back", lambda: moving.step(merge.pk))
    assert progress(merge) == ("parting", 4, 7)
    run_pending()
    assert progress(merge) == ("", 0, 7)
    assert everything_of(target, source) == before


def test_as_many_as_one_transaction_bears_go_at_once(two: tuple[Customer, Customer], head: Person) -> None:
    target, source = two
    merge = merge_customers(source, target, actor=as_actor(head))
    assert (merge.moving, merge.steps.count()) == ("", 0)
    assert not Document.objects.filter(customer=target).exists()


def test_what_goes_at_once_and_what_goes_step_by_step_ends_the_same(
    two: tuple[Customer, Customer], head: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    target, source = two
    merge = merge_customers(target, source, actor=as_actor(head))
    run_pending()
    stepwise = everything_of(fresh(target))
    part_customers(fresh(target), merge, actor=as_actor(head))
    run_pending()
    monkeypatch.setattr(moving, "AT_ONCE", 100)
    merge_customers(fresh(target), fresh(source), actor=as_actor(head))
    assert _without_trash_time(everything_of(fresh(target))) == _without_trash_time(stepwise)


def test_nothing_else_is_merged_or_parted_while_documents_are_on_their_way(
    two: tuple[Customer, Customer], head: Person, client_of: Any
) -> None:
    target, source = two
    merge = merge_customers(target, source, actor=as_actor(head))
    third = make_record("第三家", by=head)
    with pytest.raises(Conflict, match="还在移动（0/7）"):
        part_customers(fresh(target), merge, actor=as_actor(head))
    with pytest.raises(Conflict, match="还在移动"):
        merge_customers(third, fresh(target), actor=as_actor(head))
    page: Client = client_of(head)
    assert "正在移入 0/7" in page.get(reverse("duplicates:pairs") + "?show=merged").content.decode()
    run_pending()
    part_customers(fresh(target), merge, actor=as_actor(head))
    with pytest.raises(Conflict, match="还在移动"):
        merge_customers(third, fresh(source), actor=as_actor(head))
    assert "正在移回" in page.get(reverse("duplicates:pairs") + "?show=merged").content.decode()
    run_pending()
    merge_customers(third, fresh(source), actor=as_actor(head))


def _kill_in_the_third_batch(monkeypatch: pytest.MonkeyPatch, way: str, step: Any) -> None:
    """After its rows were written, before it is committed."""
    bulk = next(one.bulk for one in parts() if one.bulk is not None)
    real, done = getattr(bulk, way), iter(range(9))

    def killed(*what: Any) -> Any:
        found = real(*what)
        if next(done) == 2:
            raise Killed
        return found

    with monkeypatch.context() as patched:
        patched.setitem(bulk.__dict__, way, killed)
        with pytest.raises(Killed):
            _go_on(step)


def _go_on(step: Any) -> None:
    while step():
        pass


def _without_trash_time(found: dict[str, Any]) -> dict[str, Any]:
    return {number: {**one, "row": {**one["row"], "trashed_at": None}} for number, one in found.items()}


def paths(customer: Customer) -> list[str]:
    folders = dict(Folder.objects.values_list("pk", "path"))
    rows = Document.objects.filter(customer=customer)
    return [f"{folders[folder]}/{name}" for folder, name in rows.values_list("folder_id", "name")]


def progress(merge: Merge) -> tuple[str, int, int]:
    merge.refresh_from_db()
    return merge.moving, merge.done, merge.total


def fresh(customer: Customer) -> Customer:
    return Customer.objects.get(pk=customer.pk)
