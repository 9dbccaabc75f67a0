"""A customer whose type or industry changed is offered the templates that fit; seen first, done when confirmed."""

from collections.abc import Callable

import pytest
from django.test import Client

from kedang.core.actor import as_actor
from kedang.customers.actions.change import change_fields
from kedang.customers.models import Customer, Kind, RecordTemplate
from kedang.customers.tests.makers import make_customer
from kedang.desk.fitting import fitting_of
from kedang.documents.models import Document
from kedang.documents.tests.makers import make_document
from kedang.filing.models import Folder, FolderTemplate
from kedang.people.models import Person

SignIn = Callable[[Person], Client]


@pytest.fixture
def customer(head: Person, archivist: Person) -> Customer:
    """Filed under the general templates; templates for 金融 (J) are there too."""
    for name, industry in (("通用", ""), ("金融客户", "J")):
        RecordTemplate.objects.create(kind=Kind.ENTERPRISE, industry=industry, name=name)
    general = [{"key": "contracts", "name": "合同"}]
    finance = [{"key": "credit", "name": "授信", "children": [{"key": "contracts", "name": "协议"}]}]
    FolderTemplate.objects.create(name="通用", nodes=general)
    FolderTemplate.objects.create(name="金融客户", industry="J", nodes=finance)
    customer = make_customer("ABC公司", by=head)
    make_document(customer, by=head, path="合同")
    return customer


def moved_to_finance(customer: Customer, by: Person) -> Customer:
    change_fields(customer, {"industry": "J66"}, actor=as_actor(by))
    return Customer.objects.get(pk=customer.pk)


def test_who_fits_is_told_nothing(customer: Customer, head: Person, client_of: SignIn) -> None:
    assert fitting_of(customer, as_actor(head)).fits
    assert "换用" not in client_of(head).get(f"/customers/{customer.pk}/fitting/").content.decode()


def test_the_preview_changes_nothing(customer: Customer, head: Person, client_of: SignIn) -> None:
    changed = moved_to_finance(customer, head)
    page = client_of(head).get(f"/customers/{customer.pk}/fitting/?preview=1").content.decode()
    assert "金融客户" in page
    assert "授信/协议" in page
    assert Customer.objects.get(pk=customer.pk).template == changed.template == customer.template
    assert Folder.objects.get(customer=customer).path == "合同"


def test_confirmed_both_templates_are_followed_and_files_go_along(
    customer: Customer, head: Person, client_of: SignIn
) -> None:
    moved_to_finance(customer, head)
    assert client_of(head).post(f"/customers/{customer.pk}/fitting/").status_code == 204
    switched = Customer.objects.get(pk=customer.pk)
    assert switched.template is not None
    assert switched.template.name == "金融客户"
    assert Document.objects.get().folder.path == "授信/协议"
    assert fitting_of(switched, as_actor(head)).fits


def test_who_may_not_edit_is_refused(
    customer: Customer, head: Person, auditor: Person, sales_b: Person, client_of: SignIn
) -> None:
    moved_to_finance(customer, head)
    assert client_of(sales_b).post(f"/customers/{customer.pk}/fitting/").status_code == 404
    assert client_of(auditor).post(f"/customers/{customer.pk}/fitting/").status_code in {403, 404}
