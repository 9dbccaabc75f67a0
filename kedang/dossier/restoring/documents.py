"""Documents of a dossier: contents stored first, outside the transaction, then all versions with their authors and times."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from kedang.access import numbering
from kedang.core.actor import Actor
from kedang.core.clock import now
from kedang.core.errors import Invalid
from kedang.customers.models import Customer, Project
from kedang.documents import indexing
from kedang.documents.content import Content, Incoming, store
from kedang.documents.ingest import Filing, enter_documents, version_rows
from kedang.documents.models import Document, Version
from kedang.documents.naming import unique_names
from kedang.documents.values import parse_fields
from kedang.dossier.bag.trees import Tree
from kedang.dossier.models import BagImport
from kedang.dossier.restoring.customers import tags_here
from kedang.dossier.restoring.decoding import Decoded, People, moment
from kedang.dossier.restoring.rows import ids_of, note_origins
from kedang.filing.file_names import name_key, safe_name, split_extension
from kedang.filing.models import DocumentType

Json = dict[str, Any]


@dataclass(frozen=True)
class Stored:
    """A document whose versions are durable under its key, oldest first; no row speaks of it yet."""

    told: Json
    contents: list[Content]


def store_document(customer_id: int, told: Json, tree: Tree) -> Stored:
    """The first version gives the document its id and key, the others lie under the same key."""
    contents: list[Content] = []
    for version in told["versions"]:
        incoming = Incoming(
            customer_id,
            str(version["original_name"])[:400],
            tree.pieces(f"data/{version['path']}"),
            contents[0].document_id if contents else None,
        )
        contents += store([incoming])
        if contents[-1].blob.sha256.hex() != version["sha256"]:
            raise Invalid(
                _("“%(name)s”的校验值不符") % {"name": told["name"]}, field="file", value=version["path"]
            )
    return Stored(told, contents)


def restore_documents(
    bag_import: BagImport, customer: Customer, stored: Sequence[Stored], *, in_clear: bool, actor: Actor
) -> int:
    """In the chunk's transaction: rows, all versions, index, one event each; read again by the queue."""
    ids = ids_of(bag_import)
    types = DocumentType.objects.in_bulk(
        {one.told["type"]["code"] for one in stored if one.told["type"]}, field_name="code"
    )
    projects = Project.objects.in_bulk(list(ids["projects"].values()))
    brought = [str(one.told["number"])[:120] for one in stored if one.told["number"]]
    free = numbering.reserve_many("archive", brought)
    filings = [
        _filing(
            one,
            customer,
            types,
            projects.get(ids["projects"].get(one.told["project"], 0)),
            free,
            in_clear,
            actor,
        )
        for one in stored
    ]
    made = enter_documents(filings, actor=actor, run_id=actor.run_id)
    people = People(actor.person)
    for document, one in zip(made, stored, strict=True):
        _complete(bag_import, document, one, people, actor)
    indexing.index_documents(made)
    return len(made)


def _filing(
    one: Stored,
    customer: Customer,
    types: dict[str, DocumentType],
    project: Project | None,
    free: set[str],
    in_clear: bool,
    actor: Actor,
) -> Filing:
    told = one.told
    kind = types.get(told["type"]["code"]) if told["type"] else None
    extension = split_extension(one.contents[0].original_name)[1].lstrip(".").lower()
    if kind is not None and kind.formats and extension not in kind.formats:
        kind = None
    number = str(told["number"] or "")[:120]
    return Filing(
        content=one.contents[0],
        customer=customer,
        type=kind,
        project=project,
        document_date=_day(told["document_date"]),
        title=str(told["title"])[:200],
        path=str(told["folder"]),
        name=str(told["name"]),
        classification=int(told["classification"]),
        tags=tags_here(told["tags"], actor),
        fields=_fields(told, kind, in_clear),
        note=str(told["versions"][0]["note"]),
        number=number if number in free else "",
    )


def _fields(told: Json, kind: DocumentType | None, in_clear: bool) -> dict[str, str]:
    """Values the type here takes; masked personal ones are none."""
    declared = {field["key"]: field for field in (kind.fields if kind else [])}
    found: dict[str, str] = {}
    for one in told["fields"]:
        field = declared.get(one["key"])
        if field is None or (field.get("personal") and not in_clear):
            continue
        try:
            found |= parse_fields(kind, {one["key"]: str(one["value"])})
        except Invalid:  # the type asks for something else here
            continue
    return found


def _complete(bag_import: BagImport, document: Document, one: Stored, people: People, actor: Actor) -> None:
    """The later versions, and who made each and when."""
    told, last = one.told, one.contents[-1]
    numbers = [int(version["number"]) for version in told["versions"]]
    name = safe_name(str(told["name"]))
    if name_key(name) != document.name_key:
        (name,) = unique_names([(document.folder_id, name)], leaving_out=[document.pk])
    else:
        name = document.name
    found = Decoded(int(told["id"]))
    author = _author(told, "created_by", found, people)
    changed = {
        "name": name,
        "name_key": name_key(name),
        "original_name": str(told["original_name"])[:400],
        "version_number": numbers[-1],
        "size": last.blob.size,
        "mime": last.mime,
        "content_mac": last.blob.content_mac,
        "created_by": author,
        "created_at": moment(told["created_at"]) or now(),
    }
    if number := str(told["number"] or ""):
        found.origin |= {} if document.number == number else {"number": number}
    # writing: in the run's chunk, whose event for the document tells it
    Document.objects.filter(pk=document.pk).update(**changed)
    for column, value in changed.items():
        setattr(document, column, value)
    _write_versions(bag_import, document, one, numbers, people, actor)
    note_origins(bag_import, document.customer, "documents", [(document, found)], actor, with_events=False)


def _write_versions(
    bag_import: BagImport, document: Document, one: Stored, numbers: list[int], people: People, actor: Actor
) -> None:
    """Filing made the first already."""
    told = one.told["versions"]
    notes = [str(version["note"]) for version in told[1:]]
    later = version_rows([document] * len(notes), one.contents[1:], notes, actor)
    rows = [Version.objects.get(document=document), *later]
    origins = []
    for row, version, number in zip(rows, told, numbers, strict=True):
        origin = Decoded(document.pk * 100_000 + number)
        row.number = number
        row.author = _author(version, "author", origin, people)
        row.created_at = moment(version["created_at"]) or now()
        restored_from = version["restored_from"]
        row.restored_from = restored_from if restored_from in numbers else None
        origins.append(origin)
    columns = ["number", "author", "created_at", "restored_from"]
    Version.objects.bulk_update(rows[:1], columns)  # writing: in the run's chunk
    Version.objects.bulk_create(rows[1:])
    pairs = [(row, origin) for row, origin in zip(rows, origins, strict=True) if origin.origin]
    note_origins(bag_import, document.customer, "versions", pairs, actor, with_events=False)


def _author(told: Json, key: str, found: Decoded, people: People) -> Any:
    person = people.find(told[key])
    if person is None and told[key]:
        found.origin[key] = told[key]
    return person or people.importer


def _day(told: Any) -> Any:
    try:
        return date.fromisoformat(str(told)) if told else None
    except ValueError:
        return None
