"""A dossier as one mapping for JSON: the customer, own fields, the tables, the documents with all versions.

The schema's number rises when a reader of the old one would misread the new one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from kedang import vault
from kedang.core import preset_names
from kedang.core.clock import now
from kedang.core.masking import mask_text
from kedang.customers import custom
from kedang.customers.attributes import ATTRIBUTES
from kedang.customers.models import (
    Customer,
    CustomerClass,
    CustomerTag,
    CustomValue,
    FieldType,
    Helper,
)
from kedang.customers.record import load_states
from kedang.documents.content import PURPOSE
from kedang.documents.models import Document, DocumentTag, DocumentValue, Version
from kedang.documents.values import read_fields
from kedang.dossier.plan import Plan
from kedang.dossier.rows import masked, origins_of, person_of, rows_of
from kedang.dossier.tables import tables
from kedang.people.models import Organisation, Person

SCHEMA = "kedang-dossier/1"
Json = dict[str, Any]


def contents_of(plan: Plan, paths: dict[tuple[int, int], str]) -> Json:
    """`paths`: (document, version) → where its file lies in the package."""
    customer, actor = plan.customer, plan.actor
    house = Organisation.objects.first()
    return {
        "schema": SCHEMA,
        "organisation": {"name": house.name, "code": house.code} if house else None,
        "exported": {"at": now().isoformat(), "by": person_of(actor.person), "in_clear": plan.in_clear},
        "customer": _customer(customer, plan.in_clear),
        "own_fields": _own_fields(plan),
        "tables": {one.name: rows_of(one, customer, plan.reader) for one in tables()},
        "documents": _documents(plan, paths),
        "withheld": [
            {
                "name": one.document.name,
                "number": one.document.number,
                "folder": one.document.folder.path,
                "reason": one.reason,
            }
            for one in plan.withheld
        ],
    }


def versions_of(documents: Sequence[Document]) -> dict[int, list[Version]]:
    """The oldest first, of all `documents` together."""
    found: dict[int, list[Version]] = defaultdict(list)
    ids = [one.pk for one in documents]
    for start in range(0, len(ids), 500):
        rows = Version.objects.filter(document__in=ids[start : start + 500]).select_related("author")
        for row in rows.order_by("document_id", "number"):
            found[row.document_id].append(row)
    return found


def digests_of(versions: Sequence[Version]) -> dict[int, str]:
    """SHA-256 in hex by version id: sealed when it was written, so nothing is read for it."""
    sealed = [(bytes(one.sha256), f"document:{one.document_id}", PURPOSE, b"sha256") for one in versions]
    opened = vault.unseal_many(sealed)
    return {one.pk: body.hex() for one, body in zip(versions, opened, strict=True) if body is not None}


def _customer(customer: Customer, in_clear: bool) -> Json:
    facts = load_states([customer], {"facts"})[customer.pk]
    for name, attribute in ATTRIBUTES.items():
        if attribute.mask or attribute.restricted:
            facts[name] = masked(attribute.mask, facts[name], in_clear=in_clear)
    found: Json = {"id": customer.pk, "number": customer.number, **facts}
    found["owner"] = person_of(customer.owner)
    found["department"] = customer.department.name if customer.department else None
    found["template"] = customer.template.name if customer.template else None
    found["classification"] = customer.classification
    helping = Helper.objects.filter(customer=customer).select_related("person").order_by("pk")
    found["helpers"] = [person_of(one.person) for one in helping]
    tags = CustomerTag.objects.filter(customer=customer).select_related("tag")
    found["tags"] = sorted(one.tag.name for one in tags)
    classes = CustomerClass.objects.filter(customer=customer).select_related("value__dimension")
    found["classes"] = sorted(
        ({"dimension": one.value.dimension.code, "value": one.value.name} for one in classes),
        key=lambda one: (one["dimension"], one["value"]),
    )
    found["created_at"] = customer.created_at.isoformat()
    return found | origins_of("customer", customer.pk).get(customer.pk, {})


def _own_fields(plan: Plan) -> list[Json]:
    rows = list(
        CustomValue.objects.filter(customer=plan.customer).select_related("field").order_by("field__code")
    )
    values = custom.values_of(rows)
    people = Person.objects.in_bulk([values[one.pk] for one in rows if one.field.type == FieldType.PERSON])
    return [
        {
            "code": one.field.code,
            "label": one.field.label,
            "type": one.field.type,
            "value": _own_value(one, values[one.pk], people, plan),
        }
        for one in rows
    ]


def _own_value(row: CustomValue, value: Any, people: dict[int, Person], plan: Plan) -> Any:
    if row.field.is_sealed and not plan.in_clear:
        return mask_text(str(value)) if value else value
    if row.field.type == FieldType.PERSON:
        return person_of(people.get(value))
    if row.field.type == FieldType.FILE:
        return value if value in plan.reader.documents else None
    return value


def _documents(plan: Plan, paths: dict[tuple[int, int], str]) -> list[Json]:
    versions = versions_of(plan.documents)
    digests = digests_of([one for some in versions.values() for one in some])
    fields, tags = _fields(plan), _tags(plan.documents)
    origins = origins_of("documents", plan.customer.pk)
    of_versions = origins_of("versions", plan.customer.pk)
    found = []
    for one in plan.documents:
        told = _document(one, fields[one.pk], tags[one.pk])
        told["versions"] = [
            _version(version, digests.get(version.pk, ""), paths[one.pk, version.number])
            | of_versions.get(version.pk, {})
            for version in versions[one.pk]
        ]
        found.append(told | origins.get(one.pk, {}))
    return found


def _document(document: Document, fields: list[Json], tags: list[str]) -> Json:
    kind = document.type
    return {
        "id": document.pk,
        "number": document.number,
        "name": document.name,
        "title": document.title,
        "original_name": document.original_name,
        "folder": document.folder.path,
        "type": {"code": kind.code, "name": kind.name} if kind else None,
        "project": document.project_id,
        "document_date": document.document_date.isoformat() if document.document_date else None,
        "classification": document.classification,
        "tags": tags,
        "fields": fields,
        "created_at": document.created_at.isoformat(),
        "created_by": person_of(document.created_by),
    }


def _version(version: Version, digest: str, path: str) -> Json:
    return {
        "number": version.number,
        "original_name": version.original_name,
        "note": version.note,
        "size": version.size,
        "mime": version.mime,
        "sha256": digest,
        "author": person_of(version.author),
        "created_at": version.created_at.isoformat(),
        "restored_from": version.restored_from,
        "path": path,
    }


def _fields(plan: Plan) -> dict[int, list[Json]]:
    documents = {one.pk: one for one in plan.documents}
    rows: dict[int, list[DocumentValue]] = defaultdict(list)
    for row in DocumentValue.objects.filter(document__customer=plan.customer).order_by("document_id", "key"):
        if row.document_id in documents:
            rows[row.document_id].append(row)
    return defaultdict(list, {pk: _values(documents[pk], some, plan.in_clear) for pk, some in rows.items()})


def _values(document: Document, rows: list[DocumentValue], in_clear: bool) -> list[Json]:
    labels = {each["key"]: each["label"] for each in (document.type.fields if document.type else [])}
    values = read_fields(document, rows)
    return [
        {
            "key": row.key,
            "label": preset_names.shown(labels.get(row.key, row.key)),
            "value": mask_text(values[row.key])
            if row.sealed is not None and not in_clear
            else values[row.key],
        }
        for row in rows
    ]


def _tags(documents: Sequence[Document]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    ids = [one.pk for one in documents]
    for start in range(0, len(ids), 500):
        rows = DocumentTag.objects.filter(document__in=ids[start : start + 500]).select_related("tag")
        for row in rows.order_by("document_id", "tag__name"):
            found[row.document_id].append(row.tag.name)
    return found
