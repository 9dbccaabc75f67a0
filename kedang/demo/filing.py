"""Documents of the demo company through the same core as an upload: stored, filed by the rule, queued for reading."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from kedang.core.text import match_key
from kedang.customers.models import Customer, Project
from kedang.demo.clientele import client
from kedang.demo.company import Staff
from kedang.demo.formats import written
from kedang.demo.papers import Paper, paper
from kedang.demo.plan import Item
from kedang.demo.registering import number_of
from kedang.documents.actions.versions import add_version, restore_version
from kedang.documents.content import Content, Incoming, store
from kedang.documents.ingest import Filing, enter_documents
from kedang.documents.models import Document
from kedang.documents.naming import Rules
from kedang.filing.models import DocumentType


@dataclass
class Prepared:
    """A chunk whose content is safe; nothing speaks of it yet."""

    kind: str
    staff: Staff
    rows: list[tuple[Customer, Paper, Content]] = field(default_factory=list)


def prepare(items: Sequence[Item], generation: int) -> Prepared:
    """Written and stored before the chunk's transaction, so that no lock waits for it."""
    staff = Staff.there()
    found = Prepared(items[0][0], staff)
    customers = _customers({index for _kind, index, _number in items}, generation)
    pairs = [
        (customers[index], paper(index, number, seller=_seller(staff, index)))
        for _kind, index, number in items
        if index in customers
    ]
    found.rows = [(customer, one, _stored(customer, one)) for customer, one in pairs]
    return found


def prepare_versions(items: Sequence[Item], generation: int) -> Prepared:
    """New content for a document that is there, under its own key."""
    staff = Staff.there()
    found = Prepared(items[0][0], staff)
    customers = _customers({index for _kind, index, _number in items}, generation)
    for _kind, index, number in items:
        if index not in customers:
            continue
        one = paper(index, number, seller=_seller(staff, index), revised=True)
        rows = Document.objects.available().filter(
            customer=customers[index], original_name=one.original_name, version_number=1
        )
        document = rows.order_by("pk").first()
        if document is not None:
            found.rows.append((customers[index], one, _stored(customers[index], one, document.pk)))
    return found


def file_papers(prepared: Prepared, *, run_id: int) -> list[Document]:
    """Each by the owner of the customer, with the owner's rights."""
    types = {one.code: one for one in DocumentType.objects.filter(retired_at=None)}
    projects = _projects({customer.pk for customer, _paper, _content in prepared.rows})
    rules, made = Rules(), []
    for owner, rows in _by_owner(prepared.rows).items():
        actor = prepared.staff.actor(owner, run_id)
        ids = {customer.pk for customer, _paper, _content in rows}
        visible = Customer.objects.in_use().filter(pk__in=ids)
        allowed = set(visible.permitted(actor, "create", resource="document").values_list("pk", flat=True))
        filings = [
            Filing(
                content=content,
                customer=customer,
                type=types.get(one.code),
                project=projects.get((customer.pk, match_key(one.project))),
                document_date=one.written_on,
                title=one.title,
                fields=one.fields if one.code in types else {},
            )
            for customer, one, content in rows
            if customer.pk in allowed
        ]
        made += enter_documents(filings, actor=actor, run_id=run_id, rules=rules)
    return made


def add_versions(prepared: Prepared, *, run_id: int) -> int:
    """A revision each; every other document goes back to its first version, which makes a third."""
    documents = Document.objects.in_bulk([content.document_id for _c, _p, content in prepared.rows])
    for place, (customer, _paper, content) in enumerate(prepared.rows):
        document = documents[content.document_id]
        actor = prepared.staff.actor(client(_index(customer)).owner, run_id)
        add_version(document, content, "客户修订", actor=actor)  # i18n: data, the author's own note
        if place % 2:
            restore_version(document, 1, "恢复为盖章版本", actor=actor)  # i18n: data
    return len(prepared.rows)


def _stored(customer: Customer, one: Paper, document_id: int | None = None) -> Content:
    return store([Incoming(customer.pk, one.original_name, [written(one)], document_id)])[0]


def _customers(indices: Iterable[int], generation: int) -> dict[int, Customer]:
    numbers = {number_of(generation, index): index for index in indices}
    rows = Customer.objects.in_use().filter(number__in=numbers).select_related("department", "owner")
    return {numbers[row.number]: row for row in rows}


def _projects(customers: set[int]) -> dict[tuple[int, str], Project]:
    rows = Project.objects.filter(customer__in=customers, trashed_at=None)
    return {(row.customer_id, row.match_key): row for row in rows}


def _by_owner(
    rows: Iterable[tuple[Customer, Paper, Content]],
) -> dict[str, list[tuple[Customer, Paper, Content]]]:
    groups: dict[str, list[tuple[Customer, Paper, Content]]] = defaultdict(list)
    for row in rows:
        groups[client(_index(row[0])).owner].append(row)
    return groups


def _seller(staff: Staff, index: int) -> str:
    return staff.people[client(index).owner].name


def _index(customer: Customer) -> int:
    """Which made-up customer it is: the end of its number."""
    return int(customer.number.rpartition("-")[2]) - 1
