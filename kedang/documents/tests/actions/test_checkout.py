from datetime import timedelta

import pytest

from kedang.core.actor import as_actor
from kedang.core.clock import now
from kedang.core.errors import Conflict, Refused
from kedang.customers.models import Customer
from kedang.documents.actions.checkout import check_in, check_out, take_over
from kedang.documents.models import Document
from kedang.documents.tests.makers import make_document
from kedang.people.models import Person


@pytest.fixture
def document(abc: Customer, sales_a: Person) -> Document:
    return make_document(abc, by=sales_a)


def test_a_second_check_out_is_refused(document: Document, sales_a: Person, archivist: Person) -> None:
    check_out(document, actor=as_actor(sales_a))
    with pytest.raises(Conflict, match="销售甲"):
        check_out(document, actor=as_actor(archivist))


def test_who_did_not_check_out_cannot_check_in(
    document: Document, sales_a: Person, archivist: Person
) -> None:
    check_out(document, actor=as_actor(sales_a))
    with pytest.raises(Conflict):
        check_in(document, actor=as_actor(archivist))
    check_in(document, actor=as_actor(sales_a))
    assert not document.is_checked_out


def test_a_check_out_that_ran_out_holds_nobody_off(
    document: Document, sales_a: Person, archivist: Person
) -> None:
    check_out(document, actor=as_actor(sales_a))
    Document.objects.update(checked_out_until=now() - timedelta(minutes=1))
    check_out(document, actor=as_actor(archivist))
    assert document.checked_out_by == archivist


def test_taking_over_needs_the_right(
    document: Document, sales_a: Person, head: Person, archivist: Person
) -> None:
    check_out(document, actor=as_actor(archivist))
    with pytest.raises(Refused):
        take_over(document, actor=as_actor(sales_a))
    take_over(document, actor=as_actor(head))
    assert document.checked_out_by == head
