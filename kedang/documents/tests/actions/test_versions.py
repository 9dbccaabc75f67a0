import pytest

from kedang.core.actor import as_actor
from kedang.core.errors import Conflict, Invalid
from kedang.customers.models import Customer
from kedang.documents.actions.checkout import check_out
from kedang.documents.actions.versions import add_version, reread, restore_version
from kedang.documents.content import open_version
from kedang.documents.models import ReadState, Version
from kedang.documents.tests.makers import make_document, new_version_of
from kedang.jobs import run_pending
from kedang.people.models import Person
from kedang.search import index


def test_version_two_keeps_one_and_restoring_one_makes_three(abc: Customer, sales_a: Person) -> None:
    actor = as_actor(sales_a)
    document = make_document(abc, by=sales_a, content="第一稿".encode())
    add_version(document, new_version_of(document, "第二稿".encode()), "改了价格", actor=actor)
    restored = restore_version(document, 1, actor=actor)
    contents = [open_version(v).read().decode() for v in Version.objects.order_by("number")]
    assert contents == ["第一稿", "第二稿", "第一稿"]
    assert (restored.number, restored.restored_from, document.version_number) == (3, 1, 3)


def test_only_the_current_version_is_found(abc: Customer, sales_a: Person) -> None:
    document = make_document(abc, by=sales_a, content="旧条款".encode())
    run_pending()
    add_version(document, new_version_of(document, "新条款".encode()), actor=as_actor(sales_a))
    assert _indexed(document.pk) == ""
    run_pending()
    assert _indexed(document.pk) == "新条款"


def test_a_version_of_another_format_gives_its_ending_and_takes_it_away_again(
    abc: Customer, sales_a: Person
) -> None:
    actor = as_actor(sales_a)
    document = make_document(abc, by=sales_a, content="第一稿".encode())
    before = document.name
    add_version(document, new_version_of(document, b"# heading", "修订.MD"), actor=actor)
    assert document.name == before.removesuffix(".txt") + ".md"
    restore_version(document, 1, actor=actor)
    document.refresh_from_db()
    assert document.name == before


def test_the_same_content_is_no_new_version(abc: Customer, sales_a: Person) -> None:
    document = make_document(abc, by=sales_a, content=b"same")
    with pytest.raises(Invalid, match="完全相同"):
        add_version(document, new_version_of(document, b"same"), actor=as_actor(sales_a))


def test_a_document_somebody_else_holds_takes_no_version(
    abc: Customer, sales_a: Person, archivist: Person
) -> None:
    document = make_document(abc, by=sales_a)
    check_out(document, actor=as_actor(sales_a))
    with pytest.raises(Conflict, match="签出"):
        add_version(document, new_version_of(document, b"new"), actor=as_actor(archivist))


def test_two_who_add_a_version_at_once_do_not_overwrite_each_other(abc: Customer, sales_a: Person) -> None:
    first = make_document(abc, by=sales_a)
    second = type(first).objects.get(pk=first.pk)
    add_version(first, new_version_of(first, b"one"), actor=as_actor(sales_a))
    with pytest.raises(Conflict):
        add_version(second, new_version_of(second, b"two"), actor=as_actor(sales_a))


def test_a_document_can_be_read_again(abc: Customer, sales_a: Person) -> None:
    document = make_document(abc, by=sales_a)
    run_pending()
    type(document).objects.update(read_state=ReadState.TIMEOUT)
    document.refresh_from_db()
    reread(document, actor=as_actor(sales_a))
    run_pending()
    document.refresh_from_db()
    assert document.read_state == ReadState.READ


def _indexed(document_id: int) -> str:
    stored = index.read("document", [document_id])[document_id]
    return "".join(entry.texts.fields.get("text", "") for entry in stored)
