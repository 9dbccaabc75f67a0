import pytest

from kedang.core.actor import as_actor
from kedang.core.errors import Conflict, Refused
from kedang.customers.models import Customer
from kedang.documents.actions.trash import restore_document, trash_document
from kedang.documents.models import Document
from kedang.documents.tests.makers import make_document
from kedang.documents.twins import twins_of
from kedang.people.models import Person


def test_a_trashed_document_leaves_its_name_free_and_comes_back_with_a_count(
    abc: Customer, sales_a: Person
) -> None:
    first = make_document(abc, by=sales_a)
    trash_document(first, actor=as_actor(sales_a))
    second = make_document(abc, by=sales_a)
    assert second.name == first.name
    restore_document(first, actor=as_actor(sales_a))
    assert first.name == second.name.replace(".txt", "_2.txt")
    assert Document.objects.available().count() == 2


def test_trashing_needs_the_right(abc: Customer, sales_a: Person, manager: Person) -> None:
    document = make_document(abc, by=sales_a)
    with pytest.raises(Refused):
        trash_document(document, actor=as_actor(manager))


def test_a_document_is_trashed_once(abc: Customer, sales_a: Person) -> None:
    document = make_document(abc, by=sales_a)
    trash_document(document, actor=as_actor(sales_a))
    with pytest.raises(Conflict):
        trash_document(document, actor=as_actor(sales_a))


def test_identical_content_is_told_only_to_those_who_may_see_it(
    abc: Customer, sales_a: Person, sales_b: Person
) -> None:
    document = make_document(abc, by=sales_a, content=b"the same")
    mac = bytes(document.content_mac)
    trash_document(document, actor=as_actor(sales_a))
    assert [twin.pk for twin in twins_of(mac, actor=as_actor(sales_a))] == [document.pk]
    assert not twins_of(mac, actor=as_actor(sales_b)).exists()
