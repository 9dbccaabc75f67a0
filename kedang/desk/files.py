"""Documents of a customer as values of its own fields."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from django.urls import reverse

from kedang.access.door import check_right
from kedang.access.opening import find_record
from kedang.core.actor import Actor
from kedang.customers.files import Files, register_files
from kedang.customers.models import Customer
from kedang.documents.actions.filing import file_document
from kedang.documents.content import Incoming, store
from kedang.documents.ingest import Filing
from kedang.documents.models import Document


def register() -> None:
    register_files(
        Files("pick_file", _names, _of_customer, lambda pk: reverse("documents:document", args=[pk]), _file)
    )


def _names(ids: Collection[int], actor: Actor) -> Mapping[int, str]:
    rows = Document.objects.visible_to(actor).available().filter(pk__in=ids)
    return dict(rows.values_list("pk", "name"))


def _of_customer(customer_id: int, document_id: int, actor: Actor) -> bool:
    rows = Document.objects.visible_to(actor).available()
    return rows.filter(pk=document_id, customer=customer_id).exists()


def _file(customer_id: int, name: str, content: Iterable[bytes], actor: Actor) -> int:
    customer = find_record(actor, Customer.objects.all(), customer_id)
    check_right(actor, "create", customer, resource="document")
    (stored,) = store([Incoming(customer.pk, name, content)])
    return file_document(customer, Filing(content=stored, customer=customer), actor=actor).pk
