"""Customers with belongings for tests of merging, made through the actions; what they are, to compare."""

from __future__ import annotations

from typing import Any

from kedang.access.models import Audience, Grant
from kedang.core.actor import as_actor
from kedang.customers.actions.contacts import add_contact, add_contact_person, mark_absent
from kedang.customers.actions.projects import add_project
from kedang.customers.contacts import ContactInput
from kedang.customers.models import ContactPerson, ContactPoint, Customer, CustomField, Project, Relation, Tag
from kedang.customers.record import load_state
from kedang.customers.tests.makers import make_customer
from kedang.documents.models import Document
from kedang.documents.tests.makers import make_document
from kedang.filing.folders import ensure_folder
from kedang.filing.models import Folder
from kedang.people.models import Person
from kedang.search import index


def make_record(
    name: str,
    *,
    by: Person,
    contacts: dict[str, str] | None = None,
    people: list[str] | None = None,
    absent: list[str] | None = None,
    projects: list[str] | None = None,
    tags: list[Tag] | None = None,
    helpers: list[Person] | None = None,
    custom: dict[CustomField, str] | None = None,
    documents: list[str] | None = None,
    folders: list[str] | None = None,
    **facts: Any,
) -> Customer:
    """`documents`: paths with the file's name last."""
    actor = as_actor(by)
    customer = make_customer(
        name,
        by=by,
        contacts=contacts,
        tag_ids=[tag.pk for tag in tags or ()],
        helper_ids=[person.pk for person in helpers or ()],
        helper_roles={person.pk: "service" for person in helpers or ()},
        custom={field.pk: value for field, value in (custom or {}).items()},
        **facts,
    )
    for person in people or ():
        add_contact_person(customer, person, is_primary=False, actor=actor)
        customer.refresh_from_db()
    for kind in absent or ():
        mark_absent(customer, kind, "客户没有", actor=actor)
        customer.refresh_from_db()
    for project in projects or ():
        add_project(customer, project, actor=actor)
        customer.refresh_from_db()
    for path in folders or ():
        ensure_folder(customer, path)
    for path in documents or ():
        folder, _slash, file_name = path.rpartition("/")
        make_document(customer, by=by, original_name=file_name, name=file_name, path=folder)
    return Customer.objects.get(pk=customer.pk)


def add_point(customer: Customer, kind: str, value: str, person: str, *, by: Person) -> ContactPoint:
    return add_contact(
        Customer.objects.get(pk=customer.pk), ContactInput(kind, value, person=person), actor=as_actor(by)
    )


def everything_of(*customers: Customer) -> dict[str, Any]:
    """All that is stored of these customers, without revisions, times of change and the seals' random parts."""
    return {f"{one.number}": _everything(one.pk) for one in customers}


def _everything(pk: int) -> dict[str, Any]:
    customer = Customer.objects.get(pk=pk)
    return {
        "row": {
            name: getattr(customer, name)
            for name in ("number", "name", "match_key", "trashed_at", "merged_into_id", "owner_id")
        },
        "state": load_state(customer),
        "removed": list(
            ContactPoint.objects.filter(customer=pk).exclude(removed_at=None).order_by("pk").values_list("pk")
        ),
        "points": _rows(ContactPoint, pk, "kind", "contact_person_id", "is_absent", "removed_at"),
        "people": _rows(ContactPerson, pk, "name", "is_primary", "removed_at"),
        "projects": _rows(Project, pk, "name", "match_key"),
        "folders": _rows(Folder, pk, "path", "parent_id", "trashed_at"),
        "documents": _rows(Document, pk, "name", "name_key", "folder_id", "project_id", "trashed_at"),
        "relations": list(Relation.objects.filter(customer=pk).order_by("pk").values_list("pk", "other_id")),
        "related": list(Relation.objects.filter(other=pk).order_by("pk").values_list("pk", "customer_id")),
        "grants": list(
            Grant.objects.filter(customer_id=pk).order_by("pk").values_list("pk", "object_id", "ended_at")
        ),
        "audience": sorted(
            Audience.objects.filter(customer_id=pk).values_list("principal", "reach", "verb"), key=str
        ),
        "index": sorted(
            (one.part, sorted(one.texts.fields.items())) for one in index.read("customer", [pk])[pk]
        ),
    }


def _rows(model: Any, pk: int, *columns: str) -> list[Any]:
    return list(model._base_manager.filter(customer=pk).order_by("pk").values_list("pk", *columns))
