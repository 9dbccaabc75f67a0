"""Documents for tests, filed through the action."""

from __future__ import annotations

from typing import Any

from kedang.core.actor import as_actor
from kedang.customers.models import Customer
from kedang.documents.actions.filing import file_document
from kedang.documents.content import Content, Incoming, store
from kedang.documents.ingest import Filing
from kedang.documents.models import Document
from kedang.people.models import Person


def make_content(customer: Customer, content: bytes = b"text", name: str = "扫描件001.txt") -> Content:
    return store([Incoming(customer.pk, name, [content])])[0]


def make_document(
    customer: Customer,
    *,
    by: Person,
    content: bytes = b"text",
    original_name: str = "扫描件001.txt",
    **given: Any,
) -> Document:
    """`given`: other facts of a `Filing`."""
    filing = Filing(content=make_content(customer, content, original_name), customer=customer, **given)
    return file_document(customer, filing, actor=as_actor(by))


def new_version_of(document: Document, content: bytes, name: str = "修订.txt") -> Content:
    return store([Incoming(document.customer_id, name, [content], document.pk)])[0]
