"""Documents of a customer as values of its own fields."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.urls import reverse

from kedang.core.actor import Actor
from kedang.customers.files import Files, register_files
from kedang.documents.models import Document


def register() -> None:
    register_files(
        Files("pick_file", _names, _of_customer, lambda pk: reverse("documents:document", args=[pk]))
    )


def _names(ids: Collection[int], actor: Actor) -> Mapping[int, str]:
    rows = Document.objects.visible_to(actor).available().filter(pk__in=ids)
    return dict(rows.values_list("pk", "name"))


def _of_customer(customer_id: int, document_id: int, actor: Actor) -> bool:
    rows = Document.objects.visible_to(actor).available()
    return rows.filter(pk=document_id, customer=customer_id).exists()
